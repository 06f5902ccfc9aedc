import type { Actor, Out, Self } from '../../engine/actor';
import type { ConnectionId, CopyId, MessageId, Micros, PlaceId, SubscriptionId, TimerId } from '../../engine/units';
import type { Word } from '../../engine/trace/words';
import type { DenseMap } from '../denseMap';
import type { Window } from '../window';
import type { QueueRules } from './arguments';
import type { BindingDeclaration, BrokerConfig } from './config';
import type { FirstWays } from './ways';
import type { DeathReason } from './death';
import type { Content, MessageProperties, Packet } from './packets';

/** What a broker's process holds in memory, and what it has written: a crash forgets the one and keeps the other. */

/** A message in a queue: ready, or delivered and unacked. */
export interface QueueEntry {
  /** Counts publishes to this queue, from 0: its original position. */
  readonly sequence: number;
  readonly message: MessageId;
  /** The copy in the queue's place, or in that of its unacked messages. */
  copy: CopyId;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly subject: Word;
  /** When it has waited long enough, NONE if it may wait for ever. */
  readonly expiry: Micros;
  redelivered: boolean;
  /** Deliveries so far. */
  deliveries: number;
  /** Its number in the queue's store, NONE if it is not written. */
  stored: number;
}

/** A durable queue as it stands on disk. */
export interface StoredQueue {
  readonly name: string;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly args: Readonly<Record<string, unknown>>;
  readonly ready: PlaceId;
  readonly unacked: PlaceId;
  /** Sequence of the next message, as of the last stop. */
  next: number;
  /** Persistent messages that are not acked, in the order of publishing. */
  readonly messages: Window<QueueEntry>;
}

export interface Exchange {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly args: Readonly<Record<string, unknown>>;
  /** NONE for one that was always there and that nobody has bound to. */
  place: PlaceId;
  readonly bindings: Binding[];
  /** Ways by routing key, found before; emptied whenever queues or bindings change. */
  readonly routes: Map<string, Way>;
}

export interface Binding extends BindingDeclaration {
  readonly place: PlaceId;
}

/** Where a message goes from an exchange, each queue once, and by which bindings. */
export interface Way {
  readonly queues: readonly Queue[];
  readonly by: readonly Binding[];
}

export interface StoredExchange {
  readonly name: string;
  readonly type: string;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly args: Readonly<Record<string, unknown>>;
  place: PlaceId;
}

export interface BrokerDisk {
  readonly exchanges: Map<string, StoredExchange>;
  readonly queues: Map<string, StoredQueue>;
  bindings: Binding[];
  readonly firstWays: FirstWays;
  /** Places of the queues that exist when the broker first starts. */
  readonly firstPlaces: Map<string, { readonly ready: PlaceId; readonly unacked: PlaceId }>;
  /** The node was stopped in order: which messages had been delivered is known. */
  stoppedInOrder: boolean;
}

export interface Queue {
  readonly name: string;
  readonly durable: boolean;
  readonly exclusive: boolean;
  /** The connection that declared an exclusive queue, NONE otherwise. */
  readonly owner: ConnectionId;
  readonly autoDelete: boolean;
  readonly args: Readonly<Record<string, unknown>>;
  readonly subscriptions: readonly SubscriptionId[];
  /** Places of what is ready and of what is unacked. */
  readonly readyPlace: PlaceId;
  readonly unackedPlace: PlaceId;
  readonly store: StoredQueue | null;
  /** What its arguments ask for. */
  readonly rules: QueueRules;
  /** It has no such arguments: what comes is stored behind all others and stays until it is acked. */
  readonly isPlain: boolean;
  /** From the head on: by falling priority if it has priorities, and ascending by sequence. */
  readonly ready: QueueEntry[];
  head: number;
  /** Sequence of the next message. */
  next: number;
  unacked: number;
  /** Bytes of what is ready; counted where there is a limit to it. */
  readyBytes: number;
  /** There has been a message in it that can expire. */
  mayExpire: boolean;
  /** The timer that removes what has expired, and when it comes (Infinity if it is not set). */
  expiryTimer: TimerId;
  expiryDue: Micros;
  /** The timer that deletes the queue if nobody uses it (x-expires), NONE if it is not set. */
  unusedTimer: TimerId;
  /** Consumers that can take a message as far as is known, the next one first; by falling priority. */
  readonly active: Consumer[];
  /** All its consumers, in the order in which they came. */
  readonly consumers: Consumer[];
  /** It has, or had, an exclusive consumer right now. */
  exclusiveConsumer: Consumer | null;
  /** The one that gets everything, if the queue has a single active consumer. */
  singleActive: Consumer | null;
  deleted: boolean;
}

