import type { ScenarioFile } from '../schema/scenario';
import { chargeAndAck, chargeAndAnswer, paymentsDatabase, paymentService, yesMeansYes } from './callParts';
import { rabbitmq } from './parts';

/** Two orders a second, and ten times as many for ten seconds: 10 s before it, 200 orders within it, and what comes behind. */
const ORDERS = 250;

const sale = { from: '5s', for: '10s', times: 10 };

/** Six at a time, a little less than a second each: some seven orders a second, whatever comes. */
const worker = {
  name: 'payment-service',
  title: 'Payment Service',
  program: 'charge',
  concurrency: 6,
  database: 'database',
};
const work = { for: { exponential: { min: '600ms', mean: '100ms' } } };
const withWork = (program: typeof chargeAndAck) => ({
  ...program,
  steps: program.steps.map((step) => (step.step === 'sleep' ? { ...step, ...work } : step)),
});

const shop = {
  name: 'order-service',
  title: 'Order Service',
  workload: {
    messages: ORDERS,
    first: '500ms',
    every: { exponential: { min: '350ms', mean: '150ms' } },
    phases: [sale],
  },
};

const queued = {
  brokers: [rabbitmq],
  producers: [{ ...shop, broker: 'rabbitmq', routingKey: 'order-processing-queue', confirmTimeout: '2s' }],
  consumers: [{ ...worker, broker: 'rabbitmq', queue: 'order-processing-queue', prefetch: 6 }],
  programs: { charge: withWork(chargeAndAck) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
};

const called = {
  brokers: [paymentService({ concurrency: 6, backlog: 12 })],
  producers: [{ ...shop, broker: 'payment-service', connections: null, timeout: '5s' }],
  consumers: [],
  programs: { charge: withWork(chargeAndAnswer) },
  subscriptions: [{ name: 'payments', of: 'payment-service' }],
};

const flat = {
  name: 'flat',
  kind: 'shows',
  text: 'The Payment Service never does more than nine orders a second',
  path: 'metrics.payments.throughputPerS',
  max: 9,
} as const;

export const buffering: ScenarioFile = {
  format: 1,
  id: 'buffering',
  title: 'Buffering: a flash sale',
  claim:
    'Queues absorb traffic spikes. If consumers are slow, messages accumulate in the queue rather than overwhelming the service.',
  text: [
    'Two orders come each second, and the Payment Service can do seven. Then a flash sale: for ten seconds twenty come each second.',
    'With a queue the depth rises by thirteen a second, and falls by five when the sale is over. The Payment Service sees nothing of all that: it does seven a second before, during and after. The price is the wait, more than a quarter of a minute for the last in line.',
    'Called directly, it has twelve places for callers to wait in. When these are taken it sheds load: 503 at once, and the customer is gone. Who gets in waits two seconds at most.',
    'A queue moves a burst in time; it adds no capacity. Were the sale to go on, the depth would grow until something gives.',
  ],
  try: 'Let the sale last for ever. What happens to the wait, and at which rate of orders would it stop growing?',
  simplifications: [
    'Orders and work are spread over seconds instead of milliseconds, so that the queue can be watched. Nothing else changes with it.',
  ],
  tags: ['why', 'http', 'buffering', 'load'],
  seed: 1,
  until: '90s',
  ...queued,
  databases: [paymentsDatabase],
  network: { latency: { exponential: { min: '8ms', mean: '4ms' } } },
  knobs: [
    {
      id: 'times',
      label: 'Orders in the sale',
      help: 'How many times as many as usual.',
      path: 'producers[order-service].workload.phases[0].times',
      choices: [1, 3, 5, 10, 20],
    },
    {
      id: 'sale',
      label: 'The sale lasts',
      path: 'producers[order-service].workload.phases[0].for',
      choices: ['5s', '10s', '20s'],
    },
    { id: 'orders', label: 'Orders in all', path: 'producers[order-service].workload.messages', min: 10, max: 2000 },
  ],
  assertions: [
    yesMeansYes,
    {
      name: 'rises',
      kind: 'shows',
      text: 'More than a hundred orders wait in the queue at the height of it',
      path: 'metrics.payments.depthMax',
      min: 100,
    },
    {
      name: 'all-done',
      kind: 'shows',
      text: 'And every one is charged once',
      path: 'outcomes.payments.done',
      equals: ORDERS,
    },
    flat,
    {
      name: 'the-price',
      kind: 'shows',
      text: 'The last in line waits longer than ten seconds',
      path: 'metrics.payments.latencyMs.p99',
      min: 10_000,
    },
  ],
  variants: {
    queue: { title: 'Queue', text: 'Orders accumulate, and are worked off.' },
    call: {
      title: 'Call',
      text: 'The Payment Service is called. What finds no thread and no place to wait is answered 503.',
      set: called,
      assertions: [
        yesMeansYes,
        {
          name: 'sheds',
          kind: 'shows',
          text: 'A great part of the sale is refused',
          path: 'outcomes.payments.rejected',
          min: 70,
        },
        {
          name: 'told',
          kind: 'shows',
          text: 'Each of them is told so',
          path: 'matrix.payments.unknown.0',
          equals: 0,
        },
        {
          name: 'short-wait',
          kind: 'shows',
          text: 'Who gets in is served within four seconds',
          path: 'metrics.payments.latencyMs.p99',
          max: 4_000,
        },
        flat,
      ],
    },
    'call-and-retry': {
      title: 'Call, and try again',
      text: 'Four more attempts with growing waits and jitter spread the burst over time, too: a queue of sorts, in the callers’ hands. Some run out of attempts.',
      set: {
        ...called,
        producers: [
          {
            ...called.producers[0],
            timeout: '5s',
            retry: { retries: 4, first: '1s', factor: 2, max: '30s', jitter: 0.5 },
          },
        ],
      },
      assertions: [
        yesMeansYes,
        {
          name: 'fewer-refused',
          kind: 'shows',
          text: 'Far fewer are refused in the end',
          path: 'outcomes.payments.rejected',
          max: 70,
        },
        flat,
      ],
    },
  },
};
