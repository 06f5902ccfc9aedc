import type { ScenarioFile } from '../schema/scenario';
import { NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const charge = (catches: boolean): Program => ({
  code: [
    'for (const order of await consumer.poll()) {',
    '  const fee = await price(order);',
    `  await db.query('INSERT INTO payments VALUES ($1, $2)${catches ? ' ON CONFLICT DO NOTHING' : ''}', [order.id, fee]);`,
    '  await consumer.commitSync(order.offset + 1);',
    '  // on an error: consumer.seek(order.partition, order.offset), and once more',
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    {
      step: 'sleep',
      for: { exponential: { min: '120ms', mean: '15ms' } },
      clock: 'working',
      label: 'pricing',
      line: 2,
    },
    { step: 'insert', table: 'payments', label: 'charging', line: 3 },
    ...(catches ? [{ step: 'skip' as const, catch: 'duplicate-key', label: 'charged already', line: 3 }] : []),
    { step: 'ack', label: 'committing', line: 4 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 5 },
  ],
});

const neverLost = {
  name: 'never-lost',
  kind: 'always',
  text: 'No order that was acknowledged is lost, once everything has come back',
  path: 'matrix.payments.acknowledged.0',
  equals: 0,
  settled: true,
} as const;
const paused = {
  name: 'paused',
  kind: 'shows',
  text: 'Billing 1 was paused',
  path: 'faults.0.fired',
  equals: true,
} as const;

export const zombieConsumer: ScenarioFile = {
  format: 1,
  id: 'zombie-consumer',
  title: 'The zombie: given up, and still at work',
  claim: 'Within a consumer group, each partition is consumed by exactly one consumer.',
  text: [
    'Billing 1 has read an order and stops: a pause of the garbage collector, a laptop asleep. It sends no heartbeat. After session.timeout.ms the group gives it up, and Billing 2 takes over its partition from the committed offset.',
    'Billing 1 wakes. It does not know what happened meanwhile, and does its next line: it charges. Then its commit is refused, ILLEGAL_GENERATION. Kafka fences its commits. Nobody fences its charges.',
    'One consumer for each partition, then, as far as the group can know. Two, for as long as one of them does not know.',
  ],
  try: 'Make the session longer than the pause. What does it cost when Billing 1 has really died?',
  simplifications: [SLOWED_DOWN, SHORT_WAIT, NO_COPIES],
  tags: ['consumer groups', 'offsets'],
  seed: 1,
  until: '60s',
  brokers: [
    { kind: 'kafka', name: 'kafka', groupInitialRebalanceDelay: '500ms', topics: [{ name: 'orders', partitions: 2 }] },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: {
        messages: 6,
        first: '2s',
        every: { exponential: { min: '200ms', mean: '40ms' } },
        keys: ['order-1', 'order-2'],
      },
    },
  ],
  consumers: [
    {
      name: 'billing-1',
      title: 'Billing 1',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'charge',
      database: 'database',
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
      enableAutoCommit: false,
    },
    {
      name: 'billing-2',
      title: 'Billing 2',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'charge',
      database: 'database',
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
      enableAutoCommit: false,
    },
  ],
  databases: [
    { name: 'database', title: 'payments', tables: [{ name: 'payments', effect: true, verb: 'charged', amount: 30 }] },
  ],
  network: {
    latency: { exponential: { min: '100ms', mean: '15ms' } },
    links: [
      { between: ['billing-1', 'database'], latency: { exponential: { min: '40ms', mean: '5ms' } } },
      { between: ['billing-2', 'database'], latency: { exponential: { min: '40ms', mean: '5ms' } } },
    ],
  },
  subscriptions: [{ name: 'payments', of: 'billing' }],
  programs: { charge: charge(false), once: charge(true) },
  faults: [
    { when: { step: 'insert', of: 'billing-1', edge: 'before', nth: 1 }, what: 'pause', whom: 'billing-1', for: '12s' },
  ],
  knobs: [
    {
      id: 'session',
      label: 'session.timeout.ms',
      path: 'consumers[*].sessionTimeout',
      choices: ['6s', '10s', '20s', '45s'],
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 50 },
  ],
  assertions: [
    neverLost,
    {
      name: 'charged-by-both',
      kind: 'shows',
      text: 'The order in the zombie’s hand is charged by both',
      path: 'outcomes.payments.duplicated',
      equals: 1,
    },
    paused,
  ],
  variants: {
    article: { title: 'Paused for longer than its session' },
    patient: {
      title: 'A longer session',
      text: 'The group waits: the partition stands still, and nothing is done twice.',
      set: { 'consumers[*].sessionTimeout': '20s' },
      assertions: [
        neverLost,
        {
          name: 'once-each',
          kind: 'shows',
          text: 'Each order is charged once',
          path: 'outcomes.payments.done',
          equals: 6,
        },
        paused,
      ],
    },
    mended: {
      title: 'A unique key',
      text: 'The zombie’s charge meets the key of the other’s.',
      set: { 'consumers[*].program': 'once', 'databases[database].tables[payments].unique': true },
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
          equals: 6,
        },
        paused,
      ],
    },
  },
};