/** A channel's consumers of one queue: they stop and start together when the channel's own limit is met. */
export interface ChannelAtQueue {
  readonly channel: Channel;
  readonly queue: Queue;
  /** Consumers that were found unable to take a message, in that order. */
  readonly blocked: Consumer[];
  /** The channel's limit (basic.qos with global) stopped it. */
  suspended: boolean;
}

export interface Consumer {
  readonly tag: string;
  readonly at: ChannelAtQueue;
  readonly autoAck: boolean;
  readonly exclusive: boolean;
  readonly priority: number;
  /** False: prefetch does not limit it. */
  readonly limited: boolean;
  /** Messages it may still take before it acks one. */
  credit: number;
  cancelled: boolean;
}

/** A delivery that awaits its ack. Its tag is its number in the channel's window. */
export interface Unacked {
  readonly entry: QueueEntry;
  readonly queue: Queue;
  /** Null for basic.get. */
  readonly consumer: Consumer | null;
  readonly at: Micros;
}

export interface Channel {
  readonly number: number;
  readonly connection: Connection;
  /** Publisher confirms are on. */
  confirms: boolean;
  /** Publishes since confirm.select: the next one's number less one. */
  published: number;
  /** When the latest publish came; a second one at the same moment makes a burst. */
  publishedAt: Micros;
  /** Confirms of a burst, sent together when it has been taken in. */
  readonly confirmed: Settled[];
  readonly refused: Settled[];
  flushDue: boolean;
  readonly unacked: Window<Unacked>;
  /** Of those, what was delivered to consumers rather than got: counts against the channel's limit. */
  volume: number;
  /** Prefetch for consumers to come. */
  prefetch: number;
  /** basic.qos with global; 0 is no limit. */
  limit: number;
  readonly consumers: Map<string, Consumer>;
  readonly queues: ChannelAtQueue[];
}

/** A publish that is confirmed or refused, by its number on the channel. */
export interface Settled {
  readonly tag: number;
  readonly message: MessageId;
  /** Keys the draws of its confirm: Publish.attempt. */
  readonly attempt: number;
}

export interface Connection {
  readonly id: ConnectionId;
  readonly channels: DenseMap<Channel>;
  /** Channels that the broker closed, until the client has said that it knows: what comes on them is ignored. */
  readonly closing: Set<number>;
  /** When something came last. */
  heard: Micros;
  /** Something was sent since the last tick of the heartbeat. */
  spoke: boolean;
  /** It has published, since it was opened or blocked last: an alarm blocks it. */
  publishes: boolean;
  /** Nothing more is read from it. */
  blocked: boolean;
}

/** A message that a queue has given up and that has yet to go to the queue's dead letter exchange. */
export interface Dead {
  readonly queue: Queue;
  readonly message: MessageId;
  /** Its copy in the queue, or on the way there if the queue has refused it. */
  readonly copy: CopyId;
  readonly content: Content;
  readonly reason: DeathReason;
  /** The queue had stored it, and owes it no longer. */
  readonly wasStored: boolean;
}

export interface BrokerMemory {
  readonly connections: DenseMap<Connection>;
  readonly exchanges: Map<string, Exchange>;
  readonly queues: Map<string, Queue>;
  /** The timer that sends and watches heartbeats runs. */
  ticking: boolean;
  /** The timer that looks for deliveries unacked for too long runs. */
  sweeping: boolean;
  /** The memory alarm is on. */
  alarm: boolean;
  /** What has died in this step; empty between steps. */
  readonly dead: Dead[];
}

export type BrokerTimer =
  | { readonly kind: 'tick' }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'flush'; readonly connection: ConnectionId; readonly channel: number }
  | { readonly kind: 'expire'; readonly queue: string }
  | { readonly kind: 'unused'; readonly queue: string };

export type Broker = Self<BrokerConfig, BrokerMemory, BrokerDisk>;
export type BrokerOut = Out<Packet, BrokerTimer>;
export type BrokerActor = Actor<BrokerConfig, BrokerMemory, BrokerDisk, Packet, BrokerTimer>;

/** How many messages of a queue are ready. */
export const readyCount = (queue: Queue): number => queue.ready.length - queue.head;

/** Sends an answer or a notice on a connection. */
export function tell(connection: Connection, packet: Packet, out: BrokerOut): void {
  connection.spoke = true;
  out.send(connection.id, packet);
}
