import type { ScenarioFile } from '../schema/scenario';
import { NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const charge = (commits: boolean): Program => ({
  code: [
    'for (const order of await consumer.poll()) {',
    "  await db.query('INSERT INTO payments VALUES ($1)', [order.id]);",
    ...(commits ? ['  await consumer.commitSync(order.offset + 1);'] : []),
    '  // on an error: consumer.seek(order.partition, order.offset), and once more',
    commits ? '}' : '} // enable.auto.commit: some later poll() commits, if five seconds have passed',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'insert', table: 'payments', label: 'charging', line: 2 },
    ...(commits ? [{ step: 'ack' as const, label: 'committing', line: 3 }] : []),
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: commits ? 4 : 3 },
  ],
});

const once: Program = {
  code: [
    'for (const order of await consumer.poll()) {',
    "  await db.query('INSERT INTO payments VALUES ($1) ON CONFLICT DO NOTHING', [order.id]);",
    '  // on an error: consumer.seek(order.partition, order.offset), and once more',
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'insert', table: 'payments', label: 'charging', line: 2 },
    { step: 'skip', catch: 'duplicate-key', label: 'charged already', line: 2 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 3 },
  ],
};

const neverLost = {
  name: 'never-lost',
  kind: 'always',
  text: 'Nothing is lost: each poll commits only what was processed before it',
  path: 'matrix.payments.acknowledged.0',
  equals: 0,
  settled: true,
} as const;
const crashed = {
  name: 'crashed',
  kind: 'shows',
  text: 'Billing crashed',
  path: 'faults.0.fired',
  equals: true,
} as const;

export const autoCommitDuplicate: ScenarioFile = {
  format: 1,
  id: 'auto-commit-duplicate',
  title: 'Auto-commit: all again since the last one',
  claim: 'Messages are guaranteed to be delivered at least once but may be delivered multiple times.',
  text: [
    'Auto-commit is no clock in the background. Inside poll(), and only there, the client looks whether five seconds have passed, and then commits what earlier polls returned.',
    'Billing dies with ten orders charged and nothing committed since. The next process starts at the committed offset, and charges them all again.',
    'A shorter interval makes the pile smaller. It cannot make it empty.',
  ],
  try: 'Find the interval at which only one order is charged twice.',
  simplifications: [SLOWED_DOWN, SHORT_WAIT, NO_COPIES],
  tags: ['delivery guarantees', 'offsets'],
  seed: 1,
  until: '60s',
  brokers: [{ kind: 'kafka', name: 'kafka', groupInitialRebalanceDelay: '500ms', topics: [{ name: 'orders' }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: { messages: 12, first: '1500ms', every: { exponential: { min: '200ms', mean: '40ms' } } },
    },
  ],
  consumers: [
    {
      name: 'billing',
      title: 'Billing',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'charge',
      database: 'database',
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
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
  programs: { charge: charge(false), 'charge-then-commit': charge(true), once },
  faults: [
    { when: { step: 'insert', of: 'billing', edge: 'before', nth: 9 }, what: 'crash', whom: 'billing', for: '1s' },
  ],
  knobs: [
    {
      id: 'interval',
      label: 'auto.commit.interval.ms',
      path: 'consumers[billing].autoCommitInterval',
      choices: ['100ms', '500ms', '1s', '5s', '30s'],
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 100 },
  ],
  assertions: [
    neverLost,
    {
      name: 'many-twice',
      kind: 'shows',
      text: 'All that was charged since the last commit is charged again',
      path: 'outcomes.payments.duplicated',
      min: 5,
    },
    crashed,
  ],
  variants: {
    article: { title: 'Every five seconds' },
    'by-hand': {
      title: 'Committed after each order',
      text: 'commitSync after each order: at most the one in hand is repeated, and here it was not charged yet.',
      set: { 'consumers[billing].enableAutoCommit': false, 'consumers[billing].program': 'charge-then-commit' },
      assertions: [
        neverLost,
        {
          name: 'none-twice',
          kind: 'shows',
          text: 'No order is charged twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
        crashed,
      ],
    },
    mended: {
      title: 'Charging twice does nothing',
      text: 'All are read again; a unique key makes it harmless.',
      set: { 'consumers[billing].program': 'once', 'databases[database].tables[payments].unique': true },
      assertions: [
        neverLost,
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
          text: 'Each order is charged once',
          path: 'outcomes.payments.done',
          equals: 12,
        },
        crashed,
      ],
    },
  },
};
