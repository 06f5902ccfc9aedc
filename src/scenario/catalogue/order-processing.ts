import type { ScenarioFile } from '../schema/scenario';
import {
  chargeThenAck,
  databaseLinks,
  neverLost,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

export const orderProcessing: ScenarioFile = {
  format: 1,
  id: 'order-processing',
  title: 'Point to point: who holds order 4?',
  claim: 'Each order is processed by exactly one worker.',
  text: [
    'One queue, three workers. RabbitMQ deals the orders out in turn, and gives a worker no more than its prefetch while those are unacked.',
    'A delivered order has not left the queue: its ghost stays there, tied to the order in the worker’s hand, until the ack comes. Kill the worker and its orders are ready again in their old places, for the others.',
  ],
  try: 'Kill a worker after it has charged and before it acks. What does its order become?',
  simplifications: [SLOWED_DOWN],
  tags: ['patterns', 'point to point'],
  seed: 1,
  until: '30s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 12, first: '1s', every: { exponential: { min: '40ms', mean: '90ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(3, { prefetch: 2, program: 'charge', reconnectAfter: '600ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2', 'payment-3']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { charge: chargeThenAck },
  faults: [
    { when: { step: 'insert', of: 'payment-2', edge: 'before', nth: 2 }, what: 'crash', whom: 'payment-2', for: '2s' },
  ],
  knobs: [
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked orders a worker may hold; 0 is unlimited.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 10,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 200 },
    {
      id: 'arrivals',
      label: 'Time between orders',
      path: 'producers[order-service].workload.every',
      choices: ['20ms', '100ms', '250ms', '1s'],
    },
  ],
  assertions: [
    neverLost('payments'),
    {
      name: 'exactly-one-worker',
      kind: 'shows',
      text: 'Every order is charged once, although a worker died with orders in hand',
      path: 'outcomes.payments.done',
      equals: 12,
    },
    ...[1, 2, 3].map((number) => ({
      name: `share-of-payment-${number}`,
      kind: 'shows' as const,
      text: `Payment Worker ${number} has charged some of them`,
      path: `shares.payments.payment-${number}`,
      min: 1,
    })),
    { name: 'moved-to-the-others', kind: 'shows', text: 'The worker was killed', path: 'faults.0.fired', equals: true },
  ],
  variants: { article: { title: 'Three workers' } },
};
