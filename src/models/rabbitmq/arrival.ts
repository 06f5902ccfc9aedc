import { word } from '../../engine/trace/words';
import type { CopyId, MessageId } from '../../engine/units';
import { NONE } from '../../engine/units';
import { deadLetterExchange } from './deadLetter';
import { dispatch } from './dispatch';
import { dropExpired } from './expiry';
import { dropSurplus, wouldOverflow } from './limits';
import type { Content } from './packets';
import { enqueue } from './queue';
import { readyCount, type Broker, type BrokerOut, type Queue } from './state';

/** A message comes to a queue, from an exchange. Source: rabbit_amqqueue_process.erl, `maybe_deliver_or_enqueue`. */

const refusedFull = word('reject-publish');

/** Returns whether the queue takes it: a full one may refuse (x-overflow). */
export function arrive(
  self: Broker,
  queue: Queue,
  message: MessageId,
  travelling: CopyId,
  content: Content,
  out: BrokerOut,
): boolean {
  if (!queue.isPlain || content.properties.expiration !== null)
    return arriveByRules(self, queue, message, travelling, content, out);
  enqueue(queue, message, travelling, content, out);
  dispatch(self, queue, out);
  return true;
}

function arriveByRules(
  self: Broker,
  queue: Queue,
  message: MessageId,
  travelling: CopyId,
  content: Content,
  out: BrokerOut,
): boolean {
  if (wouldOverflow(queue, content)) {
    refuse(self, queue, message, travelling, content, out);
    return false;
  }
  const { expiry } = enqueue(queue, message, travelling, content, out);
  // A consumer that is free gets it even if it has no time to live or no room in the queue.
  dispatch(self, queue, out);
  const dropped = dropSurplus(self, queue, out);
  // As RabbitMQ, which looks for what has expired only if the head may have changed.
  if (dropped || (expiry !== NONE && readyCount(queue) === 1)) dropExpired(self, queue, out);
  return true;
}

function refuse(self: Broker, queue: Queue, message: MessageId, copy: CopyId, content: Content, out: BrokerOut): void {
  out.fact(refusedFull, readyCount(queue), message, queue.readyPlace);
  if (queue.rules.overflow !== 'reject-publish-dlx' || deadLetterExchange(self, queue) === null) return;
  self.memory.dead.push({ queue, message, copy, content, reason: 'maxlen', wasStored: false });
}
