import type { Queue, QueueEntry } from './state';

/**
 * Priorities of messages: the highest first, and within one priority the order of publishing. A priority
 * above the queue's maximum counts as that. Source: rabbitmq.com/docs/priority; rabbit_priority_queue.erl.
 */

type Ranked = Pick<QueueEntry, 'sequence' | 'properties'>;

/** Room for so many sequence numbers within one priority, when places show a queue's order by one number. */
const SEQUENCES = 1 << 22;

export const priorityIn = ({ rules }: Queue, { properties }: Ranked): number =>
  Math.min(properties.priority ?? 0, rules.maxPriority);

/** Where an entry belongs among what is ready in a queue with priorities. */
export function priorityIndex(queue: Queue, entry: Ranked): number {
  const { ready } = queue;
  const priority = priorityIn(queue, entry);
  let low = queue.head;
  let high = ready.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ready[middle]!;
    const difference = priorityIn(queue, other) - priority;
    if (difference > 0 || (difference === 0 && other.sequence < entry.sequence)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number by which a place shows the queue's order. */
export function orderIn(queue: Queue, entry: Ranked): number {
  const { maxPriority } = queue.rules;
  return maxPriority === 0
    ? entry.sequence
    : (maxPriority - priorityIn(queue, entry)) * SEQUENCES + (entry.sequence % SEQUENCES);
}
