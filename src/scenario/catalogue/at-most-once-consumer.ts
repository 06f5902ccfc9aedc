import type { ScenarioFile } from '../schema/scenario';
import {
  ackThenCharge,
  chargeOnly,
  databaseLinks,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

const crashInHand = [
  { when: { step: 'insert', of: 'payment-1', edge: 'before', nth: 1 }, what: 'crash', whom: 'payment-1', for: '1s' },
] as const;

export const atMostOnceConsumer: ScenarioFile = {
  format: 1,
  id: 'at-most-once-consumer',
  title: 'At most once: ack first, work later',
  claim: 'The consumer acknowledges before processing. If anything fails, the message is lost.',
  text: [
    'With automatic acks RabbitMQ forgets an order the moment it has written it to the connection. It is in nobody’s keeping but the worker’s.',
    'Kill the worker and everything in its hand, in its buffer and on the wire is gone. Nobody will ask again, and the Order Service was told yes.',
    'Acking by hand before the work looks the same. It is not quite: lose that ack, and the order comes back although the work goes on.',
  ],
  try: 'Lose exactly two orders with one fault. Then take “acked by hand, first” and lose the ack itself.',
  simplifications: [SLOWED_DOWN],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '20s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 6, first: '1s', every: { exponential: { min: '160ms', mean: '30ms' } } },
      confirmTimeout: '2s',
    },
  ],
  consumers: paymentWorkers(2, { autoAck: true, program: 'charge-only', reconnectAfter: '600ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { 'charge-only': chargeOnly, 'ack-first': ackThenCharge },
  faults: [...crashInHand],
  knobs: [
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 50 },
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'With automatic acks RabbitMQ ignores it.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 10,
    },
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
      text: 'An order in the worker’s hand is lost',
      path: 'outcomes.payments.lost',
      min: 1,
    },
    {
      name: 'told-yes',
      kind: 'shows',
      text: 'The Order Service was told yes for all of them',
      path: 'beliefs.acknowledged',
      equals: 6,
    },
  ],
  variants: {
    article: { title: 'Automatic acks' },
    'ack-first': {
      title: 'Acked by hand, first',
      text: 'basic.ack before the work, prefetch 1.',
      set: { 'consumers[*].autoAck': false, 'consumers[*].prefetch': 1, 'consumers[*].program': 'ack-first' },
      assertions: [
        {
          name: 'lost',
          kind: 'shows',
          text: 'The order in the worker’s hand is lost',
          path: 'outcomes.payments.lost',
          equals: 1,
        },
        {
          name: 'never-twice',
          kind: 'shows',
          text: 'No order is charged twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
      ],
    },
  },
};
