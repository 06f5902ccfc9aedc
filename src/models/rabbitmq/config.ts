import * as v from 'valibot';
import { count, described, duration, name } from '../schema';
import { ARGUMENTS_TO_COME, argumentsRefused, OVERFLOWS } from './arguments';
import { headerValue, rabbitmqConsumerEntries, rabbitmqProducerEntries } from './clientConfig';

/**
 * RabbitMQ's part of a scenario file. Names and defaults are RabbitMQ's own; each description ends with
 * where it comes from. What the file says becomes the configurations of nodeConfigs.ts.
 */

/** Releases that differ in what is modelled; the source sheet calls them 3.13, 4.0–4.2 and 4.3. */
export const VERSIONS = ['3.10', '3.13', '4.0', '4.3'] as const;
export type RabbitVersion = (typeof VERSIONS)[number];

/** Exchange types that are modelled. */
export const EXCHANGE_TYPES = ['direct', 'fanout', 'topic', 'headers'] as const;
export type ExchangeType = (typeof EXCHANGE_TYPES)[number];

/** Types that RabbitMQ has and this model has not. */
const TYPES_TO_COME: readonly string[] = ['x-consistent-hash', 'x-random', 'x-modulus-hash'];

const exchangeType = v.pipe(
  v.string('expected a type of exchange'),
  v.check(
    (type) => !TYPES_TO_COME.includes(type),
    ({ input }) => `exchanges of type "${String(input)}" are not modelled yet: use ${EXCHANGE_TYPES.join(', ')}`,
  ),
  v.check(
    (type) => TYPES_TO_COME.includes(type) || (EXCHANGE_TYPES as readonly string[]).includes(type),
    ({ input }) => `RabbitMQ has no exchange type "${String(input)}": use ${EXCHANGE_TYPES.join(', ')}`,
  ),
  v.transform((type) => type as ExchangeType),
  described(
    'How it routes: "direct" by routing key equal to the binding\'s, "fanout" to every queue bound, "topic" by patterns with * and #, "headers" by the binding\'s arguments. Source: rabbitmq.com/docs/exchanges.',
  ),
);

const exchange = v.strictObject({
  name: v.pipe(
    name,
    v.check((text) => !text.startsWith('amq.'), 'names that begin with "amq." belong to RabbitMQ'),
    described('What the exchange is called.'),
  ),
  type: exchangeType,
  durable: v.optional(
    v.pipe(v.boolean(), described('Survives a restart of the broker. Source: rabbitmq.com/docs/exchanges.')),
    true,
  ),
  autoDelete: v.optional(
    v.pipe(v.boolean(), described('Deleted when its last binding is. Source: rabbitmq.com/docs/exchanges.')),
    false,
  ),
  internal: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Clients may not publish to it, only other exchanges hand on to it. Source: rabbitmq.com/docs/exchanges.',
      ),
    ),
    false,
  ),
  alternate: v.optional(
    v.pipe(
      v.string(),
      described(
        'Where messages go that match none of its bindings (alternate-exchange). Source: rabbitmq.com/docs/ae.',
      ),
    ),
  ),
});

const milliseconds = (least: number) =>
  v.pipe(
    v.number('expected a number of milliseconds'),
    v.integer('expected a whole number of milliseconds'),
    v.minValue(least, `expected ${least} or more`),
  );

