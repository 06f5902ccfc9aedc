import type { ScenarioFile } from '../schema/scenario';
import { chargeThenAck, databaseLinks, neverLost, orderProcessor, payments, paymentWorkers, rabbitmq, SLOWED_DOWN, SLOW_NETWORK } from './parts';

export const atLeastOnce: ScenarioFile = {
  format: 1,
  id: 'at-least-once',
  title: 'At least once: the ack is lost',
  claim: 'If the acknowledgment is lost, the message will be redelivered.',
  text: [
    'A worker charges an order, then acks it. Until that ack arrives, the order is still the queue’s: RabbitMQ cannot tell “not processed” from “processed, but I was not told”.',
    'AMQP runs on TCP, which cannot lose a single packet: losing the ack means that the connection resets. Everything unacked on it goes back to its place in the queue, marked redelivered, and another worker gets it.',
    'So the promise “never lost” is kept by asking again, and a customer can be charged twice.',
  ],
  try: 'Give workers a prefetch of 3 and make one lost ack charge three orders twice.',
  simplifications: [SLOWED_DOWN],
  tags: ['delivery guarantees', 'first minute'],
  noun: ['order', 'orders'],
  seed: 1,
  until: '20s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service', title: 'Order Service', broker: 'rabbitmq', routingKey: 'order-processing-queue', message: 'order',
      workload: { messages: 5, first: '1s', every: { exponential: { min: '160ms', mean: '30ms' } } },
      confirmTimeout: '2s', retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(3, { prefetch: 1, program: 'charge', reconnectAfter: '600ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments, { name: 'processed_orders', unique: true, verb: 'processed' }] }],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2', 'payment-3']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { charge: chargeThenAck, 'order-processor': orderProcessor },
  faults: [{ when: { packet: 'ack', message: 'order-3', nth: 1 }, what: 'lose' }],
  knobs: [
    { id: 'prefetch', label: 'Prefetch', help: 'How many unacked orders a worker may hold; 0 is unlimited.', path: 'consumers[*].prefetch', min: 0, max: 10 },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 50 },
    { id: 'reconnect', label: 'Reconnect after', help: 'How long a worker waits before it connects again.', path: 'consumers[*].reconnectAfter', choices: ['200ms', '600ms', '2s', '5s'] },
    { id: 'persistent', label: 'Persistent messages', help: 'Whether an order outlives the broker’s process (delivery mode 2).', path: 'producers[order-service].persistent', choices: [true, false] },
  ],
  assertions: [
    neverLost('payments'),
    { name: 'charged-twice', kind: 'shows', text: 'The order whose ack was lost is charged twice', path: 'outcomes.payments.duplicated', equals: 1 },
    { name: 'told-yes', kind: 'shows', text: 'The Order Service was told yes for every order', path: 'beliefs.acknowledged', equals: 5 },
  ],
  variants: {
    article: { title: 'As it is', text: 'Charge, then ack.' },
    mended: {
      title: 'Idempotent consumer',
      text: 'The article’s OrderProcessor: it looks the order up first, and writes the charge and the fact that it was charged in one transaction.',
      set: { 'consumers[*].program': 'order-processor' },
      assertions: [
        neverLost('payments'),
        { name: 'never-twice', kind: 'always', text: 'No order is charged twice', path: 'outcomes.payments.duplicated', equals: 0 },
        { name: 'once-each', kind: 'shows', text: 'Every order is charged once', path: 'outcomes.payments.done', equals: 5 },
      ],
    },
  },
};
