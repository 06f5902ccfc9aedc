import type { ScenarioFile } from '../schema/scenario';
import { ALL_BUT_ERRORS, NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];
type Fault = NonNullable<ScenarioFile['faults']>[number];
type Assertion = NonNullable<ScenarioFile['assertions']>[number];

/** Read, process, write, all in one transaction: the output and the fact that the input has been read. */
const inOneTransaction: Program = {
  code: [
    'for (const order of await consumer.poll()) {',
    '  const charge = await price(order);',
    '  await producer.beginTransaction();',
    '  try {',
    "    producer.send('charges', charge);",
    '    await producer.sendOffsetsToTransaction(order.offset + 1, consumer.groupMetadata());',
    '    await producer.commitTransaction();',
    '  } catch (error) {',
    '    await producer.abortTransaction();',
    '    consumer.seek(order.partition, order.offset); // once more, from this order on',
    '  }',
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
    { step: 'begin-transaction', label: 'begin', line: 3 },
    { step: 'publish', to: 'charges', label: 'charging', line: 5 },
    { step: 'send-offsets', label: 'offset', line: 6 },
    { step: 'commit-transaction', label: 'commit', line: 7 },
    { step: 'abort-transaction', catch: '*', label: 'abort', line: 9 },
    { step: 'nack', if: 'caught', requeue: true, label: 'going back', line: 10 },
  ],
};

/** The same without a transaction: two separate acts, and a gap between them. */
const oneAfterTheOther: Program = {
  code: [
    'for (const order of await consumer.poll()) {',
    '  const charge = await price(order);',
    "  await producer.send('charges', charge);",
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
    { step: 'publish', to: 'charges', label: 'charging', line: 3 },
    { step: 'ack', label: 'committing', line: 4 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 5 },
  ],
};

const record: Program = {
  code: [
    'for (const charge of await consumer.poll()) {',
    "  await db.query('INSERT INTO ledger VALUES ($1)', [charge.orderId]);",
    '  await consumer.commitSync(charge.offset + 1);',
    '  // on an error: consumer.seek(charge.partition, charge.offset), and once more',
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'insert', table: 'ledger', label: 'recording', line: 2 },
    { step: 'ack', label: 'committing', line: 3 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 4 },
  ],
};

const crashAt = (step: string, edge: 'before' | 'after'): Fault =>
  ({ when: { step, of: 'pricing-1', edge, nth: 2 }, what: 'crash', whom: 'pricing-1', for: '1s' }) as Fault;

const never: Assertion[] = [
  {
    name: 'never-twice',
    kind: 'always',
    text: 'No order has two charges that count, wherever anything crashes',
    path: 'outcomes.output.duplicated',
    equals: 0,
    covers: ALL_BUT_ERRORS,
  },
  {
    name: 'never-lost',
    kind: 'always',
    text: 'Every order that was acknowledged has its charge, once everything has come back',
    path: 'matrix.output.acknowledged.0',
    equals: 0,
    settled: true,
  },
];

const once: Assertion[] = [
  ...never,
  {
    name: 'once-each',
    kind: 'shows',
    text: 'Every order has exactly one charge',
    path: 'outcomes.output.done',
    equals: 8,
  },
  {
    name: 'recorded-once',
    kind: 'shows',
    text: 'The ledger, which reads only what was committed, has each charge once',
    path: 'outcomes.ledger.done',
    equals: 8,
  },
];

const crashed = (title: string, text: string, step: string, edge: 'before' | 'after' = 'before') => ({
  title,
  text,
  faults: [crashAt(step, edge)],
  assertions: [
    ...once,
    { name: 'crashed', kind: 'shows', text: 'Pricing 1 crashed', path: 'faults.0.fired', equals: true } as const,
  ],
});

const pricing = (number: number) => ({
  name: `pricing-${number}`,
  title: `Pricing ${number}`,
  broker: 'kafka',
  topic: 'orders',
  group: 'pricing',
  program: 'in-one-transaction',
  enableAutoCommit: false,
  autoOffsetReset: 'earliest',
  isolationLevel: 'read_committed',
  publishesTo: ['charges'],
  transactionalId: `pricing-${number}`,
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
});

