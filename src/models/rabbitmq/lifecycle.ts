import { word, type Word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type PlaceId } from '../../engine/units';
import { Window } from '../window';
import { badgesOf, NO_RULES, rulesOf } from './arguments';
import type { BindingDeclaration, BrokerConfig, ExchangeDeclaration, QueueDeclaration } from './config';
import { forgetRoutes } from './exchange';
import { stopTimers } from './expiry';
import { forget, removeReady } from './queue';
import {
  tell,
  type Broker,
  type BrokerDisk,
  type BrokerMemory,
  type BrokerOut,
  type Channel,
  type Exchange,
  type Queue,
} from './state';

/** Queues, exchanges and bindings come and go: in memory, on disk if they are durable, and as places of the trace. */

export const queueDeleted = word('queue-deleted');
const queueExpired = word('queue-expired');

export interface QueuePlaces {
  readonly ready: PlaceId;
  readonly unacked: PlaceId;
}

/** How a queue's two places are declared; `place` is Setup.place or Out.newPlace. */
export function queuePlaces(
  node: string,
  config: BrokerConfig,
  { name, durable, autoDelete, exclusive, arguments: args }: QueueDeclaration,
  place: (info: {
    name: string;
    title: string;
    shape: 'slots' | 'held';
    of?: PlaceId;
    subscription: number;
    deadLetter: boolean;
    badges?: readonly string[];
    deadLettersTo?: string;
  }) => PlaceId,
): QueuePlaces {
  const meaning = config.meanings.find(({ queue }) => queue === name);
  const deadLetter = meaning?.deadLetter ?? false;
  const subscription = meaning?.subscriptions[0] ?? NONE;
  // The badges of the management page: D durable, AD auto-delete, Excl exclusive, and what its arguments ask for.
  const badges = [
    ...(durable ? ['D'] : []),
    ...(autoDelete ? ['AD'] : []),
    ...(exclusive ? ['Excl'] : []),
    ...badgesOf(args),
  ];
  const ready = place({
    name: `${node}/${name}`,
    title: name,
    shape: 'slots',
    subscription,
    deadLetter,
    badges,
    ...deadLettersTo(node, rulesOf(args)),
  });
  const unacked = place({
    name: `${node}/${name}/unacked`,
    title: 'unacked',
    shape: 'held',
    of: ready,
    subscription,
    deadLetter,
  });
  return { ready, unacked };
}

/** Where its dead letters go: to an exchange, or by the default one to the queue that their new key names. */
function deadLettersTo(
  node: string,
  { deadLetterExchange: exchange, deadLetterKey: key }: ReturnType<typeof rulesOf>,
): { readonly deadLettersTo?: string } {
  if (exchange === null || (exchange === '' && key === null)) return {};
  return { deadLettersTo: exchange === '' ? `${node}/${key}` : `${node}/exchange/${exchange}` };
}

/** Adds a queue that does not exist yet. */
export function addQueue(
  config: BrokerConfig,
  memory: BrokerMemory,
  disk: BrokerDisk,
  declaration: QueueDeclaration,
  owner: ConnectionId,
  places: QueuePlaces,
): Queue {
  const { name, durable, exclusive, autoDelete, arguments: args } = declaration;
  const store =
    durable && !exclusive
      ? {
          name,
          exclusive,
          autoDelete,
          args,
          ready: places.ready,
          unacked: places.unacked,
          next: 0,
          messages: new Window<never>(0),
        }
      : null;
  if (store !== null) disk.queues.set(name, store);
  const queue = newQueue(config, { name, durable, exclusive, autoDelete, args }, owner, places, store);
  memory.queues.set(name, queue);
  forgetRoutes(memory);
  return queue;
}

/** A queue as a process holds it, with nothing in it. */
export function newQueue(
  config: BrokerConfig,
  declared: Pick<Queue, 'name' | 'durable' | 'exclusive' | 'autoDelete' | 'args'>,
  owner: ConnectionId,
  places: QueuePlaces,
  store: Queue['store'],
): Queue {
  const rules = rulesOf(declared.args);
  return {
    ...declared,
    owner,
    store,
    rules,
    isPlain: rules === NO_RULES,
    subscriptions: config.meanings.find((meaning) => meaning.queue === declared.name)?.subscriptions ?? [],
    readyPlace: places.ready,
    unackedPlace: places.unacked,
    ready: [],
    head: 0,
    next: 0,
    unacked: 0,
    readyBytes: 0,
    mayExpire: false,
    expiryTimer: NONE,
    expiryDue: Infinity,
    unusedTimer: NONE,
    active: [],
    consumers: [],
    exclusiveConsumer: null,
    singleActive: null,
    deleted: false,
  };
}

/**
 * Deletes a queue with all that is in it; consumers on it are told.
 * Source: AMQP 0-9-1, queue.delete; rabbitmq.com/docs/consumer-cancel.
 *
 * @param ending channels that end just now and are no longer among those of their connections
 */
