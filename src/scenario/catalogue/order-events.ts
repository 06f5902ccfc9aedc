import type { ScenarioFile } from '../schema/scenario';
import { SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const process = (table: string, label: string): Program => ({
  code: [
    'for (;;) {',
    '  for (const event of await consumer.poll()) {',
    `    await db.query('INSERT INTO ${table} VALUES ($1)', [event.orderId]);`,
    '    await consumer.commitSync(event.offset + 1);',
    '    // on an error: consumer.seek(event.partition, event.offset), and once more',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', line: 2 },
    { step: 'insert', table, label, line: 3 },
    { step: 'ack', label: 'committing', line: 4 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 5 },
  ],
});

export const orderEvents: ScenarioFile = {
  format: 1,
  id: 'order-events',
  title: 'A log, and groups that read it',
  claim: 'Each message is processed by exactly one consumer in group A, and also by group B independently.',
  text: [
    'order-events is a log: records are appended at its end, and reading takes nothing away. Each group has a place of its own in it, the committed offset: the next record it would read after a restart.',
    'Committing is not a tick behind a message. It says “everything before this is done”.',
  ],
  try: 'Crash Consumer A1 between writing and committing. From where does it read on, and after how long?',
  simplifications: [
    SLOWED_DOWN,
    'One broker, one partition, one consumer a group for now; Kafka’s partitions and rebalancing are not shown here.',
  ],
  tags: ['patterns', 'consumer groups'],
  noun: ['event', 'events'],
  seed: 1,
  until: '40s',
  brokers: [{ kind: 'kafka', name: 'kafka', topics: [{ name: 'order-events' }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'order-events',
      message: 'event',
      workload: {
        messages: 8,
        first: '4s',
        every: { exponential: { min: '150ms', mean: '60ms' } },
        keys: ['ada', 'ben', 'cleo'],
      },
    },
  ],
  consumers: [
    {
      name: 'a1',
      title: 'Consumer A1',
      broker: 'kafka',
      topic: 'order-events',
      group: 'order-processing',
      program: 'process',
      database: 'orders-db',
      enableAutoCommit: false,
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
    },
    {
      name: 'b1',
      title: 'Consumer B1',
      broker: 'kafka',
      topic: 'order-events',
      group: 'analytics',
      program: 'analyse',
      database: 'warehouse',
      enableAutoCommit: false,
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
    },
  ],
  databases: [
    { name: 'orders-db', title: 'orders', tables: [{ name: 'orders', effect: true, verb: 'processed' }] },
    { name: 'warehouse', title: 'warehouse', tables: [{ name: 'facts', effect: true, verb: 'counted' }] },
  ],
  network: {
    latency: { exponential: { min: '150ms', mean: '20ms' } },
    links: [
      { between: ['a1', 'orders-db'], latency: { exponential: { min: '50ms', mean: '5ms' } } },
      { between: ['b1', 'warehouse'], latency: { exponential: { min: '50ms', mean: '5ms' } } },
    ],
  },
  subscriptions: [
    { name: 'order-processing', of: 'order-processing' },
    { name: 'analytics', of: 'analytics' },
  ],
  programs: { process: process('orders', 'processing'), analyse: process('facts', 'counting') },
  faults: [],
  knobs: [
    { id: 'events', label: 'Events', path: 'producers[order-service].workload.messages', min: 1, max: 100 },
    { id: 'auto-commit', label: 'enable.auto.commit', path: 'consumers[*].enableAutoCommit', choices: [true, false] },
    { id: 'reset', label: 'auto.offset.reset', path: 'consumers[*].autoOffsetReset', choices: ['earliest', 'latest'] },
  ],
  assertions: [
    {
      name: 'once-in-a',
      kind: 'shows',
      text: 'Group A processes each event once',
      path: 'outcomes.order-processing.done',
      equals: 8,
    },
    {
      name: 'once-in-b',
      kind: 'shows',
      text: 'Group B counts each event once',
      path: 'outcomes.analytics.done',
      equals: 8,
    },
    {
      name: 'in-order',
      kind: 'shows',
      text: 'Order holds within the partition',
      path: 'order.order-processing.inversions',
      equals: 0,
    },
    {
      name: 'never-lost',
      kind: 'always',
      text: 'Committing after the work loses nothing that was acknowledged',
      path: 'matrix.order-processing.acknowledged.0',
      equals: 0,
      settled: true,
    },
  ],
  variants: {
    article: { title: 'Two groups' },
    crash: {
      title: 'A1 dies before it commits',
      text: 'The new A1 must wait until the group has given up the old one, session.timeout.ms after its last heartbeat. Then it reads on from the committed offset, and processes one event again.',
      faults: [{ when: { step: 'ack', of: 'a1', edge: 'before', nth: 3 }, what: 'crash', whom: 'a1', for: '1s' }],
      assertions: [
        {
          name: 'once-in-b',
          kind: 'shows',
          text: 'Group B does not notice',
          path: 'outcomes.analytics.done',
          equals: 8,
        },
        {
          name: 'again-in-a',
          kind: 'shows',
          text: 'The event that was written and not committed is processed again',
          path: 'outcomes.order-processing.duplicated',
          equals: 1,
        },
        {
          name: 'never-lost',
          kind: 'always',
          text: 'Committing after the work loses nothing that was acknowledged',
          path: 'matrix.order-processing.acknowledged.0',
          equals: 0,
          settled: true,
        },
      ],
    },
  },
};
