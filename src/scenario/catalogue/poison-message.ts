import type { ScenarioFile } from '../schema/scenario';
import {
  deadLetters,
  MAIN,
  messageConsumer,
  NEAR_NETWORK,
  nearDatabase,
  nothingVanishes,
  processing,
  SLOWED_LINKS,
  waitQueues,
} from './failing';
import { payments, paymentWorkers, worker } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const ORDERS = 24;
const WORKERS = [worker(1), worker(2)];

/** What most people write first. */
const requeueing: Program = {
  code: [
    'async function consumeMessage(message) {',
    '  try {',
    '    await processMessage(message);',
    '    channel.ack(message);',
    '  } catch (error) {',
    '    channel.nack(message, false, true); // requeue: try again',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', label: 'receiving', line: 1 },
    ...processing(3),
    { step: 'ack', label: 'acking', line: 4 },
    { step: 'nack', catch: '*', requeue: true, label: 'requeueing', line: 6 },
  ],
};

/** One second chance: what was delivered before and fails again is let go. */
const onceMore: Program = {
  code: [
    'async function consumeMessage(message) {',
    '  try {',
    '    await processMessage(message);',
    '    channel.ack(message);',
    '  } catch (error) {',
    '    const again = !message.fields.redelivered;',
    '    channel.nack(message, false, again);',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', label: 'receiving', line: 1 },
    ...processing(3),
    { step: 'ack', label: 'acking', line: 4 },
    { step: 'pass', catch: '*', label: 'catching', line: 5 },
    { step: 'nack', if: ['caught', 'not redelivered'], requeue: true, label: 'requeueing', line: 7 },
    { step: 'nack', if: ['caught', 'redelivered'], requeue: false, label: 'letting go', line: 7 },
  ],
};

const shows = (name: string, text: string, path: string, bounds: { equals?: number; min?: number; max?: number }) =>
  ({ name, kind: 'shows', text, path, ...bounds }) as const;

const keepsUp = shows(
  'nobody-waits',
  'No other order waited for them: the slowest is charged within half a second',
  'metrics.payments.latencyMs.p99',
  { max: 500 },
);
const othersDone = shows('others-done', 'All other orders are charged', 'outcomes.payments.done', {
  equals: ORDERS - 2,
});

export const poisonMessage: ScenarioFile = {
  format: 1,
  id: 'poison-message',
  title: 'Poison messages: two orders that burn two workers',
  claim: 'Do not let poison messages block your processing pipeline.',
  text: [
    'Two of the orders cannot be charged. The worker catches the error and requeues, as one does: RabbitMQ puts the order back at its old place, the head of the queue, and delivers it at once, often to the very same worker.',
    'Nothing counts. A classic queue has no limit to that, and the code does not look whether it has seen the order before. Two poison orders keep both workers busy for ever, and behind them nothing moves: every other order waits.',
    'Mended, a poison order costs four attempts and is put aside, and the queue flows.',
  ],
  try: 'Give RabbitMQ one more worker. How many poison orders does it take to stop three?',
  simplifications: [SLOWED_LINKS],
  tags: ['failing well', 'poison'],
  seed: 1,
  until: '16s',
  brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: MAIN }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: MAIN,
      workload: {
        messages: ORDERS,
        first: '300ms',
        every: { exponential: { min: '75ms', mean: '25ms' } },
        failing: { messages: [5, 8] },
      },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(WORKERS.length, { prefetch: 1, program: 'requeueing', reconnectAfter: '300ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...NEAR_NETWORK, links: nearDatabase(WORKERS) },
  subscriptions: [{ name: 'payments', of: MAIN }],
  programs: { requeueing, 'once-more': onceMore, 'message-consumer': messageConsumer },
  faults: [],
  knobs: [
    {
      id: 'share',
      label: 'Share of further poison orders',
      help: 'The chance that any other order fails for ever, too.',
      path: 'producers[order-service].workload.failing.share',
      choices: [0, 0.05, 0.1, 0.3],
    },
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked orders a worker may hold; 0 is unlimited.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 20,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 8, max: 200 },
  ],
  assertions: [
    nothingVanishes,
    shows('burning', 'Order 5 was tried more than sixty times', 'messages.4.deliveries', { min: 60 }),
    shows('collapse', 'Most orders have not been charged when the time is over', 'outcomes.payments.pending', {
      min: (ORDERS * 3) / 5,
    }),
    shows('waiting', 'They wait in the queue', 'metrics.payments.depthMax', { min: ORDERS / 2 }),
  ],
  variants: {
    requeue: { title: 'Requeue what fails' },
    'one-poison': {
      title: 'One poison order',
      text: 'Half of the workers are gone, and the other half is less than what comes.',
      set: { 'producers[order-service].workload.failing.messages': [5] },
      assertions: [
        nothingVanishes,
        shows('burning', 'Order 5 was tried more than sixty times', 'messages.4.deliveries', { min: 60 }),
        shows('others-done', 'The others are charged in the end', 'outcomes.payments.done', { equals: ORDERS - 1 }),
        shows('slower', 'But later and later: one worker is less than what comes', 'metrics.payments.latencyMs.p99', {
          min: 600,
        }),
      ],
    },
    'once-more': {
      title: 'Once more, then let go',
      text: 'The redelivered flag tells that there was an attempt before. Let go means dropped here: without a dead letter exchange a rejected order is gone.',
      set: { 'consumers[*].program': 'once-more' },
      assertions: [
        othersDone,
        keepsUp,
        shows('tried-twice', 'Order 5 is tried twice', 'messages.4.deliveries', { equals: 2 }),
        shows('gone', 'Both poison orders are lost, although they were acknowledged', 'lost.payments.acknowledged', {
          equals: 2,
        }),
      ],
    },
    'dead-letter-queue': {
      title: 'Mended by a dead letter queue',
      text: 'The article’s MessageConsumer: three retries, each in a wait queue and so in nobody’s way, then aside.',
      set: {
        'consumers[*].program': 'message-consumer',
        'brokers[rabbitmq].queues': [{ name: MAIN }, ...waitQueues, deadLetters],
      },
      assertions: [
        nothingVanishes,
        othersDone,
        keepsUp,
        shows('put-aside', 'Both poison orders are put aside', 'outcomes.payments.deadLettered', { equals: 2 }),
        shows('four-attempts', 'After four attempts', 'messages.4.deliveries', { equals: 4 }),
      ],
    },
  },
};
