import type { ScenarioFile } from '../schema/scenario';
import {
  chargeThenAck,
  databaseLinks,
  neverLost,
  orderProcessor,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

export const idempotentConsumer: ScenarioFile = {
  format: 1,
  id: 'idempotent-consumer',
  title: 'Make twice harmless',
  claim: 'Consumers must be idempotent: processing the same message twice must produce the same result.',
  text: [
    'Two things go wrong here, and both end in a second copy: an ack is lost on its way to the broker, and a confirm is lost on its way to the Order Service, which publishes again.',
    'The article’s OrderProcessor looks each order up in processed_orders. What it finds there it skips, and acks. Deliveries: more than orders. Charges: one each.',
  ],
  try: 'Take the check away, and count the charges.',
  simplifications: [SLOWED_DOWN],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '30s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 6, first: '1s', every: { exponential: { min: '260ms', mean: '30ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(2, { prefetch: 1, program: 'order-processor', reconnectAfter: '600ms' }),
  databases: [
    {
      name: 'database',
      title: 'payments',
      tables: [payments, { name: 'processed_orders', unique: true, verb: 'processed' }],
    },
  ],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { 'order-processor': orderProcessor, charge: chargeThenAck },
  faults: [
    { when: { packet: 'ack', message: 'order-2', nth: 1 }, what: 'lose' },
    { when: { packet: 'confirm', nth: 4 }, what: 'lose' },
  ],
  knobs: [
    { id: 'prefetch', label: 'Prefetch', path: 'consumers[*].prefetch', min: 0, max: 10 },
    {
      id: 'retries',
      label: 'Publish again',
      help: 'How often the Order Service publishes again what was not confirmed.',
      path: 'producers[order-service].retry.retries',
      min: 0,
      max: 10,
    },
    {
      id: 'unique',
      label: 'Unique key on processed_orders',
      path: 'databases[0].tables[processed_orders].unique',
      choices: [true, false],
    },
  ],
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
      name: 'once-each',
      kind: 'shows',
      text: 'Every order is charged once',
      path: 'outcomes.payments.done',
      equals: 6,
    },
    { name: 'ack-lost', kind: 'shows', text: 'An ack was lost', path: 'faults.0.fired', equals: true },
    { name: 'confirm-lost', kind: 'shows', text: 'A confirm was lost', path: 'faults.1.fired', equals: true },
  ],
  variants: {
    article: { title: 'OrderProcessor' },
    without: {
      title: 'Without the check',
      text: 'The same two losses, and nobody looks.',
      set: { 'consumers[*].program': 'charge' },
      assertions: [
        neverLost('payments'),
        {
          name: 'charged-twice',
          kind: 'shows',
          text: 'Orders are charged twice',
          path: 'outcomes.payments.duplicated',
          min: 2,
        },
      ],
    },
  },
};
