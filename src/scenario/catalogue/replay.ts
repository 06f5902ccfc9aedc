import type { ScenarioFile } from '../schema/scenario';
import { NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const count = (rewinds: boolean, catches: boolean): Program => {
  const at = rewinds ? 4 : 1;
  return {
    code: [
      ...(rewinds
        ? [
            'consumer.subscribe(orders);',
            'await consumer.poll();',
            'consumer.seekToBeginning(); // once, as the process starts',
          ]
        : []),
      'for (const order of await consumer.poll()) {',
      `  await db.query('INSERT INTO payments VALUES ($1)${catches ? ' ON CONFLICT DO NOTHING' : ''}', [order.id]);`,
      '  await consumer.commitSync(order.offset + 1);',
      '  // on an error: consumer.seek(order.partition, order.offset), and once more',
      '}',
    ],
    steps: [
      { step: 'receive', line: at },
      ...(rewinds ? [{ step: 'seek' as const, to: 'beginning' as const, label: 'rewinding', line: 3 }] : []),
      {
        step: 'insert',
        ...(rewinds ? { if: 'not found' as const } : {}),
        table: 'payments',
        label: 'counting',
        line: at + 1,
      },
      ...(catches ? [{ step: 'skip' as const, catch: 'duplicate-key', label: 'counted already', line: at + 1 }] : []),
      { step: 'ack', ...(rewinds ? { if: 'not found' as const } : {}), label: 'committing', line: at + 2 },
      { step: 'nack', catch: '*', requeue: true, label: 'going back', line: at + 3 },
    ],
  };
};

const restart = [{ when: { at: '5500ms' }, what: 'crash', whom: 'billing', for: '2s' }] as const;
const neverLost = {
  name: 'never-lost',
  kind: 'always',
  text: 'No order that was acknowledged is lost, once everything has come back',
  path: 'matrix.payments.acknowledged.0',
  equals: 0,
  settled: true,
} as const;
const restarted = {
  name: 'restarted',
  kind: 'shows',
  text: 'Billing was restarted',
  path: 'faults.0.fired',
  equals: true,
} as const;

export const replay: ScenarioFile = {
  format: 1,
  id: 'replay',
  title: 'Replay: the log has it all still',
  claim: 'Replay: Yes (seek to offset)',
  text: [
    'Reading takes nothing out of a log. Billing is deployed anew, goes back to the beginning, and reads every order again: to repair what an older version did wrong, or to fill a new table.',
    'Its committed offset says where the group has been. A seek says where this consumer reads on; the next commit takes the group with it.',
    'What it does with the orders, it does again. A replay is a duplicate on purpose: whoever wants to replay must be able to process twice.',
  ],
  try: 'Lose Billing once more, halfway through its replay. From where does it read on?',
  simplifications: [
    SLOWED_DOWN,
    SHORT_WAIT,
    NO_COPIES,
    'Nothing is ever deleted from the log here; in Kafka retention decides how far back a replay can go.',
  ],
  tags: ['offsets'],
  seed: 1,
  until: '60s',
  brokers: [{ kind: 'kafka', name: 'kafka', groupInitialRebalanceDelay: '500ms', topics: [{ name: 'orders' }] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: { messages: 8, first: '1500ms', every: { exponential: { min: '1200ms', mean: '60ms' } } },
    },
  ],
  consumers: [
    {
      name: 'billing',
      title: 'Billing',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'rewind',
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
    links: [{ between: ['billing', 'database'], latency: { exponential: { min: '40ms', mean: '5ms' } } }],
  },
  subscriptions: [{ name: 'payments', of: 'billing' }],
  programs: { rewind: count(true, false), 'rewind-once': count(true, true), 'read-on': count(false, false) },
  faults: [...restart],
  knobs: [{ id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 50 }],
  assertions: [
    neverLost,
    {
      name: 'counted-again',
      kind: 'shows',
      text: 'What was counted before the restart is counted again',
      path: 'outcomes.payments.duplicated',
      min: 2,
    },
    restarted,
  ],
  variants: {
    article: { title: 'Back to the beginning' },
    'read-on': {
      title: 'Without a seek',
      text: 'The new process reads on at the committed offset.',
      set: { 'consumers[billing].program': 'read-on' },
      assertions: [
        neverLost,
        {
          name: 'not-again',
          kind: 'shows',
          text: 'At most the order in hand is counted again',
          path: 'outcomes.payments.duplicated',
          max: 1,
        },
        restarted,
      ],
    },
    mended: {
      title: 'Processing twice does nothing',
      text: 'The same replay into a table with a unique key.',
      set: { 'consumers[billing].program': 'rewind-once', 'databases[database].tables[payments].unique': true },
      assertions: [
        neverLost,
        {
          name: 'never-twice',
          kind: 'always',
          text: 'No order is counted twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
        {
          name: 'once-each',
          kind: 'shows',
          text: 'Each order is counted once',
          path: 'outcomes.payments.done',
          equals: 8,
        },
        restarted,
      ],
    },
  },
};
