import type { Word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import type { BindingDeclaration, ExchangeDeclaration, QueueDeclaration } from './config';

/**
 * What travels on a connection: AMQP 0-9-1's methods under their own names (basic.ack is `ack`), each
 * made in one function. `channel` is a number on its connection, from 1.
 * Source: AMQP 0-9-1 specification, "Class and Method Reference"; rabbitmq.com/amqp-0-9-1-reference.
 */

/** What a message says of itself. One object is shared by all copies of a message, and mostly by all messages of a producer. */
export interface MessageProperties {
  /** delivery_mode 2. */
  readonly persistent: boolean;
  /** Read by queues with x-max-priority; null counts as 0. */
  readonly priority: number | null;
  /** Milliseconds, as the text that AMQP wants; null for none. Source: rabbitmq.com/docs/ttl#per-message-ttl-in-publishers. */
  readonly expiration: string | null;
  /** Size of the body. */
  readonly bytes: number;
  readonly headers: Readonly<Record<string, unknown>> | null;
  /** Further routing keys, of the headers CC and BCC; empty for most. Source: rabbitmq.com/docs/sender-selected. */
  readonly furtherKeys: readonly string[];
  /** The broker has dead-lettered it: its x-death is the broker's own. */
  readonly hasDied: boolean;
}

/** A message as it is stored: where and how it was published, and what it says of itself. */
export interface Content {
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  /** The business key, a Word or NONE: part of the body. */
  readonly subject: Word;
}

export type Packet =
  // -- from clients --------------------------------------------------------------------------------
  | { readonly kind: 'channel-open'; readonly channel: number }
  | { readonly kind: 'channel-close'; readonly channel: number }
  | { readonly kind: 'channel-closed-ok'; readonly channel: number }
  | { readonly kind: 'confirm-select'; readonly channel: number }
  | Publish
  | { readonly kind: 'qos'; readonly channel: number; readonly prefetch: number; readonly global: boolean }
  | Consume
  | { readonly kind: 'cancel'; readonly channel: number; readonly consumer: string }
  | { readonly kind: 'ack'; readonly channel: number; readonly tag: number; readonly multiple: boolean }
  | {
      readonly kind: 'nack';
      readonly channel: number;
      readonly tag: number;
      readonly multiple: boolean;
      readonly requeue: boolean;
    }
  | { readonly kind: 'reject'; readonly channel: number; readonly tag: number; readonly requeue: boolean }
  | { readonly kind: 'recover'; readonly channel: number; readonly requeue: boolean }
  | { readonly kind: 'get'; readonly channel: number; readonly queue: string; readonly autoAck: boolean }
  | {
      readonly kind: 'queue-declare';
      readonly channel: number;
      readonly declaration: QueueDeclaration;
      readonly passive: boolean;
    }
  | { readonly kind: 'queue-delete'; readonly channel: number; readonly queue: string }
  | { readonly kind: 'queue-purge'; readonly channel: number; readonly queue: string }
  | { readonly kind: 'queue-bind'; readonly channel: number; readonly binding: BindingDeclaration }
  | { readonly kind: 'queue-unbind'; readonly channel: number; readonly binding: BindingDeclaration }
  | { readonly kind: 'exchange-declare'; readonly channel: number; readonly declaration: ExchangeDeclaration }
  | { readonly kind: 'exchange-bind'; readonly channel: number; readonly binding: BindingDeclaration }
  | { readonly kind: 'exchange-unbind'; readonly channel: number; readonly binding: BindingDeclaration }
  | { readonly kind: 'exchange-delete'; readonly channel: number; readonly exchange: string }
  // -- from the broker -----------------------------------------------------------------------------
  | { readonly kind: 'channel-open-ok'; readonly channel: number }
  | { readonly kind: 'channel-close-ok'; readonly channel: number }
  | { readonly kind: 'channel-closed'; readonly channel: number; readonly code: number; readonly text: string }
  | { readonly kind: 'connection-closed'; readonly code: number; readonly text: string }
  | { readonly kind: 'connection-blocked'; readonly reason: string }
  | { readonly kind: 'connection-unblocked' }
  | { readonly kind: 'confirm-select-ok'; readonly channel: number }
  | { readonly kind: 'confirm'; readonly channel: number; readonly tag: number; readonly multiple: boolean }
  | { readonly kind: 'confirm-nack'; readonly channel: number; readonly tag: number; readonly multiple: boolean }
  | Return
  | { readonly kind: 'qos-ok'; readonly channel: number }
  | { readonly kind: 'consume-ok'; readonly channel: number; readonly consumer: string }
  | { readonly kind: 'cancel-ok'; readonly channel: number; readonly consumer: string }
  | { readonly kind: 'cancel-notify'; readonly channel: number; readonly consumer: string }
  | Deliver
  | GetAnswer
  | { readonly kind: 'recover-ok'; readonly channel: number }
  | { readonly kind: 'declare-ok'; readonly channel: number; readonly messages: number; readonly consumers: number }
  | { readonly kind: 'topology-ok'; readonly channel: number }
  // -- either way ----------------------------------------------------------------------------------
  | { readonly kind: 'heartbeat' }
  // -- an operator's tools (rabbitmqctl) -----------------------------------------------------------
  | { readonly kind: 'list-queues' }
  | { readonly kind: 'list-queues-ok'; readonly queues: readonly QueueListing[] }
  | { readonly kind: 'stop' }
  | { readonly kind: 'stop-ok' };

export interface Publish extends Content {
  readonly kind: 'publish';
  readonly channel: number;
  readonly mandatory: boolean;
  /** How often its client has published it before. The broker does not see it: it keys draws, so that a second confirm need not meet the fate of the first. */
  readonly attempt: number;
}

export interface Consume {
  readonly kind: 'consume';
  readonly channel: number;
  readonly queue: string;
  readonly consumer: string;
  readonly autoAck: boolean;
  readonly exclusive: boolean;
  /** x-priority. */
  readonly priority: number;
}

export interface Return {
  readonly kind: 'return';
  readonly channel: number;
  readonly code: number;
  readonly text: string;
}

export interface Deliver {
  readonly kind: 'deliver';
  readonly channel: number;
  readonly consumer: string;
  readonly tag: number;
  readonly redelivered: boolean;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly subject: Word;
  /** Which delivery of this message from this queue it is, from 1. No client sees it: it keys draws of work. */
  readonly attempt: number;
}

export interface GetAnswer {
  readonly kind: 'get-answer';
  readonly channel: number;
  /** True for basic.get-empty; the rest then says nothing. */
  readonly empty: boolean;
  readonly tag: number;
  readonly redelivered: boolean;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly subject: Word;
}

/** A line of `rabbitmqctl list_queues name messages_ready messages_unacknowledged consumers`. */
export interface QueueListing {
  readonly name: string;
  readonly ready: number;
  readonly unacked: number;
  readonly consumers: number;
}

/** Packets that belong to no channel. */
export type ConnectionPacket = PacketOf<
  | 'heartbeat'
  | 'connection-closed'
  | 'connection-blocked'
  | 'connection-unblocked'
  | 'list-queues'
  | 'list-queues-ok'
  | 'stop'
  | 'stop-ok'
>;

/** Whether a packet belongs to no channel. */
export function isOfConnection(packet: Packet): packet is ConnectionPacket {
  switch (packet.kind) {
    case 'heartbeat':
    case 'connection-closed':
    case 'connection-blocked':
    case 'connection-unblocked':
    case 'list-queues':
    case 'list-queues-ok':
    case 'stop':
    case 'stop-ok':
      return true;
    default:
      return false;
  }
}

export type PacketOf<K extends Packet['kind']> = Extract<Packet, { readonly kind: K }>;

export const PERSISTENT: MessageProperties = {
  persistent: true,
  priority: null,
  expiration: null,
  bytes: 0,
  headers: null,
  furtherKeys: [],
  hasDied: false,
};
export const TRANSIENT: MessageProperties = { ...PERSISTENT, persistent: false };

export const publish = (
  channel: number,
  exchange: string,
  routingKey: string,
  mandatory: boolean,
  properties: MessageProperties,
  subject: Word,
  attempt = 0,
): Publish => ({ kind: 'publish', channel, exchange, routingKey, mandatory, properties, subject, attempt });

export const confirm = (channel: number, tag: number, multiple: boolean): Packet => ({
  kind: 'confirm',
  channel,
  tag,
  multiple,
});
export const confirmNack = (channel: number, tag: number, multiple: boolean): Packet => ({
  kind: 'confirm-nack',
  channel,
  tag,
  multiple,
});

export const deliver = (
  channel: number,
  consumer: string,
  tag: number,
  redelivered: boolean,
  exchange: string,
  routingKey: string,
  properties: MessageProperties,
  subject: Word,
  attempt: number,
): Deliver => ({
  kind: 'deliver',
  channel,
  consumer,
  tag,
  redelivered,
  exchange,
  routingKey,
  properties,
  subject,
  attempt,
});

export const ack = (channel: number, tag: number, multiple: boolean): Packet => ({
  kind: 'ack',
  channel,
  tag,
  multiple,
});
export const nack = (channel: number, tag: number, multiple: boolean, requeue: boolean): Packet => ({
  kind: 'nack',
  channel,
  tag,
  multiple,
  requeue,
});
export const reject = (channel: number, tag: number, requeue: boolean): Packet => ({
  kind: 'reject',
  channel,
  tag,
  requeue,
});

export const getEmpty = (channel: number): GetAnswer => ({
  kind: 'get-answer',
  channel,
  empty: true,
  tag: 0,
  redelivered: false,
  exchange: '',
  routingKey: '',
  properties: TRANSIENT,
  subject: NONE,
});
