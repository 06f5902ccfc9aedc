import { assert } from '../../engine/assert';
import { W } from '../../engine/words';
import { dispatch } from './dispatch';
import { dropExpired } from './expiry';
import { dropSurplus } from './limits';
import { orderIn, priorityIndex } from './priority';
import type { Broker, BrokerOut, Channel, Queue, QueueEntry } from './state';

/**
 * Finds the place of a returned delivery among what waits: ascending by sequence, as it was published.
 *
 * @param ready what waits in the queue from `head` on, ascending by `sequence`
 * @returns the index before which it belongs
 *
 * Source: rabbitmq.com/docs/nack, "Usage" ("to its original position in its queue, if possible");
 * rabbit_variable_queue.erl, `requeue_merge`. Classic queues only.
 */
export function originIndex(ready: readonly QueueEntry[], head: number, sequence: number): number {
  let low = head;
  let high = ready.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ready[middle]!.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Puts a delivery that was returned (nack or reject with `requeue`, recover, channel or connection
 * closed) back where it came from, and marks it redelivered. Does not hand out anything.
 */
export function requeue(queue: Queue, entry: QueueEntry, out: BrokerOut): void {
  out.take(entry.copy, queue.unackedPlace, W.requeued);
  entry.copy = out.put(queue.readyPlace, entry.message, entry.copy, orderIn(queue, entry));
  entry.redelivered = true;
  queue.unacked -= 1;
  insertAtOrigin(queue, entry);
}

function insertAtOrigin(queue: Queue, entry: QueueEntry): void {
  const { ready } = queue;
  if (!queue.isPlain) queue.readyBytes += entry.properties.bytes;
  const index =
    queue.rules.maxPriority > 0 ? priorityIndex(queue, entry) : originIndex(ready, queue.head, entry.sequence);
  assert(
    ready[index]?.sequence !== entry.sequence || index < queue.head,
    `sequence ${entry.sequence} is ready already`,
  );
  if (index === queue.head && queue.head > 0) {
    // What returns mostly belongs to the front, where there is room.
    queue.head -= 1;
    ready[queue.head] = entry;
  } else ready.splice(index, 0, entry);
}

/** What is back may be too much, or have expired meanwhile. Source: rabbit_amqqueue_process.erl, `requeue_and_run`. */
export function afterRequeue(self: Broker, queue: Queue, out: BrokerOut): void {
  if (!queue.isPlain) dropSurplus(self, queue, out);
  if (queue.mayExpire) dropExpired(self, queue, out);
}

/** Puts back everything that closed channels held, then serves the queues. */
export function requeueAll(self: Broker, channels: readonly Channel[], out: BrokerOut): void {
  const touched = new Set<Queue>();
  for (const channel of channels) {
    for (const [tag] of [...channel.unacked.entries()]) {
      const { queue, entry } = channel.unacked.remove(tag)!;
      if (queue.deleted) continue;
      requeue(queue, entry, out);
      touched.add(queue);
    }
    channel.volume = 0;
  }
  for (const queue of touched) {
    afterRequeue(self, queue, out);
    dispatch(self, queue, out);
  }
}