/** RabbitMQ's own names, units and limits. What the broker makes of them stands in arguments.ts. */
const queueArguments = v.objectWithRest(
  {
    'x-queue-type': v.optional(
      v.pipe(
        v.string(),
        v.check(
          (type) => type === 'classic',
          ({ input }) => `queues of type "${String(input)}" are not modelled yet: use "classic"`,
        ),
        described('Where it keeps its messages: "classic" on its one node. Source: rabbitmq.com/docs/classic-queues.'),
      ),
    ),
    'x-message-ttl': v.optional(
      v.pipe(
        milliseconds(0),
        described(
          'A message that waits here for so long is removed, when it stands at the head; with a dead letter exchange it goes there. Source: rabbitmq.com/docs/ttl#per-queue-message-ttl.',
          'ms',
        ),
      ),
    ),
    'x-expires': v.optional(
      v.pipe(
        milliseconds(1),
        described(
          'The queue is deleted when nobody has used it for so long: no consumer, no declaration, no basic.get. Source: rabbitmq.com/docs/ttl#queue-ttl.',
          'ms',
        ),
      ),
    ),
    'x-max-length': v.optional(
      v.pipe(
        count,
        described(
          'At most so many messages may be ready; what is unacked does not count. Source: rabbitmq.com/docs/maxlength.',
          'messages',
        ),
      ),
    ),
    'x-max-length-bytes': v.optional(
      v.pipe(
        count,
        described('At most so many bytes of bodies may be ready. Source: rabbitmq.com/docs/maxlength.', 'bytes'),
      ),
    ),
    'x-overflow': v.optional(
      v.pipe(
        v.picklist(OVERFLOWS, `expected one of ${OVERFLOWS.join(', ')}`),
        described(
          'What a full queue does: drop its oldest message (and confirm the new one), or reject the new one, which only a publisher with confirms is told. Source: rabbitmq.com/docs/maxlength#overflow-behaviour.',
        ),
      ),
    ),
    'x-dead-letter-exchange': v.optional(
      v.pipe(
        v.string(),
        described(
          'Where messages go that are rejected, expired or dropped for lack of room; "" is the default exchange. Source: rabbitmq.com/docs/dlx.',
        ),
      ),
    ),
    'x-dead-letter-routing-key': v.optional(
      v.pipe(
        v.string(),
        described('The key with which they go there, in place of their own. Source: rabbitmq.com/docs/dlx#routing.'),
      ),
    ),
    'x-max-priority': v.optional(
      v.pipe(
        count,
        v.maxValue(255, 'expected at most 255'),
        described(
          'Messages of a higher priority are delivered first, up to this one. Source: rabbitmq.com/docs/priority.',
        ),
      ),
    ),
    'x-single-active-consumer': v.optional(
      v.pipe(
        v.boolean(),
        described(
          'One consumer gets everything; the next takes over when it is gone. Source: rabbitmq.com/docs/consumers#single-active-consumer.',
        ),
      ),
    ),
  },
  v.unknown(),
);

/** The first argument that a scenario cannot have, as a sentence; null if there is none. */
function argumentMistake(args: Readonly<Record<string, unknown>>): string | null {
  for (const key of Object.keys(args)) {
    if (ARGUMENTS_TO_COME.includes(key))
      return `queue argument ${key} is not modelled: it belongs to quorum queues and streams`;
    if (!(key in queueArguments.entries)) return `a classic queue has no argument "${key}"`;
  }
  const refusal = argumentsRefused('', args, '');
  return refusal === null
    ? null
    : refusal.replace('PRECONDITION_FAILED - ', 'RabbitMQ refuses that: ').replace(" for queue '' in vhost ''", '');
}

const queue = v.strictObject({
  name: v.pipe(name, described('What the queue is called.')),
  durable: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'The queue survives a restart of the broker; its messages only if they are persistent as well. Source: rabbitmq.com/docs/queues#durability.',
      ),
    ),
    true,
  ),
  exclusive: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Belongs to one connection, that of the consumer that reads from it, and goes with it. Source: rabbitmq.com/docs/queues#exclusive-queues.',
      ),
    ),
    false,
  ),
  autoDelete: v.optional(
    v.pipe(
      v.boolean(),
      described('Deleted when its last consumer leaves. Source: rabbitmq.com/docs/queues#temporary-queues.'),
    ),
    false,
  ),
  arguments: v.optional(
    v.pipe(
      queueArguments,
      v.check(
        (args) => argumentMistake(args) === null,
        ({ input }) => argumentMistake(input as Record<string, unknown>) ?? '',
      ),
      described('Optional arguments ("x-…") of the queue. Source: rabbitmq.com/docs/queues#optional-arguments.'),
    ),
    {},
  ),
  deadLetter: v.optional(
    v.pipe(v.boolean(), described('Messages that come here have failed: they count as dead-lettered.')),
    false,
  ),
});

