import { NONE, type Micros } from '../../engine/units';
import { giveUp } from './deadLetter';
import { takeFirst } from './queue';
import type { Broker, BrokerOut, Queue } from './state';

/**
 * Time to live, of messages and of queues. Expired messages are removed at the head only: one behind a
 * message that may stay is removed when that one has left. What is unacked does not expire.
 * Source: rabbitmq.com/docs/ttl; rabbit_amqqueue_process.erl, `drop_expired_msgs`, `ensure_expiry_timer`.
 */

/** Removes what has expired at the head, and sets the timer for the first message that is to stay. */
export function dropExpired(self: Broker, queue: Queue, out: BrokerOut): void {
  const { ready } = queue;
  while (queue.head < ready.length) {
    const { expiry } = ready[queue.head]!;
    if (expiry === NONE) return;
    if (expiry > out.now) return setExpiryTimer(queue, expiry, out);
    giveUp(self, queue, takeFirst(queue), queue.readyPlace, 'expired', out);
  }
}

/** A timer that would come too early looks again then, as RabbitMQ's does; one that would come too late is set anew. */
function setExpiryTimer(queue: Queue, expiry: Micros, out: BrokerOut): void {
  if (queue.expiryDue <= expiry) return;
  stopExpiryTimer(queue, out);
  queue.expiryDue = expiry;
  // Where nothing is owed for what waits, but what expires goes on to somewhere, the wait itself keeps a run open.
  const keepsOpen = queue.subscriptions.length === 0 && queue.rules.deadLetterExchange !== null;
  queue.expiryTimer = out.timer(expiry - out.now, { kind: 'expire', queue: queue.name }, !keepsOpen);
}

function stopExpiryTimer(queue: Queue, out: BrokerOut): void {
  if (queue.expiryTimer !== NONE) out.cancel(queue.expiryTimer);
  queue.expiryTimer = NONE;
  queue.expiryDue = Infinity;
}

/** The timer came, or is due at this very moment: deadlines are looked at first. */
export function onExpiryDue(self: Broker, queue: Queue, out: BrokerOut): void {
  stopExpiryTimer(queue, out);
  dropExpired(self, queue, out);
}

/** The queue was used (declared, asked for a message) or has just lost a consumer: from now on it may be unused for so long. */
export function keepUnused(queue: Queue, out: BrokerOut): void {
  const { rules, consumers } = queue;
  if (rules.expires === NONE || consumers.length > 0 || queue.deleted) return;
  if (queue.unusedTimer !== NONE) out.cancel(queue.unusedTimer);
  queue.unusedTimer = out.timer(rules.expires, { kind: 'unused', queue: queue.name }, true);
}

/** The queue is deleted, and its timers with it. */
export function stopTimers(queue: Queue, out: BrokerOut): void {
  stopExpiryTimer(queue, out);
  if (queue.unusedTimer !== NONE) out.cancel(queue.unusedTimer);
  queue.unusedTimer = NONE;
}
