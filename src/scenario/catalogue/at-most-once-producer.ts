import type { ScenarioFile } from '../schema/scenario';
import {
  chargeOnly,
  databaseLinks,
  neverLost,
  orderProcessor,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

export const atMostOnceProducer: ScenarioFile = {
  format: 1,
  id: 'at-most-once-producer',
  title: 'At most once: fire and forget',
  claim: 'The producer sends a message and does not wait for acknowledgment. If anything fails, the message is lost.',
  text: [
    'The Order Service publishes without confirms: it writes the order to the connection and forgets it. Most of the time that is enough, and nothing is faster.',
    'AMQP runs on TCP, which cannot lose a single packet; what a bad link does is break the connection. Everything on it at that moment is gone, and nobody knows what that was.',
    'So nothing is ever sent twice, and something is lost now and then, without a word to anybody. The Order Service never hears what became of any order, lost or not.',
  ],
  try: 'Turn confirms on. Which orders does the Order Service hear of now, and what does it still not do about the others?',
  simplifications: [SLOWED_DOWN],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '60s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 12, first: '1s', every: { exponential: { min: '160ms', mean: '30ms' } } },
      confirms: false,
      confirmTimeout: '2s',
      reconnectAfter: '600ms',
    },
  ],
  consumers: paymentWorkers(2, { autoAck: true, program: 'charge-only', reconnectAfter: '600ms' }),
  databases: [
    {
      name: 'database',
      title: 'payments',
      tables: [payments, { name: 'processed_orders', unique: true, verb: 'processed' }],
    },
  ],
  network: {
    ...SLOW_NETWORK,
    links: [
      { between: ['order-service', 'rabbitmq'], latency: SLOW_NETWORK.latency, loss: 0.02 },
      ...databaseLinks(['payment-1', 'payment-2']),
    ],
  },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { 'charge-only': chargeOnly, 'order-processor': orderProcessor },
  faults: [{ when: { packet: 'publish', from: 'order-service', nth: 4 }, what: 'lose' }],
  knobs: [
    {
      id: 'loss',
      label: 'Loss on the producer’s link',
      help: 'The chance, for each packet, that the connection breaks at it.',
      path: 'network.links[0].loss',
      min: 0,
      max: 0.2,
      step: 0.01,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 200 },
    { id: 'confirms', label: 'Publisher confirms', path: 'producers[order-service].confirms', choices: [false, true] },
  ],
  assertions: [
    {
      name: 'never-twice',
      kind: 'always',
      text: 'No order is charged twice',
      path: 'outcomes.payments.duplicated',
      equals: 0,
    },
    {
      name: 'lost',
      kind: 'shows',
      text: 'What was on the connection when it broke is lost',
      path: 'outcomes.payments.lost',
      min: 1,
    },
    {
      name: 'never-heard',
      kind: 'shows',
      text: 'The Order Service has never heard of any of them',
      path: 'beliefs.unknown',
      equals: 12,
    },
  ],
  variants: {
    article: { title: 'Fire and forget' },
    mended: {
      title: 'Confirms and retries',
      text: 'The Order Service keeps an order until RabbitMQ confirms it, and publishes it again until then. Workers ack after the work, and know an order that they have had.',
      set: {
        'producers[order-service].confirms': true,
        'producers[order-service].retry': { retries: 20, first: '500ms', max: '2s' },
        'consumers[*].autoAck': false,
        'consumers[*].prefetch': 1,
        'consumers[*].program': 'order-processor',
      },
      assertions: [
        neverLost('payments'),
        {
          name: 'never-twice',
          kind: 'always',
          text: 'No order is charged twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
        {
          name: 'all-done',
          kind: 'shows',
          text: 'Every order is charged once, over the same link',
          path: 'outcomes.payments.done',
          equals: 12,
        },
        {
          name: 'told-yes',
          kind: 'shows',
          text: 'And the Order Service knows it',
          path: 'beliefs.acknowledged',
          equals: 12,
        },
      ],
    },
  },
};
