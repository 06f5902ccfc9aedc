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
  worker,
} from './parts';

/** Forty orders come at five a second; a worker that acks one before it gets the next does about one and a half. */
const ORDERS = 40;

/** That each of so many workers has its part: round robin is by order, and all are as fast. */
const evenShares = (howMany: number) =>
  Array.from({ length: howMany }, (_, index) => ({
    name: `share-of-${worker(index + 1)}`,
    kind: 'shows' as const,
    text: `Payment Worker ${index + 1} does its part: about one order in ${howMany}`,
    path: `shares.payments.${worker(index + 1)}`,
    min: Math.floor((ORDERS / howMany) * 0.75),
    max: Math.ceil((ORDERS / howMany) * 1.25),
  }));

/** One worker after the other, with what belongs to each. */
const withWorkers = (howMany: number) => ({
  consumers: paymentWorkers(howMany, { prefetch: 1, program: 'charge', reconnectAfter: '600ms' }),
  'network.links': databaseLinks(Array.from({ length: howMany }, (_, index) => worker(index + 1))),
});

const allDone = {
  name: 'all-done',
  kind: 'shows',
  text: 'Every order is charged once',
  path: 'outcomes.payments.done',
  equals: ORDERS,
} as const;

export const scalability: ScenarioFile = {
  format: 1,
  id: 'scalability',
  title: 'Scalability: more workers on the same queue',
  claim: 'Add more consumers to process messages in parallel. The queue acts as a natural work distribution mechanism.',
  text: [
    'Five orders come each second. A worker with a prefetch of 1 does about one and a half: it has to get the order, work, charge and ack before the next one is sent.',
    'A second worker doubles that, with no word to the Order Service and no change in the first one: the queue deals out what is there to whoever is free.',
    'Four workers are faster than the orders come. From there on a fifth changes nothing: what is left to wait for is the way to the worker and the work itself.',
  ],
  try: 'One worker with a prefetch of 10: why is that faster, too, and what does it cost when the worker dies?',
  simplifications: [SLOWED_DOWN],
  tags: ['why', 'scalability'],
  seed: 1,
  until: '60s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: ORDERS, first: '1s', every: { exponential: { min: '150ms', mean: '50ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: withWorkers(1).consumers,
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...SLOW_NETWORK, links: withWorkers(1)['network.links'] },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { charge: chargeThenAck },
  knobs: [
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked orders a worker may hold; 0 is unlimited.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 20,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 500 },
    {
      id: 'arrivals',
      label: 'Time between orders',
      path: 'producers[order-service].workload.every',
      choices: ['50ms', '100ms', '200ms', '500ms'],
    },
  ],
  assertions: [neverLost('payments'), allDone],
  variants: {
    one: {
      title: '1 worker',
      assertions: [
        neverLost('payments'),
        allDone,
        {
          name: 'throughput',
          kind: 'shows',
          text: 'One worker does less than two orders a second',
          path: 'metrics.payments.throughputPerS',
          max: 2,
        },
        { name: 'depth', kind: 'shows', text: 'Most of the orders wait', path: 'metrics.payments.depthMax', min: 20 },
      ],
    },
    two: {
      title: '2 workers',
      set: withWorkers(2),
      assertions: [
        neverLost('payments'),
        allDone,
        {
          name: 'throughput',
          kind: 'shows',
          text: 'Two do more than one can',
          path: 'metrics.payments.throughputPerS',
          min: 2.4,
        },
        {
          name: 'not-enough',
          kind: 'shows',
          text: 'But less than comes',
          path: 'metrics.payments.throughputPerS',
          max: 4,
        },
        ...evenShares(2),
      ],
    },
    four: {
      title: '4 workers',
      set: withWorkers(4),
      assertions: [
        neverLost('payments'),
        allDone,
        {
          name: 'throughput',
          kind: 'shows',
          text: 'Four keep up with what comes',
          path: 'metrics.payments.throughputPerS',
          min: 4,
        },
        { name: 'depth', kind: 'shows', text: 'The queue stays short', path: 'metrics.payments.depthMax', max: 8 },
        ...evenShares(4),
      ],
    },
  },
};
