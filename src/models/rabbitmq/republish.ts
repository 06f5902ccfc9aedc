import { word } from '../../engine/trace/words';
import { W } from '../../engine/words';
import { arrive } from './arrival';
import { deadLetterExchange, DROPPED } from './deadLetter';
import { isCycle, withDeath } from './death';
import { routeFrom } from './exchange';
import type { Content } from './packets';
import type { Broker, BrokerOut, Dead, Queue, Way } from './state';
import { tellWay } from './ways';

/**
 * What has died in this step goes to its queue's dead letter exchange, without confirms: a message that
 * reaches no queue there is gone. Source: rabbitmq.com/docs/dlx; rabbit_dead_letter.erl, `publish`.
 */

const cycle = word('dead-letter-cycle');
const nowhere = word('dead-letter-unroutable');
const NOWHERE: Way = { queues: [], by: [] };

/** One after the other, in the order of dying; what dies on arrival follows. */
export function publishDead(self: Broker, out: BrokerOut): void {
  const { dead } = self.memory;
  for (let i = 0; i < dead.length; i += 1) publishOne(self, dead[i]!, out);
  dead.length = 0;
}

function publishOne(self: Broker, dead: Dead, out: BrokerOut): void {
  const { queue, message, copy, reason } = dead;
  const content = contentAfter(self, dead, out);
  const exchange = deadLetterExchange(self, queue);
  const way = exchange === null ? NOWHERE : routeFrom(self.memory, exchange, content);
  const routed = way.queues;
  tellWay(way, message, out);
  const targets = reason === 'rejected' ? routed : routed.filter(({ name }) => !isCycle(name, content.properties));
  if (targets.length < routed.length) out.fact(cycle, routed.length - targets.length, message, queue.readyPlace);
  else if (targets.length === 0) out.fact(nowhere, 0, message, queue.readyPlace);
  let reached = false;
  for (const target of targets) if (arrive(self, target, message, copy, content, out)) reached = true;
  if (dead.wasStored) release(queue, dead, reached, out);
}

function contentAfter({ config }: Broker, { queue, content, reason }: Dead, out: BrokerOut): Content {
  const { deadLetterExchange: exchange, deadLetterKey } = queue.rules;
  const { routingKey, properties, subject } = content;
  const dying = { queue: queue.name, exchange: content.exchange, routingKey, properties };
  return {
    exchange: exchange ?? '',
    routingKey: deadLetterKey ?? routingKey,
    subject,
    properties: withDeath(dying, reason, deadLetterKey, config.version, Math.floor(out.now / 1_000_000)),
  };
}

function release(queue: Queue, { message, copy, reason }: Dead, reached: boolean, out: BrokerOut): void {
  for (const subscription of queue.subscriptions)
    out.release(message, subscription, copy, reached ? W.deadLettered : DROPPED[reason]);
}
