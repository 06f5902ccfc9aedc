import * as v from 'valibot';
import type { Micros, NodeId, SubscriptionId } from '../../engine/units';
import type { RetryPolicy } from '../ports';
import { count, duration, name, retryPolicy } from '../schema';

/**
 * RabbitMQ's part of a scenario file. Names and defaults are RabbitMQ's own; each description ends with
 * where it comes from. What the file says becomes the configurations at the end of this file.
 */

/** Releases that differ in what is modelled; the source sheet calls them 3.13, 4.0–4.2 and 4.3. */
export const VERSIONS = ['3.10', '3.13', '4.0', '4.3'] as const;
export type RabbitVersion = (typeof VERSIONS)[number];

/** Exchange types that are modelled. */
export const EXCHANGE_TYPES = ['direct', 'fanout', 'topic'] as const;
export type ExchangeType = (typeof EXCHANGE_TYPES)[number];

/** Types that RabbitMQ has and this model has not. */
const TYPES_TO_COME: readonly string[] = ['headers', 'x-consistent-hash', 'x-random', 'x-modulus-hash'];

const described = <T>(description: string, unit = '') => v.metadata<T, { readonly description: string; readonly unit: string }>({ description, unit });

const exchangeType = v.pipe(
  v.string('expected a type of exchange'),
  v.check((type) => !TYPES_TO_COME.includes(type), ({ input }) => `exchanges of type "${String(input)}" are not modelled yet: use "direct", "fanout" or "topic"`),
  v.check(
    (type) => TYPES_TO_COME.includes(type) || (EXCHANGE_TYPES as readonly string[]).includes(type),
    ({ input }) => `RabbitMQ has no exchange type "${String(input)}": use "direct", "fanout" or "topic"`,
  ),
  v.transform((type) => type as ExchangeType),
  described('How it routes: "direct" by routing key equal to the binding\'s, "fanout" to every queue bound, "topic" by patterns with * and #. Source: rabbitmq.com/docs/exchanges.'),
);

const exchange = v.strictObject({
  name: v.pipe(name, v.check((text) => !text.startsWith('amq.'), 'names that begin with "amq." belong to RabbitMQ')),
  type: exchangeType,
  durable: v.optional(v.pipe(v.boolean(), described('Survives a restart of the broker. Source: rabbitmq.com/docs/exchanges.')), true),
  autoDelete: v.optional(v.pipe(v.boolean(), described('Deleted when its last binding is. Source: rabbitmq.com/docs/exchanges.')), false),
});

/** Arguments that say nothing beyond the default, and so are accepted. */
const NEUTRAL_ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = { 'x-queue-type': ['classic'] };

/** The first argument of a queue that is not modelled, as a sentence; null if there is none. */
export function unsupportedArgument(args: Readonly<Record<string, unknown>>): string | null {
  for (const [key, value] of Object.entries(args)) {
    if (NEUTRAL_ARGUMENTS[key]?.includes(value) !== true) return `queue argument ${key}=${JSON.stringify(value)} is not modelled`;
  }
  return null;
}

const queue = v.strictObject({
  name,
  durable: v.optional(
    v.pipe(v.boolean(), described('The queue survives a restart of the broker; its messages only if they are persistent as well. Source: rabbitmq.com/docs/queues#durability.')),
    true,
  ),
  exclusive: v.optional(
    v.pipe(v.boolean(), described('Belongs to one connection, that of the consumer that reads from it, and goes with it. Source: rabbitmq.com/docs/queues#exclusive-queues.')),
    false,
  ),
  autoDelete: v.optional(
    v.pipe(v.boolean(), described('Deleted when its last consumer leaves. Source: rabbitmq.com/docs/queues#temporary-queues.')),
    false,
  ),
  arguments: v.optional(
    v.pipe(
      v.record(v.string(), v.unknown()),
      v.check((args) => unsupportedArgument(args) === null, ({ input }) => unsupportedArgument(input as Record<string, unknown>) ?? ''),
      described('Optional arguments ("x-…") of the queue. Source: rabbitmq.com/docs/queues#optional-arguments.'),
    ),
    {},
  ),
  deadLetter: v.optional(v.pipe(v.boolean(), described('Messages that come here have failed: they count as dead-lettered.')), false),
});

const binding = v.strictObject({
  source: name,
  destination: name,
  routingKey: v.optional(v.string(), ''),
});

export const rabbitmqBroker = v.strictObject({
  kind: v.literal('rabbitmq'),
  name,
  title: v.optional(v.string(), 'RabbitMQ'),
  version: v.optional(
    v.pipe(v.picklist(VERSIONS, `expected one of ${VERSIONS.join(', ')}`), described('The release whose behaviour is followed, where releases differ.')),
    '4.3',
  ),
  exchanges: v.optional(v.array(exchange), []),
  queues: v.optional(v.array(queue), []),
  bindings: v.optional(v.array(binding), []),
  heartbeat: v.optional(
    v.pipe(
      duration,
      described('Each side sends a heartbeat every half of this, and closes the connection after two that it missed; 0 turns it off. Source: rabbitmq.com/docs/heartbeats.', 'duration'),
    ),
    '60s',
  ),
  consumerTimeout: v.optional(
    v.pipe(
      duration,
      described('A delivery that is not acked for so long closes its channel (consumer_timeout); looked for every minute; 0 turns it off. Not for classic queues of 4.3. Source: rabbitmq.com/docs/consumers#acknowledgement-timeout.', 'duration'),
    ),
    '30min',
  ),
});

