import type { ScenarioFile } from '../schema/scenario';
import { chargeAndAnswer } from './callParts';
import { MAIN, NEAR_NETWORK, nearDatabase, SLOWED_LINKS } from './failing';
import { chargeThenAck, neverLost, payments, paymentWorkers, worker } from './parts';

const ORDERS = 90;
const LIMIT = 10;
const WORKERS = [worker(1), worker(2)];

const shows = (name: string, text: string, path: string, bounds: { equals?: number; min?: number; max?: number }) =>
  ({ name, kind: 'shows', text, path, ...bounds }) as const;

const never = neverLost('payments');
const allDone = shows('all-done', 'Every order is charged once', 'outcomes.payments.done', { equals: ORDERS });
const short = shows('short', `Never more than ${LIMIT} orders wait`, 'metrics.payments.depthMax', { max: LIMIT });
const prompt = shows('prompt', 'No order waits for more than three seconds', 'metrics.payments.latencyMs.p99', {
  max: 3_000,
});
const prompter = shows(
  'prompt',
  'Those that are charged waited two seconds at most',
  'metrics.payments.latencyMs.p99',
  {
    max: 2_000,
  },
);

const boundedQueue = (overflow: 'drop-head' | 'reject-publish') => ({
  'brokers[rabbitmq].queues[order-processing-queue].arguments': { 'x-max-length': LIMIT, 'x-overflow': overflow },
});
const buffered = (orders: number) => ({ 'producers[order-service].workload.buffer': orders });

/** In place of RabbitMQ and its workers: a service that is called, and says when it is too much. */
const calledInstead = {
  brokers: [
    {
      kind: 'http',
      name: 'payment-service',
      title: 'Payment Service',
      program: 'charge',
      concurrency: 4,
      backlog: 10,
      database: 'database',
      rateLimit: { perSecond: 10, burst: 3 },
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'payment-service',
      connections: null,
      timeout: '5s',
      retry: { retries: 30, first: '200ms', factor: 1.5, max: '4s', jitter: 1 },
      workload: { messages: ORDERS, first: '300ms', every: { exponential: { min: '40ms', mean: '20ms' } } },
    },
  ],
  consumers: [],
  'network.links': nearDatabase(['payment-service']),
  subscriptions: [{ name: 'payments', of: 'payment-service' }],
  programs: { charge: chargeAndAnswer },
};

