import type { ScenarioFile } from '../schema/scenario';
import {
  chargeOnly,
  chargeThenAck,
  databaseLinks,
  neverLost,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

export const resilience: ScenarioFile = {
  format: 1,
  id: 'resilience',
  title: 'Resilience: the worker dies, the orders stay',
  claim:
    'If a consumer crashes, messages persist in the queue. When the consumer restarts, it picks up where it left off.',
  text: [
    'The only worker dies in the middle of an order. Nobody is there for three seconds, and orders keep coming: the Order Service is told yes for each, for the queue has them.',
    'The order in hand was never acked, so it was never gone: it is ready again at the head of the queue. The worker comes back and goes on with that very order.',
    '“Picks up where it left off” is the queue’s doing, not the worker’s: the worker has forgotten everything. With automatic acks the queue would have forgotten, too.',
  ],
  try: 'Kill RabbitMQ as well, while the worker is down. What is left of the orders, and why?',
  simplifications: [SLOWED_DOWN],
  tags: ['why', 'resilience'],
  seed: 1,
  until: '30s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 10, first: '1s', every: { exponential: { min: '400ms', mean: '60ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(1, { prefetch: 1, program: 'charge', reconnectAfter: '600ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { charge: chargeThenAck, 'charge-only': chargeOnly },
  faults: [
    { when: { step: 'insert', of: 'payment-1', edge: 'before', nth: 3 }, what: 'crash', whom: 'payment-1', for: '3s' },
  ],
  knobs: [
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked orders the worker may hold; 0 is unlimited.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 10,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 3, max: 50 },
    {
      id: 'persistent',
      label: 'Persistent messages',
      help: 'Whether an order outlives the broker’s process (delivery mode 2).',
      path: 'producers[order-service].persistent',
      choices: [true, false],
    },
  ],
  assertions: [
    neverLost('payments'),
    {
      name: 'died',
      kind: 'shows',
      text: 'The worker died with an order in hand',
      path: 'faults.0.fired',
      equals: true,
    },
    {
      name: 'waited',
      kind: 'shows',
      text: 'Orders waited in the queue meanwhile',
      path: 'metrics.payments.depthMax',
      min: 4,
    },
    {
      name: 'all-done',
      kind: 'shows',
      text: 'Every order is charged once',
      path: 'outcomes.payments.done',
      equals: 10,
    },
    {
      name: 'told-yes',
      kind: 'shows',
      text: 'The Order Service was told yes for all of them',
      path: 'beliefs.acknowledged',
      equals: 10,
    },
  ],
  variants: {
    article: { title: 'Ack after the work' },
    'auto-ack': {
      title: 'Automatic acks',
      text: 'The queue forgets what it has sent: the order in hand is gone, and so is what was waiting in the worker’s buffer.',
      set: { 'consumers[*].autoAck': true, 'consumers[*].program': 'charge-only' },
      assertions: [
        { name: 'lost', kind: 'shows', text: 'What the worker had is lost', path: 'outcomes.payments.lost', min: 1 },
        {
          name: 'told-yes',
          kind: 'shows',
          text: 'The Order Service was told yes for all of them',
          path: 'beliefs.acknowledged',
          equals: 10,
        },
        {
          name: 'never-twice',
          kind: 'shows',
          text: 'And no order is charged twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
      ],
    },
  },
};
