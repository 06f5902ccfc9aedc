import type { ScenarioFile } from '../schema/scenario';
import { MAIN, NEAR_NETWORK, nearDatabase, SLOWED_LINKS } from './failing';
import { chargeThenAck, neverLost, payments, paymentWorkers, worker } from './parts';

const RAISE = 20;
const CLEAR = 5;
const ORDERS = 110;
const ALL = [worker(1), worker(2), worker(3)];

const evenly = (count: number, from: number, over: number): string[] =>
  Array.from({ length: count }, (_, index) => `${from + Math.round((index * over) / count)}ms`);

/** Two dozen at once, and then as many every two seconds as three workers manage in two: a tide about the threshold. */
const WAVES = {
  'producers[order-service].workload': {
    arrivals: [
      ...evenly(24, 300, 200),
      ...Array.from({ length: 7 }, (_, wave) => evenly(25, 1_500 + 2_000 * wave, 1_000)).flat(),
    ],
  },
};

const shows = (name: string, text: string, path: string, bounds: { equals?: number; min?: number; max?: number }) =>
  ({ name, kind: 'shows', text, path, ...bounds }) as const;

const allDone = shows('all-done', 'Every order is charged once in the end', 'outcomes.payments.done', {
  equals: ORDERS,
});
const cleared = shows('cleared', 'It is cleared once, when hardly anything waits any more', 'alerts.cleared', {
  equals: 1,
});

export const queueDepthAlert: ScenarioFile = {
  format: 1,
  id: 'queue-depth-alert',
  title: 'Queue depth: the alert that tells you first',
  claim: 'Growing queue depth means consumers are not keeping up. Set up alerts for queue depth thresholds.',
  text: [
    'Two of the three workers die. The third cannot keep up, and nobody notices: the Order Service is told yes for every order, the worker is busy, no error is logged anywhere. Only the queue grows.',
    `Prometheus asks RabbitMQ twice a second how many orders are ready. At ${RAISE} it raises its alert, and it clears it only at ${CLEAR}: between the two it stays as it is. With one threshold for both it would ring at every order that comes and goes.`,
    'The alert ends no trouble. It ends when the workers are back and have worked off what had gathered.',
  ],
  try: 'Let Prometheus ask only every 10 s. How much has gathered when the alert comes?',
  simplifications: [
    SLOWED_LINKS,
    'Prometheus asks twice a second here; its default is once a minute. It is also what rings: in production that is Alertmanager.',
  ],
  tags: ['failing well', 'monitoring'],
  seed: 1,
  until: '60s',
  brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: MAIN }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: MAIN,
      workload: { messages: ORDERS, first: '300ms', every: { exponential: { min: '60ms', mean: '40ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(ALL.length, { prefetch: 1, program: 'charge', reconnectAfter: '300ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  monitors: [
    {
      name: 'prometheus',
      title: 'Prometheus',
      broker: 'rabbitmq',
      of: MAIN,
      every: '500ms',
      raise: RAISE,
      clear: CLEAR,
    },
  ],
  network: { ...NEAR_NETWORK, links: nearDatabase(ALL) },
  subscriptions: [{ name: 'payments', of: MAIN }],
  programs: { charge: chargeThenAck },
  faults: [
    { when: { step: 'insert', of: worker(2), edge: 'before', nth: 8 }, what: 'crash', whom: worker(2), for: '7s' },
    { when: { step: 'insert', of: worker(3), edge: 'before', nth: 8 }, what: 'crash', whom: worker(3), for: '7s' },
  ],
  knobs: [
    { id: 'raise', label: 'The alert begins at', path: 'monitors[prometheus].raise', min: 2, max: 200, unit: 'orders' },
    { id: 'clear', label: 'and ends at', path: 'monitors[prometheus].clear', min: 0, max: 199, unit: 'orders' },
    {
      id: 'every',
      label: 'Prometheus asks every',
      path: 'monitors[prometheus].every',
      choices: ['100ms', '500ms', '2s', '10s'],
    },
    {
      id: 'for',
      label: 'Only if it lasts',
      help: 'The depth must be seen above the threshold for so long before the alert is raised.',
      path: 'monitors[prometheus].for',
      choices: ['0ms', '1s', '3s'],
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 10, max: 500 },
  ],
  assertions: [
    neverLost('payments'),
    shows('raised', 'One alert is raised', 'alerts.raised', { equals: 1 }),
    shows('soon', 'Within five seconds of the first worker’s death', 'alerts.firstRaisedMs', {
      min: 2_000,
      max: 8_500,
    }),
    cleared,
    shows('gathered', 'Twice the threshold had gathered at the worst', 'metrics.payments.depthMax', { min: RAISE }),
    shows(
      'told-yes',
      'The Order Service has noticed nothing: it was told yes for every order',
      'beliefs.acknowledged',
      {
        equals: ORDERS,
      },
    ),
    allDone,
  ],
  variants: {
    article: { title: 'Two workers die' },
    waves: {
      title: 'Orders in waves',
      text: 'Nobody dies. Orders come in waves about the threshold, and the alert stays on until they are over.',
      set: WAVES,
      faults: [],
      assertions: [
        neverLost('payments'),
        shows('raised', 'One alert, for all the waves', 'alerts.raised', { equals: 1 }),
        cleared,
      ],
    },
    'one-threshold': {
      title: 'In waves, with one threshold',
      text: 'The same waves, and an alert that ends where it begins: it rings with each of them.',
      set: { ...WAVES, 'monitors[prometheus].clear': RAISE - 1 },
      faults: [],
      assertions: [
        neverLost('payments'),
        shows('flapping', 'The same waves raise it three times or more', 'alerts.raised', { min: 3 }),
      ],
    },
  },
};
