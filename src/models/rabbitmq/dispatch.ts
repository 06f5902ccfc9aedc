import { word } from '../../engine/trace/words';
import { dropExpired, onExpiryDue } from './expiry';
import { noteHeaders } from './headers';
import { deliver } from './packets';
import { forget, holdUnacked, takeFirst } from './queue';
import type { Broker, BrokerOut, ChannelAtQueue, Consumer, Queue } from './state';

/**
 * Who gets the next message: round robin among consumers that can take one, by priority first.
 * Source: rabbit_queue_consumers.erl (`deliver`, `block_consumer`, `unblock`); rabbit_limiter.erl.
 */

export const autoAcked = word('auto-acked');
export const redelivered = word('redelivered');

/**
 * Hands out messages from the head while there is one and a consumer that can take it. A consumer that
 * took one goes to the tail of its priority; one that cannot is put aside until an ack frees it. So a
 * consumer that was freed before anybody noticed that it was full keeps its turn.
 */
export function dispatch(self: Broker, queue: Queue, out: BrokerOut): void {
  if (queue.mayExpire && queue.expiryDue <= out.now) onExpiryDue(self, queue, out);
  if (queue.rules.singleActiveConsumer) return dispatchToOne(self, queue, out);
  const { active } = queue;
  while (queue.head < queue.ready.length && active.length > 0) {
    const consumer = active.shift()!;
    if (canTake(consumer)) {
      send(queue, consumer, out);
      join(active, consumer);
      if (queue.mayExpire) dropExpired(self, queue, out);
    } else join(consumer.at.blocked, consumer);
  }
}

/** A single active consumer gets everything; while it can take nothing, nobody does. Source: rabbitmq.com/docs/consumers#single-active-consumer. */
function dispatchToOne(self: Broker, queue: Queue, out: BrokerOut): void {
  const { active, singleActive } = queue;
  if (singleActive === null) return;
  while (queue.head < queue.ready.length && active.includes(singleActive)) {
    if (canTake(singleActive)) {
      send(queue, singleActive, out);
      if (queue.mayExpire) dropExpired(self, queue, out);
    } else {
      active.splice(active.indexOf(singleActive), 1);
      join(singleActive.at.blocked, singleActive);
    }
  }
}

/** Adds a consumer behind the others of its priority. */
export function join(list: Consumer[], consumer: Consumer): void {
  let index = list.length;
  while (index > 0 && list[index - 1]!.priority < consumer.priority) index -= 1;
  if (index === list.length) list.push(consumer);
  else list.splice(index, 0, consumer);
}

function canTake(consumer: Consumer): boolean {
  const { at } = consumer;
  if (at.suspended || (consumer.limited && consumer.credit <= 0)) return false;
  const { channel } = at;
  if (channel.limit > 0 && channel.volume >= channel.limit) {
    at.suspended = true;
    return false;
  }
  return true;
}

function send(queue: Queue, consumer: Consumer, out: BrokerOut): void {
  const entry = takeFirst(queue);
  const { channel } = consumer.at;
  const earlier = entry.deliveries;
  let tag: number;
  if (consumer.autoAck) {
    // Done with as soon as it is written to the socket: nothing will be known of it afterwards.
    out.take(entry.copy, queue.readyPlace, autoAcked);
    forget(queue, entry, autoAcked, out);
    tag = channel.unacked.push({ entry, queue, consumer, at: out.now });
    channel.unacked.remove(tag);
  } else {
    holdUnacked(queue, entry, out);
    tag = channel.unacked.push({ entry, queue, consumer, at: out.now });
    channel.volume += 1;
    consumer.credit -= 1;
  }
  const packet = deliver(
    channel.number,
    consumer.tag,
    tag,
    entry.redelivered,
    entry.exchange,
    entry.routingKey,
    entry.properties,
    entry.subject,
    earlier + 1,
  );
  channel.connection.spoke = true;
  out.sendCopy(channel.connection.id, packet, entry.message, entry.copy, earlier);
  if (entry.redelivered) out.note(redelivered, 1);
  if (entry.properties.headers !== null) noteHeaders(entry.properties, out);
}

/**
 * A consumer's deliveries were settled: it may take as many more. Counted by consumer tag, so that what a
 * cancelled consumer had is credited to one that subscribed under its tag again.
 * Returns whether consumers that had been put aside are back in the round.
 */
export function giveCredit(consumer: Consumer, count: number): boolean {
  const { at } = consumer;
  const heir = consumer.cancelled ? at.channel.consumers.get(consumer.tag) : consumer;
  if (heir === undefined || heir.at.queue !== at.queue) return false;
  const wasEmpty = heir.credit === 0;
  heir.credit += count;
  return heir.limited && wasEmpty && rejoin(heir.at);
}

/** Brings back the consumers of a channel that were put aside and can take messages again. */
export function rejoin(at: ChannelAtQueue): boolean {
  const { blocked, queue } = at;
  if (blocked.length === 0) return false;
  let kept = 0;
  let found = false;
  for (const consumer of blocked) {
    if (consumer.limited && consumer.credit <= 0) {
      blocked[kept] = consumer;
      kept += 1;
    } else {
      join(queue.active, consumer);
      found = true;
    }
  }
  blocked.length = kept;
  return found;
}

/** The channel's own limit has room again: its consumers of every queue go on. */
export function resume(self: Broker, queues: readonly ChannelAtQueue[], out: BrokerOut): void {
  for (const at of queues) {
    if (!at.suspended) continue;
    at.suspended = false;
    if (rejoin(at)) dispatch(self, at.queue, out);
  }
}
