import { NONE, type MessageId } from '../../engine/units';
import { confirm, confirmNack } from './packets';
import type { Broker, BrokerOut, Channel, Settled } from './state';

/**
 * Publisher confirms. A message is confirmed when every queue it was routed to has taken it over; here
 * that is the moment it arrives, since writing takes no time and a crash cannot fall in between.
 * Source: rabbitmq.com/docs/confirms#publisher-confirms; rabbit_channel.erl, `coalesce_and_send`.
 */

/** A publish is settled: confirmed, or refused. Of a burst (further publishes at the same moment) together, when all are in. */
export function settlePublish(
  channel: Channel,
  message: MessageId,
  attempt: number,
  isStored: boolean,
  out: BrokerOut,
): void {
  channel.published += 1;
  const tag = channel.published;
  const isBurst = channel.publishedAt === out.now;
  channel.publishedAt = out.now;
  if (!isBurst) return sendOne(channel, tag, false, isStored, message, attempt, out);
  (isStored ? channel.confirmed : channel.refused).push({ tag, message, attempt });
  if (channel.flushDue) return;
  channel.flushDue = true;
  out.timer(0, { kind: 'flush', connection: channel.connection.id, channel: channel.number });
}

/** No queue takes part in it, so its confirm waits for nobody and for nothing else of the burst. Source: rabbit_channel.erl, `process_routing_confirm`. */
export function confirmUnrouted(channel: Channel, message: MessageId, attempt: number, out: BrokerOut): void {
  channel.published += 1;
  sendOne(channel, channel.published, false, true, message, attempt, out);
}

function sendOne(
  channel: Channel,
  tag: number,
  multiple: boolean,
  isAck: boolean,
  message: MessageId,
  attempt: number,
  out: BrokerOut,
): void {
  const { connection } = channel;
  connection.spoke = true;
  out.send(
    connection.id,
    isAck ? confirm(channel.number, tag, multiple) : confirmNack(channel.number, tag, multiple),
    message,
    attempt,
  );
}

/** One frame of confirms: its tag, whether it speaks for all before it, and the messages it settles, the tag's own first. */
export interface Frame {
  readonly tag: number;
  readonly multiple: boolean;
  readonly messages: readonly MessageId[];
  /** Of the tag's own message: Publish.attempt. */
  readonly attempt: number;
}

/**
 * What is settled at one go, in as few frames as possible: all below the first number that is not settled
 * alike in one, the others singly.
 *
 * @param settled ascending by tag
 * @param barrier the lowest number that is unconfirmed, or settled the other way; NONE if there is none
 * @param singly send a lone one with multiple=false (acks do, nacks do not)
 */
export function coalesce(settled: readonly Settled[], barrier: number, singly: boolean): Frame[] {
  if (settled.length === 0) return [];
  if (settled.length === 1 && singly) return [single(settled[0]!)];
  const cutoff = barrier === NONE ? settled[settled.length - 1]!.tag + 1 : barrier;
  const below = settled.filter(({ tag }) => tag < cutoff);
  const frames: Frame[] = [];
  if (below.length > 0) {
    const { tag, attempt } = below[below.length - 1]!;
    frames.push({ tag, multiple: true, messages: below.map(({ message }) => message).reverse(), attempt });
  }
  for (const each of settled.slice(below.length)) frames.push(single(each));
  return frames;
}

const single = ({ tag, message, attempt }: Settled): Frame => ({ tag, multiple: false, messages: [message], attempt });

/** The burst is in: sends its confirms, acks before nacks. */
export function flush(self: Broker, connectionId: number, number: number, out: BrokerOut): void {
  const channel = self.memory.connections.get(connectionId)?.channels.get(number);
  if (channel === undefined || !channel.flushDue) return;
  const { confirmed, refused } = channel;
  channel.flushDue = false;
  channel.publishedAt = NONE;
  const acks = coalesce(confirmed, refused[0]?.tag ?? NONE, true);
  const nacks = coalesce(refused, confirmed[0]?.tag ?? NONE, false);
  confirmed.length = 0;
  refused.length = 0;
  for (const frame of acks) sendFrame(channel, frame, true, out);
  for (const frame of nacks) sendFrame(channel, frame, false, out);
}

function sendFrame(
  channel: Channel,
  { tag, multiple, messages, attempt }: Frame,
  isAck: boolean,
  out: BrokerOut,
): void {
  sendOne(channel, tag, multiple, isAck, messages[0]!, attempt, out);
  for (const message of messages.slice(1)) out.carry(message, NONE, false);
}