const binding = v.strictObject({
  source: v.pipe(name, described('The exchange that hands on.')),
  destination: v.pipe(name, described('The queue that gets it, or an exchange if there is no queue of that name.')),
  routingKey: v.optional(
    v.pipe(
      v.string(),
      described(
        'What the exchange compares with a message’s routing key: the same for direct, a pattern with * and # for topic. Source: rabbitmq.com/docs/exchanges.',
      ),
    ),
    '',
  ),
  arguments: v.optional(
    v.pipe(
      v.record(v.string(), headerValue),
      described(
        'What a headers exchange looks for; x-match "all" (default) or "any". Source: rabbitmq.com/docs/exchanges#headers.',
      ),
    ),
    {},
  ),
});

export const rabbitmqBroker = v.strictObject({
  kind: v.pipe(v.literal('rabbitmq'), described('Which broker it is.')),
  name: v.pipe(name, described('What it is called in this file, in faults and in logs: unique in a scenario.')),
  title: v.optional(v.pipe(v.string(), described('What people read on the stage.')), 'RabbitMQ'),
  version: v.optional(
    v.pipe(
      v.picklist(VERSIONS, `expected one of ${VERSIONS.join(', ')}`),
      described('The release whose behaviour is followed, where releases differ.'),
    ),
    '4.3',
  ),
  exchanges: v.optional(v.pipe(v.array(exchange), described('Its exchanges, beside the default one.')), []),
  queues: v.optional(v.pipe(v.array(queue), described('Its queues.')), []),
  bindings: v.optional(v.pipe(v.array(binding), described('Which exchange hands on what, and where to.')), []),
  heartbeat: v.optional(
    v.pipe(
      duration,
      described(
        'Each side sends a heartbeat every half of this, and closes the connection after two that it missed; 0 turns it off. Source: rabbitmq.com/docs/heartbeats.',
        'duration',
      ),
    ),
    '60s',
  ),
  consumerTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'A delivery that is not acked for so long closes its channel (consumer_timeout); looked for every minute; 0 turns it off. Not for classic queues of 4.3. Source: rabbitmq.com/docs/consumers#acknowledgement-timeout.',
        'duration',
      ),
    ),
    '30min',
  ),
  memoryLimit: v.optional(
    v.nullable(
      v.pipe(
        count,
        described(
          'The memory alarm: above so many bytes nothing more is read from connections that publish (vm_memory_high_watermark.absolute). Here the bodies of messages in queues count, ready and unacked; null: no limit. Source: rabbitmq.com/docs/memory.',
          'bytes',
        ),
      ),
    ),
    null,
  ),
  memoryCheck: v.optional(
    v.pipe(
      duration,
      described(
        'How often the node looks at its memory (memory_monitor_interval). Source: rabbitmq-server, vm_memory_monitor.erl.',
        'duration',
      ),
    ),
    '2500ms',
  ),
});

const producerEntries = v.strictObject(rabbitmqProducerEntries);
const consumerEntries = v.strictObject(rabbitmqConsumerEntries);

export type BrokerFile = v.InferOutput<typeof rabbitmqBroker>;
/** What all producers of a scenario have (name, workload, …) comes from the scenario layer; only the name is needed here. */
export type ProducerFile = v.InferOutput<typeof producerEntries> & { readonly name: string };
export type ConsumerFile = v.InferOutput<typeof consumerEntries> & { readonly name: string };

export type {
  QueueDeclaration,
  ExchangeDeclaration,
  BindingDeclaration,
  QueueMeaning,
  BrokerConfig,
  ProducerConfig,
  ConsumerConfig,
} from './nodeConfigs';
