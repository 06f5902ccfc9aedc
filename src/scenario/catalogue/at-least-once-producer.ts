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

export const atLeastOnceProducer: ScenarioFile = {
  format: 1,
  id: 'at-least-once-producer',
  title: 'At least once: the confirm is lost',
  claim: 'Messages are guaranteed to be delivered at least once but may be delivered multiple times.',
  text: [
    'RabbitMQ takes order 3 over and says so, and the connection breaks under that confirm. The Order Service cannot tell “never arrived” from “arrived, but I was not told”.',
    'To be safe it publishes the order again. Now the queue has it twice, as two messages: neither is marked redelivered, for neither has been delivered before. RabbitMQ knows no duplicates.',
    'Only somebody who looks at the order’s own number can see that these two are one: the consumer.',
  ],
  try: 'Lose the publish instead of the confirm. The Order Service does the very same thing: what is different at the end?',
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
      workload: { messages: 6, first: '1s', every: { exponential: { min: '450ms', mean: '30ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
      reconnectAfter: '600ms',
    },
  ],
  consumers: paymentWorkers(2, { prefetch: 1, program: 'charge', reconnectAfter: '600ms' }),
  databases: [
    {
      name: 'database',
      title: 'payments',
      tables: [payments, { name: 'processed_orders', unique: true, verb: 'processed' }],
    },
  ],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { charge: chargeThenAck, 'order-processor': orderProcessor },
  faults: [{ when: { packet: 'confirm', message: 'order-3', nth: 1 }, what: 'lose' }],
  knobs: [
    {
      id: 'retries',
      label: 'Retries',
      help: 'How often an order that was not confirmed is published again.',
      path: 'producers[order-service].retry.retries',
      min: 0,
      max: 10,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 3, max: 50 },
    {
      id: 'reconnect',
      label: 'Reconnect after',
      path: 'producers[order-service].reconnectAfter',
      choices: ['200ms', '600ms', '2s'],
    },
  ],
  assertions: [
    neverLost('payments'),
    {
      name: 'charged-twice',
      kind: 'shows',
      text: 'The order whose confirm was lost is charged twice',
      path: 'outcomes.payments.duplicated',
      min: 1,
    },
    { name: 'none-lost', kind: 'shows', text: 'And none is lost', path: 'outcomes.payments.lost', equals: 0 },
    {
      name: 'told-yes',
      kind: 'shows',
      text: 'The Order Service was told yes for every order in the end',
      path: 'beliefs.acknowledged',
      equals: 6,
    },
  ],
  variants: {
    article: { title: 'As it is', text: 'Charge, then ack.' },
    mended: {
      title: 'Idempotent consumer',
      text: 'The article’s OrderProcessor looks the order up by its own number. To it the second copy is the same order.',
      set: { 'consumers[*].program': 'order-processor' },
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
      ],
    },
  },
};