export function deleteQueue(
  self: Broker,
  queue: Queue,
  ending: readonly Channel[],
  out: BrokerOut,
  why: Word = queueDeleted,
): void {
  const { memory, disk } = self;
  removeReady(queue, why, out);
  stopTimers(queue, out);
  for (const { channels } of memory.connections.values())
    for (const channel of channels.values()) dropUnacked(channel, queue, why, out);
  for (const channel of ending) dropUnacked(channel, queue, why, out);
  for (const consumer of [...queue.consumers]) {
    const { channel } = consumer.at;
    consumer.cancelled = true;
    channel.consumers.delete(consumer.tag);
    tell(channel.connection, { kind: 'cancel-notify', channel: channel.number, consumer: consumer.tag }, out);
  }
  queue.consumers.length = 0;
  queue.active.length = 0;
  queue.singleActive = null;
  queue.unacked = 0;
  queue.deleted = true;
  memory.queues.delete(queue.name);
  disk.queues.delete(queue.name);
  dropBindings(self, (binding) => !binding.toExchange && binding.destination === queue.name, out);
  forgetRoutes(memory);
  out.dropPlace(queue.unackedPlace);
  out.dropPlace(queue.readyPlace);
}

/** Nobody has declared the queue, consumed from it or asked it for a message for so long (x-expires): it goes. Its messages are not dead-lettered. */
export function onUnused(self: Broker, queue: Queue, out: BrokerOut): void {
  queue.unusedTimer = NONE;
  if (queue.consumers.length === 0) deleteQueue(self, queue, [], out, queueExpired);
}

function dropUnacked(channel: Channel, queue: Queue, why: Word, out: BrokerOut): void {
  for (const [, unacked] of channel.unacked.entries()) {
    if (unacked.queue !== queue) continue;
    out.take(unacked.entry.copy, queue.unackedPlace, why);
    forget(queue, unacked.entry, why, out);
  }
}

export function addExchange(
  memory: BrokerMemory,
  disk: BrokerDisk,
  { name, type, durable, autoDelete, internal, arguments: args }: ExchangeDeclaration,
  place: PlaceId,
): void {
  const found = { name, type, durable, autoDelete, internal, args, place };
  memory.exchanges.set(name, { ...found, bindings: [], routes: new Map() });
  if (durable) disk.exchanges.set(name, { name, type, autoDelete, internal, args, place });
  forgetRoutes(memory);
}

export function deleteExchange(self: Broker, exchange: Exchange, out: BrokerOut): void {
  const { memory, disk } = self;
  memory.exchanges.delete(exchange.name);
  disk.exchanges.delete(exchange.name);
  disk.bindings = disk.bindings.filter(({ source }) => source !== exchange.name);
  for (const { place } of exchange.bindings) out.dropPlace(place);
  if (exchange.place !== NONE) out.dropPlace(exchange.place);
  dropBindings(self, (binding) => binding.toExchange && binding.destination === exchange.name, out);
}

function isSame(a: BindingDeclaration, b: BindingDeclaration): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.toExchange === b.toExchange &&
    a.routingKey === b.routingKey &&
    JSON.stringify(Object.entries(a.arguments).sort()) === JSON.stringify(Object.entries(b.arguments).sort())
  );
}

/**
 * Binds a queue or an exchange; the same binding twice is one. A binding is durable if both its ends are. Source: rabbitmq.com/docs/exchanges.
 *
 * @param place makes its place, or tells which it has
 */
export function addBinding(
  memory: BrokerMemory,
  disk: BrokerDisk,
  declared: BindingDeclaration,
  place: (exchange: Exchange) => PlaceId,
): void {
  const exchange = memory.exchanges.get(declared.source)!;
  if (exchange.bindings.some((other) => isSame(other, declared))) return;
  const binding = { ...declared, place: place(exchange) };
  exchange.bindings.push(binding);
  const isDurable = binding.toExchange
    ? memory.exchanges.get(binding.destination)?.durable === true
    : memory.queues.get(binding.destination)?.store != null;
  if (exchange.durable && isDurable) disk.bindings.push(binding);
  forgetRoutes(memory);
}

/** Removes bindings; an auto-delete exchange goes with its last one. */
export function dropBindings(self: Broker, isGone: (binding: BindingDeclaration) => boolean, out: BrokerOut): void {
  const { memory, disk } = self;
  disk.bindings = disk.bindings.filter((binding) => !isGone(binding));
  for (const exchange of [...memory.exchanges.values()]) {
    const kept = exchange.bindings.filter((binding) => !isGone(binding));
    if (kept.length === exchange.bindings.length) continue;
    for (const binding of exchange.bindings) if (isGone(binding)) out.dropPlace(binding.place);
    exchange.bindings.splice(0, exchange.bindings.length, ...kept);
    if (exchange.autoDelete && kept.length === 0) deleteExchange(self, exchange, out);
  }
  forgetRoutes(memory);
}

export const removeBinding = (self: Broker, binding: BindingDeclaration, out: BrokerOut): void =>
  dropBindings(self, (other) => isSame(other, binding), out);
