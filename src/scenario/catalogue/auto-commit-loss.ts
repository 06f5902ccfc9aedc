import type { ScenarioFile } from '../schema/scenario';
import { NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const handOff: Program = {
  code: [
    'for (;;) {',
    '  for (const order of await consumer.poll())',
    '    pool.submit(() => charge(order)); // and on to the next poll',
    '}',
    '',
    'async function charge(order) {',
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '}',
  ],
  steps: [
    { step: 'receive', line: 3 },
    {
      step: 'sleep',
      for: { exponential: { min: '2500ms', mean: '100ms' } },
      clock: 'working',
      label: 'pricing',
      line: 7,
    },
    { step: 'insert', table: 'payments', label: 'charging', line: 8 },
  ],
};

const oneByOne: Program = {
  code: [
    'for (const order of await consumer.poll()) {',
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '  // on an error: consumer.seek(order.partition, order.offset), and once more',
    '} // the next poll comes when this one’s orders are done',
  ],
  steps: [
    { step: 'receive', line: 1 },
    {
      step: 'sleep',
      for: { exponential: { min: '2500ms', mean: '100ms' } },
      clock: 'working',
      label: 'pricing',
      line: 2,
    },
    { step: 'insert', table: 'payments', label: 'charging', line: 3 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 4 },
  ],
};

const crashed = {
  name: 'crashed',
  kind: 'shows',
  text: 'Billing crashed',
  path: 'faults.0.fired',
  equals: true,
} as const;

export const autoCommitLoss: ScenarioFile = {
  format: 1,
  id: 'auto-commit-loss',
  title: 'Auto-commit: committed, and never done',
  claim: 'The consumer acknowledges before processing. If anything fails, the message is lost.',
  text: [
    'poll() commits what earlier polls returned. Returned, not processed: it cannot know what became of them.',
    'Billing hands its orders to a pool of threads and polls again at once. The offset moves past orders that are still being priced. Billing dies, and nobody will ever read them again.',
    'Nothing here says “acknowledge first”. It is the same mistake, made by handing over.',
  ],
  try: 'Make the interval five seconds. Are the orders safe now, or only luckier?',
  simplifications: [SLOWED_DOWN, SHORT_WAIT, NO_COPIES],
  tags: ['delivery guarantees', 'offsets'],
  seed: 1,
  until: '90s',
  brokers: [{ kind: 'kafka', name: 'kafka', groupInitialRebalanceDelay: '500ms', topics: [{ name: 'orders' }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: { messages: 10, first: '1500ms', every: { exponential: { min: '250ms', mean: '40ms' } } },
    },
  ],
  consumers: [
    {
      name: 'billing',
      title: 'Billing',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'hand-off',
      database: 'database',
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
      concurrency: 8,
      autoCommitInterval: '500ms',
      maxPollRecords: 1,
    },
  ],
  databases: [
    { name: 'database', title: 'payments', tables: [{ name: 'payments', effect: true, verb: 'charged', amount: 30 }] },
  ],
  network: {
    latency: { exponential: { min: '100ms', mean: '15ms' } },
    links: [{ between: ['billing', 'database'], latency: { exponential: { min: '40ms', mean: '5ms' } } }],
  },
  subscriptions: [{ name: 'payments', of: 'billing' }],
  programs: { 'hand-off': handOff, 'one-by-one': oneByOne },
  faults: [
    { when: { step: 'insert', of: 'billing', edge: 'before', nth: 3 }, what: 'crash', whom: 'billing', for: '1s' },
  ],
  knobs: [
    {
      id: 'interval',
      label: 'auto.commit.interval.ms',
      path: 'consumers[billing].autoCommitInterval',
      choices: ['100ms', '500ms', '5s'],
    },
    { id: 'threads', label: 'Threads', path: 'consumers[billing].concurrency', min: 1, max: 16 },
  ],
  assertions: [
    {
      name: 'lost',
      kind: 'shows',
      text: 'Orders that were in the threads’ hands are lost',
      path: 'outcomes.payments.lost',
      min: 1,
    },
    {
      name: 'told-yes',
      kind: 'shows',
      text: 'The Order Service was told yes for all of them',
      path: 'beliefs.acknowledged',
      equals: 10,
    },
    crashed,
  ],
  variants: {
    article: { title: 'Handed to a pool of threads' },
    mended: {
      title: 'In the thread that polls',
      text: 'The next poll comes when the last one’s orders are done. So what it commits has been processed.',
      set: { 'consumers[billing].program': 'one-by-one', 'consumers[billing].concurrency': 1 },
      assertions: [
        {
          name: 'never-lost',
          kind: 'always',
          text: 'Nothing that was acknowledged is lost, once everything has come back',
          path: 'matrix.payments.acknowledged.0',
          equals: 0,
          settled: true,
        },
        { name: 'none-lost', kind: 'shows', text: 'No order is lost', path: 'outcomes.payments.lost', equals: 0 },
        crashed,
      ],
    },
  },
};