export const backpressure: ScenarioFile = {
  format: 1,
  id: 'backpressure',
  title: 'Backpressure: who waits when it is too much?',
  claim: 'If consumers are overwhelmed, slow down or pause producers rather than letting the queue grow unbounded.',
  text: [
    'Orders come twice as fast as two workers can charge them. A queue moves a burst in time, but it adds no capacity: what comes too fast must wait somewhere, be refused, or be lost.',
    'Without a limit it waits in RabbitMQ. The Order Service notices nothing, each order waits longer than the one before, and only RabbitMQ’s memory ends it.',
    'With a limit somebody has to give way, and which setting is chosen says who: the Order Service (it is blocked, or slows down by itself), the new order (it is refused, and the Order Service is told), or the oldest one (it is dropped, and nobody is told).',
  ],
  try: 'Give the Order Service no buffer limit while the queue rejects. Where do the orders wait now?',
  simplifications: [
    SLOWED_LINKS,
    'RabbitMQ’s memory alarm counts the bodies of messages here, 1 kB each, and looks twice a second instead of every 2.5 s.',
  ],
  tags: ['failing well', 'backpressure'],
  seed: 1,
  until: '60s',
  brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: MAIN }], memoryCheck: '500ms' }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: MAIN,
      workload: { messages: ORDERS, first: '300ms', every: { exponential: { min: '40ms', mean: '20ms' } } },
      confirmTimeout: '30s',
      retry: { retries: 0, first: '100ms', factor: 1 },
    },
  ],
  consumers: paymentWorkers(WORKERS.length, { prefetch: 1, program: 'charge', reconnectAfter: '300ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...NEAR_NETWORK, links: nearDatabase(WORKERS) },
  subscriptions: [{ name: 'payments', of: MAIN }],
  programs: { charge: chargeThenAck },
  faults: [],
  knobs: [
    {
      id: 'buffer',
      label: 'Unconfirmed orders at the Order Service',
      help: 'It takes on no new order while so many are not confirmed.',
      path: 'producers[order-service].workload.buffer',
      choices: [1, 2, 6, 12],
    },
    {
      id: 'retries',
      label: 'Publishes again after a refusal',
      help: 'How often; each time after 0.1 s.',
      path: 'producers[order-service].retry.retries',
      choices: [0, 3, 100],
    },
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked orders a worker may hold; 0 is unlimited. What a worker holds does not count as waiting.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 50,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 5, max: 300 },
  ],
  assertions: [
    never,
    allDone,
    shows('grows', 'Dozens of orders wait in the end', 'metrics.payments.depthMax', { min: 30 }),
    shows('late', 'The last of them for more than four seconds', 'metrics.payments.latencyMs.p99', { min: 4_000 }),
    shows('unnoticed', 'The Order Service is never held back', 'blocked.times', { equals: 0 }),
  ],
  variants: {
    unbounded: { title: 'No limit' },
    'slow-down': {
      title: 'A full queue refuses, and the Order Service waits',
      text: `The queue takes ${LIMIT} orders and refuses more (reject-publish). The Order Service publishes a refused order again, and takes on no new one while two are unconfirmed: it slows down to what the workers manage.`,
      set: { ...boundedQueue('reject-publish'), ...buffered(2), 'producers[order-service].retry.retries': 1000 },
      assertions: [
        never,
        allDone,
        short,
        prompt,
        shows('held-back', 'The Order Service is held back again and again', 'blocked.times', { min: 5 }),
      ],
    },
    'memory-alarm': {
      title: 'RabbitMQ blocks the publisher',
      text: 'No limit on the queue, but one on RabbitMQ’s memory. Above it RabbitMQ reads nothing more from the Order Service’s connection, and says so (connection.blocked). Acks come on other connections, so the queue drains.',
      set: { 'brokers[rabbitmq].memoryLimit': 12_000, ...buffered(6) },
      assertions: [
        never,
        allDone,
        shows('alarm', 'The memory alarm goes off', 'alerts.raised', { min: 1 }),
        shows('over', 'And is over in the end', 'alerts.cleared', { min: 1 }),
        shows('held-back', 'The Order Service is held back for a second and more', 'blocked.ms', { min: 1_000 }),
        shows(
          'bounded',
          'Memory is bounded, if not sharply: RabbitMQ looks now and then',
          'metrics.payments.depthMax',
          {
            max: 28,
          },
        ),
      ],
    },
    reject: {
      title: 'A full queue refuses, and that is that',
      text: 'The same limit, and nobody tries again. The Order Service knows of every order that was refused, and can tell its customer.',
      set: boundedQueue('reject-publish'),
      assertions: [
        never,
        short,
        prompter,
        shows('refused', 'A third of the orders and more are refused', 'outcomes.payments.rejected', {
          min: ORDERS / 3,
        }),
        shows('not-lost', 'None is lost: each refusal was told', 'outcomes.payments.lost', { equals: 0 }),
      ],
    },
    'too-many-requests': {
      title: 'HTTP 429',
      text: 'No queue at all: the Order Service calls a Payment Service that takes ten orders a second. What is beyond is answered 429 Too Many Requests, with Retry-After, and the Order Service tries again when it is told to. The orders wait with who has them.',
      set: calledInstead,
      assertions: [
        never,
        allDone,
        shows('not-lost', 'None is lost', 'outcomes.payments.lost', { equals: 0 }),
        shows('waits', 'The Order Service waits seconds for some of its answers', 'response.ms.p99', { min: 1_500 }),
        shows('bounded', 'And none of them for longer than half a minute', 'response.ms.p99', { max: 30_000 }),
      ],
    },
    'drop-head': {
      title: 'A full queue drops its oldest order',
      text: 'RabbitMQ’s default for a queue with a limit (drop-head). Each new order is confirmed, and pushes the oldest one out.',
      set: boundedQueue('drop-head'),
      assertions: [
        short,
        prompter,
        shows('lost', 'A third of the orders and more are lost', 'outcomes.payments.lost', { min: ORDERS / 3 }),
        shows('believed', 'The Order Service was told yes for each of them', 'lost.payments.acknowledged', {
          min: ORDERS / 3,
        }),
      ],
    },
    'unlimited-prefetch': {
      title: 'No limit, and no prefetch either',
      text: 'RabbitMQ hands the workers all there is. The queue looks empty, an alert on its depth stays silent, and the backlog is in two processes that may die with it in hand.',
      set: { 'consumers[*].prefetch': 0 },
      assertions: [
        never,
        allDone,
        shows('looks-empty', 'Hardly an order ever waits in the queue', 'metrics.payments.depthMax', { max: 2 }),
      ],
    },
  },
};
