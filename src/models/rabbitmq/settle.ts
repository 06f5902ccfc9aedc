import type { Word } from '../../engine/trace/words';
import { W } from '../../engine/words';
import { channelError } from './channel';
import { deadLetterExchange, giveUp } from './deadLetter';
import { dispatch, giveCredit, resume } from './dispatch';
import { priorityIn } from './priority';
import { settleEntry } from './queue';
import { afterRequeue, requeue } from './requeue';
import type { Broker, BrokerOut, Channel, Consumer, Queue, Unacked } from './state';

/** Acks, nacks, rejects. Source: rabbitmq.com/docs/confirms#consumer-acknowledgements; rabbit_channel.erl, `collect_acks`. */

type Outcome = 'ack' | 'requeue' | 'reject';

/**
 * Settles one delivery, or with `multiple` all up to it; tag 0 with `multiple` is all there are. A tag that
 * is not outstanding on this channel closes it.
 */
export function settle(
  self: Broker,
  channel: Channel,
  tag: number,
  multiple: boolean,
  outcome: Outcome,
  out: BrokerOut,
): void {
  const { unacked } = channel;
  if (!(tag === 0 && multiple) && unacked.get(tag) === null) {
    return channelError(self, channel, 406, `PRECONDITION_FAILED - unknown delivery tag ${tag}`, out);
  }
  if (!multiple) return settleOne(self, channel, unacked.remove(tag)!, outcome, out);
  const found: Unacked[] = [];
  const last = tag === 0 ? unacked.end - 1 : tag;
  for (let each = unacked.first; each <= last; each += 1) {
    const one = unacked.remove(each);
    if (one !== null) found.push(one);
  }
  for (const group of groups(found)) settleGroup(self, group, outcome, out);
  freeVolume(self, channel, found.filter(({ consumer }) => consumer !== null).length, out);
}

function settleOne(self: Broker, channel: Channel, one: Unacked, outcome: Outcome, out: BrokerOut): void {
  settleGroup(self, [one], outcome, out);
  if (one.consumer !== null) freeVolume(self, channel, 1, out);
}

/** By queue and consumer tag, sorted: the order in which a channel tells its queues. Source: rabbit_channel.erl, `foreach_per_queue`. */
function groups(found: readonly Unacked[]): Unacked[][] {
  const byKey = new Map<string, Unacked[]>();
  for (const one of found) {
    const key = `${one.queue.name}\n${one.consumer?.tag ?? ''}`;
    const group = byKey.get(key);
    if (group) group.push(one);
    else byKey.set(key, [one]);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Deliveries of one queue to one consumer. The consumer is freed first; then the queue is served. */
function settleGroup(self: Broker, group: readonly Unacked[], outcome: Outcome, out: BrokerOut): void {
  const { queue, consumer } = group[0]!;
  if (queue.deleted) return;
  const isFreed = freeConsumer(consumer, group.length);
  if (outcome === 'requeue') {
    for (const { entry } of group) requeue(queue, entry, out);
    afterRequeue(self, queue, out);
  } else if (outcome === 'reject' && deadLetterExchange(self, queue) !== null) deadLetter(self, queue, group, out);
  else for (const { entry } of group) settleEntry(queue, entry, reasonOf(outcome), out);
  if (isFreed || outcome === 'requeue') dispatch(self, queue, out);
}

const reasonOf = (outcome: 'ack' | 'reject'): Word => (outcome === 'ack' ? W.acked : W.rejected);

/** Rejected ones go to the dead letter exchange, the higher priority first. Source: rabbit_priority_queue.erl, `ackfold`. */
function deadLetter(self: Broker, queue: Queue, group: readonly Unacked[], out: BrokerOut): void {
  const entries = group.map(({ entry }) => entry).sort((a, b) => priorityIn(queue, b) - priorityIn(queue, a));
  for (const entry of entries) {
    queue.unacked -= 1;
    giveUp(self, queue, entry, queue.unackedPlace, 'rejected', out);
  }
}

function freeConsumer(consumer: Consumer | null, count: number): boolean {
  return consumer !== null && giveCredit(consumer, count);
}

/** What counts against the channel's own limit becomes less. */
function freeVolume(self: Broker, channel: Channel, count: number, out: BrokerOut): void {
  const wasFull = channel.limit > 0 && channel.volume >= channel.limit;
  channel.volume = Math.max(0, channel.volume - count);
  if (wasFull && channel.volume < channel.limit) resume(self, channel.queues, out);
}

/** basic.recover: all that is unacked on the channel goes back. Source: AMQP 0-9-1, basic.recover; rabbit_channel.erl. */
export function recover(self: Broker, channel: Channel, out: BrokerOut): void {
  const { unacked } = channel;
  const found = [...unacked.entries()].map(([tag]) => unacked.remove(tag)!);
  for (const group of groups(found)) settleGroup(self, group, 'requeue', out);
  freeVolume(self, channel, found.filter(({ consumer }) => consumer !== null).length, out);
}
