import type { CopyId, MessageId } from '../../engine/units';
import { parseExpiration } from './arguments';
import { arrive } from './arrival';
import { channelError } from './channel';
import { confirmUnrouted, settlePublish } from './confirms';
import type { BindingDeclaration } from './config';
import type { Content, MessageProperties, Publish } from './packets';
import type { Broker, BrokerMemory, BrokerOut, Channel, Exchange, Queue, Way } from './state';
import { tellWay } from './ways';

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
  if (pattern[p] === '#')
    return matchWords(pattern, p + 1, words, w) || (w < words.length && matchWords(pattern, p, words, w + 1));
  if (w === words.length) return false;
  return (pattern[p] === '*' || pattern[p] === words[w]) && matchWords(pattern, p + 1, words, w + 1);
}

/** Whether a binding of an exchange of that type lets a routing key pass; headers exchanges do not look at it. */
export function bindingMatches(type: string, bindingKey: string, routingKey: string): boolean {
  if (type === 'fanout') return true;
  return type === 'topic' ? topicMatches(bindingKey, routingKey) : bindingKey === routingKey;
}

type Table = Readonly<Record<string, unknown>>;

/**
 * Whether a headers exchange's binding matches: all or any of its arguments, by x-match; those that begin
 * with x- only count for all-with-x and any-with-x. Source: rabbit_exchange_type_headers.erl.
 */
export function headersMatch(args: Table, headers: Table): boolean {
  const how = args['x-match'] ?? 'all';
  const withX = how === 'all-with-x' || how === 'any-with-x';
  const wanted = Object.entries(args).filter(([key]) => key !== 'x-match' && (withX || !key.startsWith('x-')));
  const isMet = ([key, value]: readonly [string, unknown]): boolean =>
    key in headers && (value === null || headers[key] === value);
  return how === 'any' || how === 'any-with-x' ? wanted.some(isMet) : wanted.every(isMet);
}

/** The way of a message. Remembered by routing key until queues or bindings change. */
function route(memory: BrokerMemory, exchange: Exchange, routingKey: string, properties: MessageProperties): Way {
  const isPlain = properties.furtherKeys.length === 0;
  const known = isPlain ? exchange.routes.get(routingKey) : undefined;
  if (known !== undefined) return known;
  const keys = [routingKey, ...properties.furtherKeys];
  const { queues, by, byHeaders } = reach(memory.exchanges, memory.queues, exchange, keys, properties.headers ?? {});
  const way: Way = { queues: [...queues], by };
  if (isPlain && !byHeaders) exchange.routes.set(routingKey, way);
  return way;
}

/** An exchange as far as routing looks at it. */
interface Router<B extends BindingDeclaration> {
  readonly type: string;
  readonly bindings: readonly B[];
  readonly args: Table;
}

/**
 * From exchange to exchange until there are only queues. An exchange that finds nothing hands on to its
 * alternate; one that was seen already is not asked again. Source: rabbit_exchange.erl, `route1`; rabbitmq.com/docs/ae, /docs/e2e.
 */
export function reach<Q, B extends BindingDeclaration>(
  exchanges: ReadonlyMap<string, Router<B>>,
  queuesByName: ReadonlyMap<string, Q>,
  start: Router<B>,
  keys: readonly string[],
  headers: Table,
): { readonly queues: ReadonlySet<Q>; readonly by: readonly B[]; readonly byHeaders: boolean } {
  const seen = new Set([start]);
  const queues = new Set<Q>();
  const by: B[] = [];
  let byHeaders = false;
  const handOn = (name: string): void => {
    const next = exchanges.get(name);
    if (next !== undefined) seen.add(next);
  };
  for (const { type, bindings, args } of seen) {
    if (type === 'headers') byHeaders = true;
    const found = bindings.filter((binding) =>
      type === 'headers'
        ? headersMatch(binding.arguments, headers)
        : keys.some((key) => bindingMatches(type, binding.routingKey, key)),
    );
    by.push(...found);
    for (const { destination, toExchange } of found) {
      const queue = toExchange ? undefined : queuesByName.get(destination);
      if (queue !== undefined) queues.add(queue);
      else if (toExchange) handOn(destination);
    }
    const alternate = args['alternate-exchange'];
    if (found.length === 0 && typeof alternate === 'string') handOn(alternate);
  }
  return { queues, by, byHeaders };
}

