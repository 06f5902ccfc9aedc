import type { CopyId, MessageId } from '../../engine/units';
import { channelError } from './channel';
import { settlePublish } from './confirms';
import { dispatch } from './dispatch';
import type { Publish } from './packets';
import { enqueue } from './queue';
import type { Broker, BrokerMemory, BrokerOut, Channel, Exchange, Queue } from './state';

/** Exchanges and the way of a message through them. Source: rabbitmq.com/docs/exchanges, rabbitmq.com/docs/publishers. */

/**
 * Whether a topic binding's pattern matches a routing key: words between dots, `*` for one of them, `#` for
 * any number. Source: rabbitmq.com/docs/exchanges#topic; rabbit_db_topic_exchange.erl, `split_topic_key_binary`.
 */
export function topicMatches(pattern: string, routingKey: string): boolean {
  return matchWords(wordsOf(pattern), 0, wordsOf(routingKey), 0);
}

const wordsOf = (text: string): string[] => (text === '' ? [] : text.split('.'));

function matchWords(pattern: readonly string[], p: number, words: readonly string[], w: number): boolean {
  if (p === pattern.length) return w === words.length;
  if (pattern[p] === '#') return matchWords(pattern, p + 1, words, w) || (w < words.length && matchWords(pattern, p, words, w + 1));
  if (w === words.length) return false;
  return (pattern[p] === '*' || pattern[p] === words[w]) && matchWords(pattern, p + 1, words, w + 1);
}

/** Whether a binding of an exchange of that type lets that routing key pass. */
export function bindingMatches(type: string, bindingKey: string, routingKey: string): boolean {
  if (type === 'fanout') return true;
  return type === 'topic' ? topicMatches(bindingKey, routingKey) : bindingKey === routingKey;
}

const NO_QUEUES: readonly Queue[] = [];

/** The queues that a message reaches, each once. Remembered by routing key until queues or bindings change. */
function route(memory: BrokerMemory, exchange: Exchange, routingKey: string): readonly Queue[] {
  const known = exchange.routes.get(routingKey);
  if (known !== undefined) return known;
  const found = findQueues(memory, exchange, routingKey);
  exchange.routes.set(routingKey, found);
  return found;
}

/** Follows alternate exchanges while nothing is found; a cycle ends it. Source: rabbitmq.com/docs/ae. */
function findQueues(memory: BrokerMemory, start: Exchange, routingKey: string): readonly Queue[] {
  const tried = new Set<string>();
  let exchange: Exchange | undefined = start;
  while (exchange !== undefined && !tried.has(exchange.name)) {
    tried.add(exchange.name);
    const { type, bindings, args }: Exchange = exchange;
    const names = bindings.filter((binding) => bindingMatches(type, binding.routingKey, routingKey)).map(({ destination }) => destination);
    const queues = [...new Set(names)].flatMap((name) => memory.queues.get(name) ?? []);
    if (queues.length > 0) return queues;
    const alternate: unknown = args['alternate-exchange'];
    exchange = typeof alternate === 'string' ? memory.exchanges.get(alternate) : undefined;
  }
  return NO_QUEUES;
}

/** Queues or bindings changed: what was found before may be wrong. */
export function forgetRoutes(memory: BrokerMemory): void {
  for (const exchange of memory.exchanges.values()) exchange.routes.clear();
}

/**
 * A message was published. `refusal`: a fault asks the broker to refuse it, which it can only say to a
 * channel with confirms.
 */
export function onPublish(
  self: Broker, channel: Channel, packet: Publish, message: MessageId, travelling: CopyId, refusal: string | null, out: BrokerOut,
): void {
  const { memory, config } = self;
  if (refusal !== null) {
    if (channel.confirms) settlePublish(channel, message, false, out);
    return;
  }
  if (packet.exchange === '') {
    // The default exchange: every queue is bound to it by its name.
    const queue = memory.queues.get(packet.routingKey);
    if (queue === undefined) returnUnroutable(channel, packet, message, travelling, out);
    else take(queue, message, travelling, packet, out);
  } else {
    const exchange = memory.exchanges.get(packet.exchange);
    if (exchange === undefined) {
      return channelError(self, channel, 404, `NOT_FOUND - no exchange '${packet.exchange}' in vhost '${config.vhost}'`, out);
    }
    if (exchange.internal) {
      const text = `ACCESS_REFUSED - cannot publish to internal exchange '${packet.exchange}' in vhost '${config.vhost}'`;
      return channelError(self, channel, 403, text, out);
    }
    const queues = route(memory, exchange, packet.routingKey);
    if (queues.length === 0) returnUnroutable(channel, packet, message, travelling, out);
    for (let i = 0; i < queues.length; i += 1) take(queues[i]!, message, travelling, packet, out);
  }
  if (channel.confirms) settlePublish(channel, message, true, out);
}

function take(queue: Queue, message: MessageId, travelling: CopyId, packet: Publish, out: BrokerOut): void {
  enqueue(queue, message, travelling, packet, out);
  dispatch(queue, out);
}

/** No queue: the message is dropped, and returned before its confirm if it is mandatory. Source: rabbit_channel.erl, `deliver_to_queues`. */
function returnUnroutable(channel: Channel, packet: Publish, message: MessageId, travelling: CopyId, out: BrokerOut): void {
  if (!packet.mandatory) return;
  channel.connection.spoke = true;
  out.sendCopy(channel.connection.id, { kind: 'return', channel: channel.number, code: 312, text: 'NO_ROUTE' }, message, travelling);
}
