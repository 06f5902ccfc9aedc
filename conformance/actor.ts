import type { Actor, Input, Out, Self } from '../src/engine/actor';
import { NONE, type ConnectionId, type MessageId, type NodeId } from '../src/engine/units';
import type { Packet, QueueListing } from '../src/models/rabbitmq/packets';
import { brokerVocabulary } from '../src/models/rabbitmq/vocabulary';
import type { ConsumerSetup } from './history';
import { onConsumerTimer, onDelivery } from './strategies';

/**
 * The clients of a history as one node outside the model: real connections and channels, packet by packet.
 * The player (player.ts) gives it commands; what it sees it writes down.
 */

/** A channel as a client has it. It is opened on first use, and anew after it was closed. */
export interface Channel {
  readonly name: string;
  readonly connection: Connection;
  readonly number: number;
  /** Operations on the control channel fail as steps; others close the channel of an actor. */
  readonly isControl: boolean;
  published: number;
  /** Publishes by number until they are confirmed: producer and message. */
  readonly unconfirmed: Map<number, { readonly producer: string; readonly id: string }>;
  readonly consumers: Map<string, Subscriber>;
  /** Whose gets await an answer, in order. */
  readonly gets: Getting[];
  /** Who publishes on it, for returns. */
  producer: string;
}

export type Getting =
  { readonly kind: 'get'; readonly getter: string } | { readonly kind: 'drain'; readonly queue: string };

export interface Connection {
  readonly name: string;
  readonly id: ConnectionId;
  open: boolean;
  readonly channels: Map<string, Channel>;
  /** What waits for the connection to open. */
  readonly backlog: { readonly packet: Packet; readonly message: MessageId }[];
}

/** A consumer that is subscribed. */
export interface Subscriber {
  readonly setup: ConsumerSetup;
  readonly channel: Channel;
  /** Tags that a slow one has yet to work on. */
  readonly todo: number[];
  working: boolean;
}

/** A delivery as `observed` has it. */
export interface Seen {
  readonly [field: string]: unknown;
}

export interface Watched {
  readonly seen: Seen[];
  /** Of each delivery: its tag, and its message. */
  readonly deliveries: { readonly tag: number; readonly id: string }[];
  redelivered: number;
  handled: number;
}

export interface Memory {
  step: number;
  readonly connections: Map<string, Connection>;
  readonly ids: string[];
  readonly messages: Map<string, MessageId>;
  readonly watched: Map<string, Watched>;
  readonly gets: Map<string, Watched>;
  readonly producers: Map<string, Map<string, string[]>>;
  readonly errors: Seen[];
  readonly drained: Map<string, Seen[]>;
  /** Queues that a drain has yet to read. */
  draining: string[];
  listing: readonly QueueListing[];
  /** A restart of the broker closes connections: nobody's mistake. */
  restarting: boolean;
  /** Producers whose confirms do not reach them in this step. */
  deaf: boolean;
  tooMany: boolean;
}

export interface Config {
  readonly broker: NodeId;
  readonly recordPersistent: boolean;
}

export type Timer =
  | { readonly kind: 'command'; readonly run: (self: Clients, out: ClientsOut) => void }
  | { readonly kind: 'work'; readonly subscriber: Subscriber };
export type Clients = Self<Config, Memory, null>;
export type ClientsOut = Out<Packet, Timer>;

export const clients: Actor<Config, Memory, null, Packet, Timer> = {
  kind: 'conformance-clients',
  vocabulary: brokerVocabulary,
  disk: () => null,
  memory: () => ({
    step: 0,
    connections: new Map(),
    ids: [],
    messages: new Map(),
    watched: new Map(),
    gets: new Map(),
    producers: new Map(),
    errors: [],
    drained: new Map(),
    draining: [],
    listing: [],
    restarting: false,
    deaf: false,
    tooMany: false,
  }),
  step(self, input, out) {
    switch (input.kind) {
      case 'timer':
        if (input.timer.kind === 'command') input.timer.run(self, out);
        else onConsumerTimer(self, input.timer.subscriber, out);
        return;
      case 'opened':
        return onOpened(self, input.connection, out);
      case 'closed':
        return onClosed(self, input.connection);
      case 'packet':
        return onPacket(self, input, out);
      default:
        return;
    }
  },
};

const CONTROL = '(control)';