export const kafkaExactlyOnce: ScenarioFile = {
  format: 1,
  id: 'kafka-exactly-once',
  title: 'Exactly once, within Kafka',
  claim:
    'Kafka supports exactly-once semantics within the Kafka ecosystem using idempotent producers and transactional consumers.',
  text: [
    'Pricing reads an order, works out a charge, and writes it to another topic. Two things must happen together: the charge is written, and the order counts as read. A transaction makes them one.',
    'A charge goes into the log at once, but it is not settled. Readers with isolation.level=read_committed stop before it, at the last stable offset. The commit marker settles it, and moves the committed offset with it. An abort marker settles it the other way: the charge stays in the log, struck, and no such reader ever sees it.',
    'Crash Pricing at any step. The new process takes the same transactional.id: Kafka aborts what the old one left open, and fences it off. Then the order is read again, and priced again. The work is done twice; its result counts once.',
  ],
  try: 'Let the ledger read uncommitted, and crash Pricing 1 before its commit.',
  simplifications: [
    SLOWED_DOWN,
    SHORT_WAIT,
    NO_COPIES,
    'Aborted records are left out by the broker; in Kafka they travel, and the client drops them.',
  ],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '60s',
  brokers: [
    {
      kind: 'kafka',
      name: 'kafka',
      groupInitialRebalanceDelay: '500ms',
      topics: [
        { name: 'orders', partitions: 2 },
        { name: 'charges', output: { subscription: 'output' } },
      ],
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: {
        messages: 8,
        first: '2s',
        every: { exponential: { min: '200ms', mean: '60ms' } },
        keys: ['order-1', 'order-2', 'user-2', 'alice'],
      },
    },
  ],
  consumers: [
    pricing(1),
    pricing(2),
    {
      name: 'ledger',
      title: 'Ledger',
      broker: 'kafka',
      topic: 'charges',
      group: 'ledger',
      program: 'record',
      database: 'ledger-db',
      enableAutoCommit: false,
      autoOffsetReset: 'earliest',
      isolationLevel: 'read_committed',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
    },
  ],
  databases: [{ name: 'ledger-db', title: 'ledger', tables: [{ name: 'ledger', effect: true, verb: 'recorded' }] }],
  network: {
    latency: { exponential: { min: '100ms', mean: '15ms' } },
    links: [{ between: ['ledger', 'ledger-db'], latency: { exponential: { min: '50ms', mean: '5ms' } } }],
  },
  subscriptions: [
    { name: 'output', of: 'pricing' },
    { name: 'ledger', of: 'ledger' },
  ],
  programs: { 'in-one-transaction': inOneTransaction, 'one-after-the-other': oneAfterTheOther, record },
  faults: [crashAt('commit-transaction', 'before')],
  knobs: [
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 100 },
    {
      id: 'isolation',
      label: 'isolation.level of the Ledger',
      help: 'read_committed waits for the end of transactions and skips what was aborted.',
      path: 'consumers[ledger].isolationLevel',
      choices: ['read_committed', 'read_uncommitted'],
    },
    {
      id: 'timeout',
      label: 'transaction.timeout.ms',
      help: 'How long a transaction may stay open before Kafka aborts it.',
      path: ['consumers[pricing-1].transactionTimeout', 'consumers[pricing-2].transactionTimeout'],
      choices: ['5s', '10s', '60s'],
    },
    {
      id: 'version',
      label: 'Kafka',
      help: 'Since 4.0 the epoch rises with each transaction, and partitions need not be announced.',
      path: 'brokers[kafka].version',
      choices: ['3.9', '4.1'],
    },
  ],
  assertions: [
    ...once,
    { name: 'crashed', kind: 'shows', text: 'Pricing 1 crashed', path: 'faults.0.fired', equals: true },
  ],
  variants: {
    article: {
      title: 'Crash before the commit',
      text: 'The charge and the offset have been sent. Nothing has been decided: the next process’s first request has it aborted.',
    },
    'before-pricing': crashed(
      'Crash before the work',
      'The order has been read, and that is all: the offset says that it has not.',
      'sleep',
    ),
    'before-begin': crashed('Crash after the work', 'Nothing has been written yet.', 'begin-transaction'),
    'before-write': crashed('Crash before the write', 'The transaction exists in Pricing’s memory alone.', 'publish'),
    'before-offset': crashed(
      'Crash after the write',
      'The charge may be on its way or in the log; the offset is not in the transaction.',
      'send-offsets',
    ),
    'after-commit': crashed(
      'Crash after the commit',
      'Kafka has decided and told Pricing so. The restart finds the offset moved.',
      'commit-transaction',
      'after',
    ),
    'broker-dies': {
      title: 'Kafka dies after its decision',
      text: 'The decision is on disk, the markers are not yet. Back again, Kafka reads what it has decided, and writes them.',
      faults: [{ when: { packet: 'txn-ended', nth: 2 }, what: 'crash', whom: 'kafka', for: '1s' }],
      assertions: [
        ...once,
        { name: 'crashed', kind: 'shows', text: 'Kafka crashed', path: 'faults.0.fired', equals: true },
      ],
    },
    'three-brokers': {
      title: 'Three brokers, the coordinator dies',
      text: 'Kafka 1 coordinates the group and leads the charges, Kafka 3 coordinates the transactions of Pricing 1. Kafka 3 decides, tells Kafka 1 to write the markers, and dies. Back again, it has its decision on disk, does not know whether they are written, and asks once more: another marker says the same.',
      set: { 'brokers[kafka].nodes': 3 },
      faults: [
        {
          when: { packet: 'write-markers', from: 'kafka-3', nth: 1 },
          what: 'crash',
          whom: 'kafka-3',
          for: '1s',
        },
      ],
      assertions: [
        ...once,
        { name: 'crashed', kind: 'shows', text: 'Kafka 3 crashed', path: 'faults.0.fired', equals: true },
      ],
    },
    'commit-lost': {
      title: 'The request to commit is lost',
      text: 'Pricing does not know whether Kafka has decided. It asks again, and asking twice does nothing twice.',
      faults: [{ when: { packet: 'txn-commit', nth: 2 }, what: 'lose' }],
      assertions: [
        ...once,
        { name: 'request-lost', kind: 'shows', text: 'A request was lost', path: 'faults.0.fired', equals: true },
      ],
    },
    'no-transaction': {
      title: 'Without a transaction',
      text: 'The charge is written, then Pricing 1 dies before it commits the offset. The order is read again, and charged again.',
      set: {
        'consumers[pricing-1].program': 'one-after-the-other',
        'consumers[pricing-2].program': 'one-after-the-other',
        'consumers[pricing-1].transactionalId': null,
        'consumers[pricing-2].transactionalId': null,
      },
      faults: [crashAt('ack', 'before')],
      assertions: [
        never[1]!,
        {
          name: 'charged-twice',
          kind: 'shows',
          text: 'One order is charged twice',
          path: 'outcomes.output.duplicated',
          equals: 1,
        },
        {
          name: 'recorded-twice',
          kind: 'shows',
          text: 'The ledger has it twice',
          path: 'outcomes.ledger.duplicated',
          equals: 1,
        },
      ],
    },
    'read-uncommitted': {
      title: 'A reader that does not wait',
      text: 'read_uncommitted is the default. The Ledger records a charge that is aborted later, and the one that replaces it.',
      set: { 'consumers[ledger].isolationLevel': 'read_uncommitted' },
      assertions: [
        ...never,
        {
          name: 'once-each',
          kind: 'shows',
          text: 'Every order has exactly one charge that counts',
          path: 'outcomes.output.done',
          equals: 8,
        },
        {
          name: 'recorded-twice',
          kind: 'shows',
          text: 'The ledger has one charge twice',
          path: 'outcomes.ledger.duplicated',
          equals: 1,
        },
      ],
    },
  },
};
