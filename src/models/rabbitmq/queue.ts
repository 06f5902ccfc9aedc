import { word, type Word } from '../../engine/trace/words';
import { NONE, type CopyId, type MessageId } from '../../engine/units';
import { W } from '../../engine/words';
import { expiryIn } from './arguments';
import type { Content } from './packets';
import { orderIn, priorityIndex } from './priority';
import type { BrokerOut, Queue, QueueEntry } from './state';

/** A classic queue: what is ready in order of publishing, what is unacked. Source: rabbitmq.com/docs/classic-queues. */

const purged = word('purged');

/** Stores a message that an exchange routed here, behind all others, or all others of its priority. Does not hand out anything. */
export function enqueue(
  queue: Queue,
  message: MessageId,
  travelling: CopyId,
  content: Content,
  out: BrokerOut,
): QueueEntry {
  const sequence = queue.next;
  queue.next = sequence + 1;
  const { exchange, routingKey, properties, subject } = content;
  const expiry =
    queue.isPlain && properties.expiration === null ? NONE : expiryIn(queue.rules, properties.expiration, out.now);
  const entry: QueueEntry = {
    sequence,
    message,
    copy: NONE,
    exchange,
    routingKey,
    properties,
    subject,
    expiry,
    redelivered: false,
    deliveries: 0,
    stored: NONE,
  };
  const copy = out.put(queue.readyPlace, message, travelling, orderOf(queue, entry));
  entry.copy = copy;
  const { subscriptions, store } = queue;
  for (let i = 0; i < subscriptions.length; i += 1) out.owe(message, subscriptions[i]!, copy);
  if (store !== null && properties.persistent) entry.stored = store.messages.push(entry);
  if (expiry !== NONE) queue.mayExpire = true;
  if (queue.isPlain) queue.ready.push(entry);
  else addByRules(queue, entry);
  return entry;
}

/** The number by which a place shows where an entry stands. */
const orderOf = (queue: Queue, entry: QueueEntry): number => (queue.isPlain ? entry.sequence : orderIn(queue, entry));

function addByRules(queue: Queue, entry: QueueEntry): void {
  queue.readyBytes += entry.properties.bytes;
  if (queue.rules.maxPriority === 0) queue.ready.push(entry);
  else queue.ready.splice(priorityIndex(queue, entry), 0, entry);
}

/** Takes the first ready message out of the queue's order. The caller says where its copy goes. */
export function takeFirst(queue: Queue): QueueEntry {
  const { ready } = queue;
  const entry = ready[queue.head]!;
  if (!queue.isPlain) queue.readyBytes -= entry.properties.bytes;
  queue.head += 1;
  if (ready.length === 1) {
    ready.pop(); // Mostly there is one, and emptying an array takes longer than taking its last item.
    queue.head = 0;
  } else if (queue.head === ready.length) {
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
  const { subscriptions } = queue;
  for (let i = 0; i < subscriptions.length; i += 1) out.release(entry.message, subscriptions[i]!, entry.copy, why);
  unstore(queue, entry);
}

/** It need not survive a restart any more. */
export function unstore({ store }: Queue, { stored }: QueueEntry): void {
  if (store !== null && stored !== NONE) store.messages.remove(stored);
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
  queue.readyBytes = 0;
  return count;
}

/** Moves a message's copy from ready to unacked. */
export function holdUnacked(queue: Queue, entry: QueueEntry, out: BrokerOut): void {
  out.take(entry.copy, queue.readyPlace, W.moved);
  entry.copy = out.put(queue.unackedPlace, entry.message, entry.copy, orderOf(queue, entry));
  entry.deliveries += 1;
  queue.unacked += 1;
}