/** The channel of that name on that connection, opened if need be. */
export function channelOf(self: Clients, connectionName: string | null, name: string, out: ClientsOut): Channel {
  const connection = connectionOf(self, connectionName ?? CONTROL, out);
  const known = connection.channels.get(name);
  if (known !== undefined) return known;
  const numbers = new Set([...connection.channels.values()].map(({ number }) => number));
  let number = 1;
  while (numbers.has(number)) number += 1;
  const channel: Channel = {
    name,
    connection,
    number,
    isControl: name === CONTROL,
    published: 0,
    unconfirmed: new Map(),
    consumers: new Map(),
    gets: [],
    producer: '',
  };
  connection.channels.set(name, channel);
  send(channel, { kind: 'channel-open', channel: number }, out);
  return channel;
}

/** The channel for declarations, on the control connection or on one that is named. */
export const controlChannel = (self: Clients, connection: string | undefined, out: ClientsOut): Channel =>
  channelOf(self, connection ?? CONTROL, CONTROL, out);

function connectionOf(self: Clients, name: string, out: ClientsOut): Connection {
  const known = self.memory.connections.get(name);
  if (known !== undefined) return known;
  const connection: Connection = {
    name,
    id: out.connect(self.config.broker),
    open: false,
    channels: new Map(),
    backlog: [],
  };
  self.memory.connections.set(name, connection);
  return connection;
}

export function send({ connection }: Channel, packet: Packet, out: ClientsOut, message: MessageId = NONE): void {
  if (!connection.open) connection.backlog.push({ packet, message });
  else if (packet.kind === 'publish') out.sendCopy(connection.id, packet, message, NONE);
  else out.send(connection.id, packet, message);
}

function onOpened({ memory }: Clients, id: ConnectionId, out: ClientsOut): void {
  const connection = byId(memory, id);
  if (connection === null) return out.close(id);
  connection.open = true;
  const channel = { connection } as Channel;
  for (const { packet, message } of connection.backlog.splice(0)) send(channel, packet, out, message);
}

function byId(memory: Memory, id: ConnectionId): Connection | null {
  return [...memory.connections.values()].find((connection) => connection.id === id) ?? null;
}

function onClosed(self: Clients, id: ConnectionId): void {
  const connection = byId(self.memory, id);
  if (connection === null) return;
  for (const channel of connection.channels.values()) loseConfirms(self, channel);
  self.memory.connections.delete(connection.name);
}

/** A connection ended from this side: nothing more is seen of it. */
export function abandon(self: Clients, connection: Connection, out: ClientsOut): void {
  self.memory.connections.delete(connection.name);
  out.close(connection.id);
}

function onPacket(
  self: Clients,
  { connection: id, packet, message }: Extract<Input<Packet>, { kind: 'packet' }>,
  out: ClientsOut,
): void {
  const { memory } = self;
  const connection = byId(memory, id);
  if (connection === null) return;
  if (packet.kind === 'list-queues-ok') memory.listing = packet.queues;
  else if (packet.kind === 'connection-closed') {
    note(self, { connection: connection.name }, packet);
    for (const channel of connection.channels.values()) loseConfirms(self, channel);
  } else if ('channel' in packet) {
    const channel = [...connection.channels.values()].find(({ number }) => number === packet.channel);
    if (channel !== undefined) onChannel(self, channel, packet, message, out);
  }
}

function onChannel(self: Clients, channel: Channel, packet: Packet, message: MessageId, out: ClientsOut): void {
  const { memory } = self;
  switch (packet.kind) {
    case 'channel-closed':
      send(channel, { kind: 'channel-closed-ok', channel: channel.number }, out);
      note(self, channel.isControl ? {} : { channel: channel.name }, packet);
      loseConfirms(self, channel);
      channel.connection.channels.delete(channel.name);
      return;
    case 'confirm':
    case 'confirm-nack':
      return onConfirm(self, channel, packet.tag, packet.multiple, packet.kind === 'confirm' ? 'ack' : 'nack');
    case 'return':
      return saw(memory, channel.producer, memory.ids[message]!, `return ${packet.code} ${packet.text}`);
    case 'deliver': {
      const subscriber = channel.consumers.get(packet.consumer);
      if (subscriber !== undefined) onDelivery(self, subscriber, packet, memory.ids[message]!, out);
      return;
    }
    case 'cancel-notify': {
      const watched = memory.watched.get(packet.consumer);
      watched?.seen.push({ step: memory.step, event: 'cancelled-by-broker' });
      channel.consumers.delete(packet.consumer);
      return;
    }
    case 'get-answer':
      return onGot(self, channel, packet, message, out);
    default:
      return;
  }
}

