import * as v from 'valibot';
import { count, described, duration, name, retryPolicy } from '../schema';

/** What a scenario file says of a RabbitMQ client: publishers, and consumers with what their programs publish. */

const reconnectAfter = v.optional(
  v.pipe(
    duration,
    described(
      'How long the client waits before it connects again. The Java client: 5 s; many applications less.',
      'duration',
    ),
  ),
  '500ms',
);

/** What a header may be here; AMQP knows more. */
export const headerValue = v.union([v.string(), v.number(), v.boolean()], 'expected a text, a number, true or false');

export const rabbitmqProducerEntries = {
  exchange: v.optional(
    v.pipe(
      v.string(),
      described('The exchange it publishes to; "" is the default exchange. Source: AMQP 0-9-1, basic.publish.'),
    ),
    '',
  ),
  routingKey: v.optional(
    v.pipe(
      v.string(),
      described('For the default exchange: the name of the queue. Source: AMQP 0-9-1, basic.publish.'),
    ),
    '',
  ),
  headers: v.optional(
    v.pipe(
      v.record(v.string(), headerValue),
      described('Headers of each message: what a headers exchange routes by. Source: AMQP 0-9-1, basic properties.'),
    ),
    {},
  ),
  mandatory: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'A message that reaches no queue is returned instead of dropped. Source: rabbitmq.com/docs/publishers#unroutable.',
      ),
    ),
    false,
  ),
  persistent: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'delivery_mode 2: the message survives a restart in a durable queue. Source: rabbitmq.com/docs/publishers#message-properties.',
      ),
    ),
    true,
  ),
  expiration: v.optional(
    v.nullable(
      v.pipe(
        duration,
        described(
          'A message that waits longer in a queue is removed there, or goes to its dead letter exchange. Source: rabbitmq.com/docs/ttl#per-message-ttl-in-publishers.',
          'duration',
        ),
      ),
    ),
    null,
  ),
  priority: v.optional(
    v.nullable(
      v.pipe(
        count,
        v.maxValue(255, 'expected at most 255'),
        described('Higher ones are delivered first by queues with x-max-priority. Source: rabbitmq.com/docs/priority.'),
      ),
    ),
    null,
  ),
  bytes: v.optional(
    v.pipe(count, described("Size of a message's body: what x-max-length-bytes counts.", 'bytes')),
    1_000,
  ),
  confirms: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Publisher confirms: the broker says when it has taken a message over. Source: rabbitmq.com/docs/confirms#publisher-confirms.',
      ),
    ),
    true,
  ),
  confirmTimeout: v.optional(
    v.pipe(
      duration,
      described('How long the application waits for a confirm before it tries again or gives up.', 'duration'),
    ),
    '5s',
  ),
  heedsBlocked: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Publishes nothing while the broker says that the connection is blocked, as an application that listens for it can. Without, it writes on, and TCP holds what it writes. Source: rabbitmq.com/docs/connection-blocked.',
      ),
    ),
    true,
  ),
  retry: v.optional(
    v.pipe(retryPolicy, described('How often a message that was not confirmed is published again.')),
    {},
  ),
  reconnectAfter,
};

export const rabbitmqConsumerEntries = {
  queue: v.pipe(name, described('The queue it consumes from.')),
  prefetch: v.optional(
    v.pipe(
      count,
      described(
        'At most this many deliveries unacked at a time (basic.qos); 0 is no limit. Source: rabbitmq.com/docs/consumer-prefetch.',
        'messages',
      ),
    ),
    0,
  ),
  autoAck: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'The broker forgets a message as soon as it is sent (no_ack). Source: rabbitmq.com/docs/confirms#acknowledgement-modes.',
      ),
    ),
    false,
  ),
  exclusive: v.optional(
    v.pipe(v.boolean(), described('Consumes alone or not at all. Source: rabbitmq.com/docs/consumers#exclusivity.')),
    false,
  ),
  priority: v.optional(
    v.pipe(
      v.number('expected a number'),
      v.integer('expected a whole number'),
      described(
        'x-priority: consumers of a higher one are served first, as long as they can take messages. Source: rabbitmq.com/docs/consumer-priority.',
      ),
    ),
    0,
  ),
  publisherConfirms: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'What its program publishes waits until the broker has taken it over. Source: rabbitmq.com/docs/confirms#publisher-confirms.',
      ),
    ),
    true,
  ),
  mandatory: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'What its program publishes and reaches no queue is returned: the step fails. Without it the broker confirms and drops. Source: rabbitmq.com/docs/publishers#unroutable.',
      ),
    ),
    false,
  ),
  reconnectAfter,
};