/** Where a message goes from an exchange; '' is the default exchange, whose bindings are not told. */
export function routeFrom(memory: BrokerMemory, exchange: Exchange | '', content: Content): Way {
  if (exchange === '') return { queues: byNames(memory, content), by: [] };
  return route(memory, exchange, content.routingKey, content.properties);
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
  self: Broker,
  channel: Channel,
  packet: Publish,
  message: MessageId,
  travelling: CopyId,
  refusal: string | null,
  out: BrokerOut,
): void {
  const { memory, config } = self;
  if (refusal !== null) {
    if (channel.confirms) settlePublish(channel, message, packet.attempt, false, out);
    return;
  }
  let queues: readonly Queue[] = [];
  if (packet.exchange === '') {
    // The default exchange: every queue is bound to it by its name.
    if (isRefused(self, channel, packet, out)) return;
    const queue = memory.queues.get(packet.routingKey);
    if (queue !== undefined && packet.properties.furtherKeys.length === 0) {
      const isTaken = arrive(self, queue, message, travelling, packet, out);
      if (channel.confirms) settlePublish(channel, message, packet.attempt, isTaken, out);
      return;
    }
    queues = byNames(memory, packet);
  } else {
    const exchange = memory.exchanges.get(packet.exchange);
    if (exchange === undefined) {
      return channelError(
        self,
        channel,
        404,
        `NOT_FOUND - no exchange '${packet.exchange}' in vhost '${config.vhost}'`,
        out,
      );
    }
    if (exchange.internal) {
      const text = `ACCESS_REFUSED - cannot publish to internal exchange '${packet.exchange}' in vhost '${config.vhost}'`;
      return channelError(self, channel, 403, text, out);
    }
    if (isRefused(self, channel, packet, out)) return;
    const way = route(memory, exchange, packet.routingKey, packet.properties);
    tellWay(way, message, out);
    queues = way.queues;
  }
  if (queues.length === 0) return onUnroutable(channel, packet, message, travelling, out);
  const areTaken = arriveAtAll(self, queues, message, travelling, packet, out);
  // One queue that refuses makes a nack, whatever the others do. Source: rabbitmq.com/docs/confirms#server-sent-nacks.
  if (channel.confirms) settlePublish(channel, message, packet.attempt, areTaken, out);
}

/** An expiration that is no number of milliseconds closes the channel. Source: rabbit_channel.erl, `check_expiration_header`. */
function isRefused(self: Broker, channel: Channel, { properties: { expiration } }: Publish, out: BrokerOut): boolean {
  if (expiration === null) return false;
  const parsed = parseExpiration(expiration);
  if (typeof parsed === 'number') return false;
  channelError(self, channel, 406, `PRECONDITION_FAILED - invalid expiration '${expiration}': ${parsed.refusal}`, out);
  return true;
}

function byNames(memory: BrokerMemory, { routingKey, properties }: Content): readonly Queue[] {
  return [...new Set([routingKey, ...properties.furtherKeys])].flatMap((name) => memory.queues.get(name) ?? []);
}

/** Returns whether all of them took it. */
function arriveAtAll(
  self: Broker,
  queues: readonly Queue[],
  message: MessageId,
  travelling: CopyId,
  packet: Publish,
  out: BrokerOut,
): boolean {
  let areTaken = true;
  for (let i = 0; i < queues.length; i += 1)
    if (!arrive(self, queues[i]!, message, travelling, packet, out)) areTaken = false;
  return areTaken;
}

/** No queue: the message is dropped, and returned before its confirm if it is mandatory. Source: rabbit_channel.erl, `deliver_to_queues`. */
function onUnroutable(channel: Channel, packet: Publish, message: MessageId, travelling: CopyId, out: BrokerOut): void {
  if (packet.mandatory) {
    channel.connection.spoke = true;
    out.sendCopy(
      channel.connection.id,
      { kind: 'return', channel: channel.number, code: 312, text: 'NO_ROUTE' },
      message,
      travelling,
    );
  }
  if (channel.confirms) confirmUnrouted(channel, message, packet.attempt, out);
}
