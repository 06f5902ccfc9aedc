import { word, type Word } from '../../engine/trace/words';
import { NONE, type CopyId, type MessageId } from '../../engine/units';
import { W } from '../../engine/words';
import type { Publish } from './packets';
import type { BrokerOut, Queue, QueueEntry } from './state';

/** A classic queue: what is ready in order of publishing, what is unacked. Source: rabbitmq.com/docs/classic-queues. */

const purged = word('purged');

/** Stores a message that an exchange routed here, behind all others. Does not hand out anything. */
export function enqueue(queue: Queue, message: MessageId, travelling: CopyId, packet: Publish, out: BrokerOut): void {
  const sequence = queue.next;
  queue.next = sequence + 1;
  const copy = out.put(queue.readyPlace, message, travelling, sequence);
  const entry: QueueEntry = {
    sequence, message, copy, exchange: packet.exchange, routingKey: packet.routingKey, properties: packet.properties,
    subject: packet.subject, redelivered: false, deliveries: 0, stored: NONE,
  };
  const { subscriptions, store } = queue;
  for (let i = 0; i < subscriptions.length; i += 1) out.owe(message, subscriptions[i]!, copy);
  if (store !== null && packet.properties.persistent) entry.stored = store.messages.push(entry);
  queue.ready.push(entry);
}

/** Takes the first ready message out of the queue's order. The caller says where its copy goes. */
export function takeFirst(queue: Queue): QueueEntry {
  const { ready } = queue;
  const entry = ready[queue.head]!;
  queue.head += 1;
  if (queue.head === ready.length) {
    ready.length = 0;
    queue.head = 0;
  } else if (queue.head > 1024 && queue.head * 2 > ready.length) {
    ready.splice(0, queue.head);
    queue.head = 0;
  }
  return entry;
}

/** The broker is quit of a message that was ready or unacked: its copy has been taken. */
export function forget(queue: Queue, entry: QueueEntry, why: Word, out: BrokerOut): void {
  const { subscriptions, store } = queue;
  for (let i = 0; i < subscriptions.length; i += 1) out.release(entry.message, subscriptions[i]!, entry.copy, why);
  if (store !== null && entry.stored !== NONE) store.messages.remove(entry.stored);
}

/** An unacked message is done with: acked, or rejected with nowhere to go. */
export function settleEntry(queue: Queue, entry: QueueEntry, why: Word, out: BrokerOut): void {
  out.take(entry.copy, queue.unackedPlace, why);
  queue.unacked -= 1;
  forget(queue, entry, why, out);
}

/** Removes all that is ready; what is unacked stays. Returns how many. Source: AMQP 0-9-1, queue.purge. */
export function purge(queue: Queue, out: BrokerOut): number {
  return removeReady(queue, purged, out);
}

export function removeReady(queue: Queue, why: Word, out: BrokerOut): number {
  const { ready, head } = queue;
  for (let i = head; i < ready.length; i += 1) {
    const entry = ready[i]!;
    out.take(entry.copy, queue.readyPlace, why);
    forget(queue, entry, why, out);
  }
  const count = ready.length - head;
  ready.length = 0;
  queue.head = 0;
  return count;
}

/** Moves a message's copy from ready to unacked. */
export function holdUnacked(queue: Queue, entry: QueueEntry, out: BrokerOut): void {
  out.take(entry.copy, queue.readyPlace, W.moved);
  entry.copy = out.put(queue.unackedPlace, entry.message, entry.copy, entry.sequence);
  entry.deliveries += 1;
  queue.unacked += 1;
}