const reconnectAfter = v.optional(
  v.pipe(duration, described('How long the client waits before it connects again. The Java client: 5 s; many applications less.', 'duration')),
  '500ms',
);

export const rabbitmqProducerEntries = {
  exchange: v.optional(v.pipe(v.string(), described('The exchange it publishes to; "" is the default exchange. Source: AMQP 0-9-1, basic.publish.')), ''),
  routingKey: v.optional(v.pipe(v.string(), described('For the default exchange: the name of the queue. Source: AMQP 0-9-1, basic.publish.')), ''),
  mandatory: v.optional(
    v.pipe(v.boolean(), described('A message that reaches no queue is returned instead of dropped. Source: rabbitmq.com/docs/publishers#unroutable.')),
    false,
  ),
  persistent: v.optional(
    v.pipe(v.boolean(), described('delivery_mode 2: the message survives a restart in a durable queue. Source: rabbitmq.com/docs/publishers#message-properties.')),
    true,
  ),
  confirms: v.optional(
    v.pipe(v.boolean(), described('Publisher confirms: the broker says when it has taken a message over. Source: rabbitmq.com/docs/confirms#publisher-confirms.')),
    true,
  ),
  confirmTimeout: v.optional(
    v.pipe(duration, described('How long the application waits for a confirm before it tries again or gives up.', 'duration')),
    '5s',
  ),
  retry: v.optional(v.pipe(retryPolicy, described('How often a message that was not confirmed is published again.')), {}),
  reconnectAfter,
};

export const rabbitmqConsumerEntries = {
  queue: v.pipe(name, described('The queue it consumes from.')),
  prefetch: v.optional(
    v.pipe(count, described('At most this many deliveries unacked at a time (basic.qos); 0 is no limit. Source: rabbitmq.com/docs/consumer-prefetch.', 'messages')),
    0,
  ),
  autoAck: v.optional(
    v.pipe(v.boolean(), described('The broker forgets a message as soon as it is sent (no_ack). Source: rabbitmq.com/docs/confirms#acknowledgement-modes.')),
    false,
  ),
  exclusive: v.optional(
    v.pipe(v.boolean(), described('Consumes alone or not at all. Source: rabbitmq.com/docs/consumers#exclusivity.')),
    false,
  ),
  reconnectAfter,
};

const producerEntries = v.strictObject(rabbitmqProducerEntries);
const consumerEntries = v.strictObject(rabbitmqConsumerEntries);

export type BrokerFile = v.InferOutput<typeof rabbitmqBroker>;
/** What all producers of a scenario have (name, workload, …) comes from the scenario layer; only the name is needed here. */
export type ProducerFile = v.InferOutput<typeof producerEntries> & { readonly name: string };
export type ConsumerFile = v.InferOutput<typeof consumerEntries> & { readonly name: string };

/** A queue as a client declares it: AMQP's queue.declare. */
export interface QueueDeclaration {
  readonly name: string;
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** An exchange as a client declares it: AMQP's exchange.declare. `type` may be one that the broker refuses. */
export interface ExchangeDeclaration {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A binding as a client declares it: of a queue, or of one exchange to another. */
export interface BindingDeclaration {
  readonly source: string;
  readonly destination: string;
  readonly routingKey: string;
  /** The destination is an exchange. */
  readonly toExchange: boolean;
  /** What a headers exchange looks for. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a queue is to the scenario, whoever declares it. */
export interface QueueMeaning {
  readonly queue: string;
  readonly subscriptions: readonly SubscriptionId[];
  readonly deadLetter: boolean;
}

export interface BrokerConfig {
  readonly version: RabbitVersion;
  /** The virtual host that error texts name. */
  readonly vhost: string;
  readonly exchanges: readonly ExchangeDeclaration[];
  /** Queues that exist when the broker first starts. */
  readonly queues: readonly QueueDeclaration[];
  readonly bindings: readonly BindingDeclaration[];
  readonly meanings: readonly QueueMeaning[];
  /** 0: no heartbeats. */
  readonly heartbeat: Micros;
  /** 0: deliveries may stay unacked for ever. */
  readonly consumerTimeout: Micros;
  /** How often channels look for such deliveries (channel_tick_interval). */
  readonly channelTick: Micros;
}

export interface ProducerConfig {
  readonly broker: NodeId;
  readonly exchange: string;
  readonly routingKey: string;
  readonly mandatory: boolean;
  readonly persistent: boolean;
  readonly confirms: boolean;
  readonly confirmTimeout: Micros;
  readonly retry: RetryPolicy;
  readonly reconnectAfter: Micros;
  readonly heartbeat: Micros;
}

export interface ConsumerConfig {
  readonly broker: NodeId;
  readonly queue: string;
  readonly prefetch: number;
  readonly autoAck: boolean;
  readonly exclusive: boolean;
  readonly reconnectAfter: Micros;
  readonly heartbeat: Micros;
  /** What it declares each time it connects, because a restart or its own leaving removes it; null if nothing. */
  readonly declares: { readonly queue: QueueDeclaration; readonly bindings: readonly BindingDeclaration[] } | null;
}
