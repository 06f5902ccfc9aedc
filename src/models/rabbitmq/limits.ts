import { giveUp } from './deadLetter';
import type { Content } from './packets';
import { takeFirst } from './queue';
import { readyCount, type Broker, type BrokerOut, type Queue } from './state';

/** Limits of what may be ready in a queue; what is unacked does not count. Source: rabbitmq.com/docs/maxlength; rabbit_amqqueue_process.erl. */

/** Whether a queue that rejects would be too long with one more, whoever might take it at once. Source: `will_overflow`. */
export function wouldOverflow(queue: Queue, { properties }: Content): boolean {
  const { overflow, maxLength, maxBytes } = queue.rules;
  return (
    overflow !== 'drop-head' && (readyCount(queue) + 1 > maxLength || queue.readyBytes + properties.bytes > maxBytes)
  );
}

/** Drops from the head what is too much. Returns whether that was anything. Source: `maybe_drop_head`. */
export function dropSurplus(self: Broker, queue: Queue, out: BrokerOut): boolean {
  const { overflow, maxLength, maxBytes } = queue.rules;
  if (overflow !== 'drop-head') return false;
  let dropped = false;
  while (readyCount(queue) > maxLength || queue.readyBytes > maxBytes) {
    giveUp(self, queue, takeFirst(queue), queue.readyPlace, 'maxlen', out);
    dropped = true;
  }
  return dropped;
}
