import { DenseMap } from '../denseMap';
import type { Setup } from '../../engine/actor';
import { NONE, type PlaceId } from '../../engine/units';
import { W } from '../../engine/words';
import type { BrokerConfig } from './config';
import { dropExpired, keepUnused } from './expiry';
import { addBinding, addExchange, addQueue, newQueue, queuePlaces } from './lifecycle';
import { dropSurplus } from './limits';
import { priorityIndex } from './priority';
import { requeue } from './requeue';
import type { Broker, BrokerDisk, BrokerMemory, BrokerOut, Exchange, Queue, QueueEntry, StoredQueue } from './state';
import { firstWays, forgetWays } from './ways';

/**
 * What a broker process starts with, and what dies with it. Durable exchanges, durable queues, the
 * bindings between them and persistent messages in them survive.
 * Source: rabbitmq.com/docs/queues#durability, rabbitmq.com/docs/persistence-conf.
 */

/** Exchanges that every virtual host has. Source: rabbitmq.com/docs/exchanges#default-exchanges. */
const PREDECLARED: readonly (readonly [name: string, type: string])[] = [
  ['amq.direct', 'direct'],
  ['amq.fanout', 'fanout'],
  ['amq.topic', 'topic'],
  ['amq.headers', 'headers'],
  ['amq.match', 'headers'],
];

export function emptyDisk(config: BrokerConfig, setup: Setup): BrokerDisk {
  const firstPlaces = new Map<string, { readonly ready: PlaceId; readonly unacked: PlaceId }>();
  for (const queue of config.queues)
    firstPlaces.set(
      queue.name,
      queuePlaces(setup.name, config, queue, (info) => setup.place(info)),
    );
  const ways = firstWays(setup.name, config, new Map(PREDECLARED), firstPlaces, (info) => setup.place(info));
  const disk: BrokerDisk = {
    exchanges: new Map(),
    queues: new Map(),
    bindings: [],
    firstWays: ways,
    firstPlaces,
    stoppedInOrder: true,
  };
  for (const [name, type] of PREDECLARED) {
    const place = ways.exchanges.get(name) ?? NONE;
    disk.exchanges.set(name, { name, type, autoDelete: false, internal: false, args: {}, place });
  }
  return disk;
}

/** What is on disk, loaded. After a process that died without stopping, every message counts as redelivered. */
export function recover(config: BrokerConfig, disk: BrokerDisk): BrokerMemory {
  const memory: BrokerMemory = {
    connections: new DenseMap(),
    exchanges: new Map(),
    queues: new Map(),
    ticking: false,
    sweeping: false,
    alarm: false,
    dead: [],
  };
  for (const { name, type, autoDelete, internal, args, place } of disk.exchanges.values()) {
    const exchange: Exchange = {
      name,
      type,
      durable: true,
      autoDelete,
      internal,
      args,
      place,
      bindings: [],
      routes: new Map(),
    };
    memory.exchanges.set(name, exchange);
  }
  for (const stored of disk.queues.values())
    memory.queues.set(stored.name, recoverQueue(config, stored, disk.stoppedInOrder));
  for (const binding of disk.bindings) memory.exchanges.get(binding.source)?.bindings.push(binding);
  return memory;
}

function recoverQueue(config: BrokerConfig, store: StoredQueue, inOrder: boolean): Queue {
  const { name, autoDelete, args } = store;
  const queue = newQueue(config, { name, durable: true, exclusive: false, autoDelete, args }, NONE, store, store);
  queue.next = store.next;
  for (const [, entry] of store.messages.entries()) {
    // Source: rabbit_variable_queue.erl, `redeliver_seq_id`; rabbit_queue_index.erl, `recover_message`.
    if (!inOrder) entry.redelivered = true;
    queue.ready.splice(queue.rules.maxPriority > 0 ? priorityIndex(queue, entry) : queue.ready.length, 0, entry);
    queue.readyBytes += entry.properties.bytes;
    if (entry.expiry !== NONE) queue.mayExpire = true;
  }
  return queue;
}

/** A process that has started again: what expired or is too much by now goes. Source: rabbit_amqqueue_process.erl, `process_args_policy`. */
export function tidyQueues(self: Broker, out: BrokerOut): void {
  for (const queue of self.memory.queues.values()) {
    if (!queue.isPlain) dropSurplus(self, queue, out);
    if (queue.mayExpire) dropExpired(self, queue, out);
    keepUnused(queue, out);
  }
}

/** The first start: makes what the scenario declares. */
export function declareAll({ config, memory, disk }: Broker): void {
  const { exchanges, bindings } = disk.firstWays;
  for (const exchange of config.exchanges) addExchange(memory, disk, exchange, exchanges.get(exchange.name)!);
  for (const queue of config.queues) addQueue(config, memory, disk, queue, NONE, disk.firstPlaces.get(queue.name)!);
  config.bindings.forEach((binding, i) => addBinding(memory, disk, binding, () => bindings[i]!));
}

/**
 * The process dies: what was unacked of durable queues is ready again on disk, what was only in memory is gone.
 */
export function forgetMemory({ memory, disk }: Broker, out: BrokerOut): void {
  for (const { channels } of memory.connections.values()) {
    for (const channel of channels.values()) {
      for (const [, { queue, entry }] of channel.unacked.entries()) {
        if (!queue.deleted) returnOrDie(queue, entry, out);
      }
    }
  }
  for (const queue of memory.queues.values()) {
    for (let i = queue.head; i < queue.ready.length; i += 1) {
      const entry = queue.ready[i]!;
      if (entry.stored === NONE) die(queue, entry, queue.readyPlace, out);
    }
    if (queue.store !== null) queue.store.next = queue.next;
    else {
      out.dropPlace(queue.unackedPlace);
      out.dropPlace(queue.readyPlace);
    }
  }
  disk.bindings = disk.bindings.filter(
    ({ source, destination, toExchange }) =>
      disk.exchanges.has(source) && (toExchange ? disk.exchanges : disk.queues).has(destination),
  );
  forgetWays(memory.exchanges.values(), disk.bindings, out);
}

function returnOrDie(queue: Queue, entry: QueueEntry, out: BrokerOut): void {
  if (entry.stored === NONE) die(queue, entry, queue.unackedPlace, out);
  else requeue(queue, entry, out);
}

function die(queue: Queue, entry: QueueEntry, place: PlaceId, out: BrokerOut): void {
  out.take(entry.copy, place, W.crashed);
  for (const subscription of queue.subscriptions) out.release(entry.message, subscription, entry.copy, W.crashed);
}