function onConfirm(self: Clients, channel: Channel, tag: number, multiple: boolean, event: string): void {
  const { memory } = self;
  for (const [number, { producer, id }] of [...channel.unconfirmed]) {
    if (number !== tag && !(multiple && number < tag)) continue;
    channel.unconfirmed.delete(number);
    if (!memory.deaf) saw(memory, producer, id, event);
  }
}

/** The channel was closed before its confirms came. */
function loseConfirms({ memory }: Clients, channel: Channel): void {
  for (const { producer, id } of channel.unconfirmed.values()) saw(memory, producer, id, 'unconfirmed');
  channel.unconfirmed.clear();
}

function saw(memory: Memory, producer: string, id: string, event: string): void {
  const events = memory.producers.get(producer)!;
  const known = events.get(id);
  if (known) known.push(event);
  else events.set(id, [event]);
}

function note({ memory }: Clients, who: Seen, { code, text }: { readonly code: number; readonly text: string }): void {
  if (memory.restarting) return;
  const event = Object.keys(who).length === 0 ? 'step-failed' : 'closed-by-broker';
  memory.errors.push({ step: memory.step, ...who, event, code, text });
}

function onGot(
  self: Clients,
  channel: Channel,
  packet: Extract<Packet, { kind: 'get-answer' }>,
  message: MessageId,
  out: ClientsOut,
): void {
  const { memory } = self;
  const getting = channel.gets.shift();
  if (getting === undefined) return;
  const id = memory.ids[message] ?? '';
  if (getting.kind === 'get') {
    const watched = memory.gets.get(getting.getter)!;
    if (packet.empty) watched.seen.push({ step: memory.step, event: 'empty' });
    else {
      watched.seen.push({ step: memory.step, ...seenOf(self, packet, id), tag: packet.tag });
      watched.deliveries.push({ tag: packet.tag, id });
    }
    return;
  }
  if (packet.empty) memory.draining.shift();
  else memory.drained.get(`${memory.step}:${getting.queue}`)!.push(seenOf(self, packet, id));
  drainNext(self, channel, out);
}

/** Asks for the next message of the queue that is being drained. */
export function drainNext({ memory }: Clients, channel: Channel, out: ClientsOut): void {
  const queue = memory.draining[0];
  if (queue === undefined) return;
  channel.gets.push({ kind: 'drain', queue });
  send(channel, { kind: 'get', channel: channel.number, queue, autoAck: true }, out);
}

type Content = Extract<Packet, { kind: 'deliver' | 'get-answer' }>;

/** A delivery as `observed` tells it, without step and tag. */
export function seenOf(
  { config }: Clients,
  { redelivered, exchange, routingKey, properties }: Content,
  msg: string,
): Seen {
  const { persistent, priority, expiration, headers } = properties;
  return {
    msg,
    redelivered,
    exchange,
    routingKey,
    ...(priority === null ? {} : { priority }),
    ...(expiration === null ? {} : { expiration }),
    ...(config.recordPersistent ? { persistent } : {}),
    ...(headers === null ? {} : headersSeen(headers)),
  };
}

const FIRST_DEATH = 'x-first-death-';

/** Headers as `observed` has them: those of dead-lettering by themselves, without times. */
function headersSeen(headers: Readonly<Record<string, unknown>>): Seen {
  const { 'x-death': deaths, ...rest } = headers;
  const first = Object.entries(rest).filter(([key]) => key.startsWith(FIRST_DEATH));
  const others = Object.entries(rest).filter(([key]) => !key.startsWith(FIRST_DEATH));
  return {
    ...(Array.isArray(deaths) ? { xDeath: deaths.map(deathSeen) } : {}),
    ...(first.length > 0
      ? { xFirstDeath: Object.fromEntries(first.map(([key, value]) => [key.slice(FIRST_DEATH.length), value])) }
      : {}),
    ...(others.length > 0 ? { headers: Object.fromEntries(others) } : {}),
  };
}

function deathSeen(death: Seen): Seen {
  const {
    reason,
    queue,
    exchange,
    'routing-keys': routingKeys,
    count,
    'original-expiration': originalExpiration,
  } = death;
  return {
    reason,
    queue,
    exchange,
    routingKeys,
    count,
    ...(originalExpiration === undefined ? {} : { originalExpiration }),
  };
}
