import type { ScenarioFile } from '../schema/scenario';
import { ALL_BUT_ERRORS, NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const BANK = { exponential: { min: '80ms', mean: '10ms' } };

const transaction = (charge: { readonly code: readonly string[]; readonly steps: Program['steps'] }): Program => {
  const before = [
    'for (const order of await consumer.poll()) {',
    '  const fee = await price(order);',
    '  await producer.beginTransaction();',
    "  producer.send('charges', fee);",
  ];
  const at = before.length + charge.code.length;
  return {
    code: [
      ...before,
      ...charge.code,
      '  await producer.sendOffsetsToTransaction(order.offset + 1, consumer.groupMetadata());',
      '  await producer.commitTransaction();',
      '} // on an error: abortTransaction(), and seek back to this order',
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
      { step: 'publish', to: 'charges', label: 'noting the charge', line: 4 },
      ...charge.steps,
      { step: 'send-offsets', label: 'offset', line: at + 1 },
      { step: 'commit-transaction', label: 'commit', line: at + 2 },
      { step: 'abort-transaction', catch: '*', label: 'abort', line: at + 3 },
      { step: 'nack', if: 'caught', requeue: true, label: 'going back', line: at + 3 },
    ],
  };
};

const plainCall = transaction({
  code: ['  await bank.charge(order.id, fee); // not Kafka’s: no abort takes it back'],
  steps: [{ step: 'insert', table: 'bank', subscription: 'bank', label: 'charging the card', line: 5 }],
});

/** The transaction's own part, without the bank: the charge is an intent, and someone else carries it out. */
const intentOnly = transaction({ code: [], steps: [] });

/** Reads what has been committed, and calls. What it does twice, the bank must notice. */
const cashier = (hasKey: boolean): Program => ({
  code: [
    'for (const charge of await consumer.poll()) { // isolation.level=read_committed',
    ...(hasKey ? ['  if (!(await bank.find({ idempotencyKey: charge.orderId })))'] : []),
    `${hasKey ? '    ' : '  '}await bank.charge(charge.orderId, charge.fee${hasKey ? ', { idempotencyKey: charge.orderId }' : ''});`,
    '  await consumer.commitSync(charge.offset + 1);',
    '  // on an error: consumer.seek(charge.partition, charge.offset), and once more',
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    ...(hasKey ? [{ step: 'find' as const, table: 'bank', label: 'asking for the key', line: 2 }] : []),
    {
      step: 'insert',
      ...(hasKey ? { if: 'not found' as const } : {}),
      table: 'bank',
      subscription: 'bank',
      label: 'charging the card',
      line: hasKey ? 3 : 2,
    },
    { step: 'ack', label: 'committing', line: hasKey ? 4 : 3 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: hasKey ? 5 : 4 },
  ],
});

const callWithKey = transaction({
  code: [
    '  if (!(await bank.find({ idempotencyKey: order.id })))',
    '    await bank.charge(order.id, fee, { idempotencyKey: order.id });',
  ],
  steps: [
    { step: 'find', table: 'bank', label: 'asking for the key', line: 5 },
    { step: 'insert', if: 'not found', table: 'bank', subscription: 'bank', label: 'charging the card', line: 6 },
  ],
});

const outputOnce = {
  name: 'output-never-twice',
  kind: 'always',
  text: 'Kafka’s part is exact: no order has two charges that count in the topic',
  path: 'outcomes.output.duplicated',
  equals: 0,
  covers: ALL_BUT_ERRORS,
} as const;
const neverLost = {
  name: 'never-lost',
  kind: 'always',
  text: 'Every order that was acknowledged is charged, once everything has come back',
  path: 'matrix.bank.acknowledged.0',
  equals: 0,
  settled: true,
} as const;
const cardNeverTwice = {
  name: 'card-never-twice',
  kind: 'always',
  text: 'No card is charged twice',
  path: 'outcomes.bank.duplicated',
  equals: 0,
} as const;
const cashierDies = [
  { when: { step: 'ack', of: 'cashier', edge: 'before', nth: 3 }, what: 'crash', whom: 'cashier', for: '1s' },
] as const;
const crashed = {
  name: 'crashed',
  kind: 'shows',
  text: 'Pricing crashed',
  path: 'faults.0.fired',
  equals: true,
} as const;

const pricing = {
  name: 'pricing',
  title: 'Pricing',
  broker: 'kafka',
  topic: 'orders',
  group: 'pricing',
  program: 'plain-call',
  database: 'bank',
  enableAutoCommit: false,
  autoOffsetReset: 'earliest',
  isolationLevel: 'read_committed',
  publishesTo: ['charges'],
  transactionalId: 'pricing',
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
};

/** Reads the charges that count, and calls the bank: the only one who does. */
const cashierNode = (program: string) => ({
  name: 'cashier',
  title: 'Cashier',
  broker: 'kafka',
  topic: 'charges',
  group: 'cashier',
  program,
  database: 'bank',
  enableAutoCommit: false,
  autoOffsetReset: 'earliest',
  isolationLevel: 'read_committed',
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
});
/** Pricing writes down what is to be charged, and the Cashier charges it. */
const withOutbox = (program: string) => ({
  consumers: [{ ...pricing, program: 'intent-only', database: undefined }, cashierNode(program)],
  'network.links': [{ between: ['cashier', 'bank'], latency: BANK }],
  'subscriptions[bank].of': 'cashier',
});

export const exactlyOnceLimits: ScenarioFile = {
  format: 1,
  id: 'exactly-once-limits',
  title: 'Where exactly once ends',
  claim: 'True end-to-end exactly-once requires careful design across the entire pipeline.',
  text: [
    'Pricing reads, works, and writes in one Kafka transaction, as it should. In the middle it also charges a card, at a bank that has never heard of Kafka’s transaction.',
    'It dies before the commit. Kafka aborts: the charge in the topic never counts, the order is read again. The bank aborts nothing. It is called again, and charges again.',
    'What Kafka cannot do, the bank must: with an idempotency key it knows an order that it has charged already. An outbox moves the call out of the transaction, to where repeating it is planned for.',
  ],
  try: 'Move the crash to before the call to the bank. Who pays twice now?',
  simplifications: [
    SLOWED_DOWN,
    SHORT_WAIT,
    NO_COPIES,
    'The bank is a table behind a connection; each of its rows is a charge to a card.',
  ],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '60s',
  brokers: [
    {
      kind: 'kafka',
      name: 'kafka',
      groupInitialRebalanceDelay: '500ms',
      topics: [{ name: 'orders' }, { name: 'charges', output: { subscription: 'output' } }],
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      workload: { messages: 5, first: '1500ms', every: { exponential: { min: '200ms', mean: '50ms' } } },
    },
  ],
  consumers: [pricing],
  databases: [{ name: 'bank', title: 'Bank', tables: [{ name: 'bank', effect: true, verb: 'charged', amount: 30 }] }],
  network: {
    latency: { exponential: { min: '100ms', mean: '15ms' } },
    links: [{ between: ['pricing', 'bank'], latency: BANK }],
  },
  subscriptions: [
    { name: 'output', of: 'pricing' },
    { name: 'bank', of: 'pricing' },
  ],
  programs: {
    'plain-call': plainCall,
    'call-with-key': callWithKey,
    'intent-only': intentOnly,
    cashier: cashier(false),
    'cashier-with-key': cashier(true),
  },
  faults: [
    {
      when: { step: 'commit-transaction', of: 'pricing', edge: 'before', nth: 3 },
      what: 'crash',
      whom: 'pricing',
      for: '1s',
    },
  ],
  knobs: [
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 50 },
    {
      id: 'unique',
      label: 'The bank refuses a key that it knows',
      path: 'databases[bank].tables[bank].unique',
      choices: [true, false],
    },
  ],
  assertions: [
    outputOnce,
    neverLost,
    {
      name: 'output-once',
      kind: 'shows',
      text: 'The topic has one charge for each order',
      path: 'outcomes.output.done',
      equals: 5,
    },
    {
      name: 'card-twice',
      kind: 'shows',
      text: 'One card is charged twice',
      path: 'outcomes.bank.duplicated',
      equals: 1,
    },
    crashed,
  ],
  variants: {
    article: { title: 'A call in the middle' },
    'idempotency-key': {
      title: 'With an idempotency key',
      text: 'The order’s id goes with the call. The bank keeps it, unique, with the charge.',
      set: { 'consumers[pricing].program': 'call-with-key', 'databases[bank].tables[bank].unique': true },
      assertions: [
        outputOnce,
        neverLost,
        cardNeverTwice,
        { name: 'both-once', kind: 'shows', text: 'Each card is charged once', path: 'outcomes.bank.done', equals: 5 },
        crashed,
      ],
    },
    outbox: {
      title: 'With an outbox',
      text: 'Pricing only writes down what is to be charged; that is part of its transaction. The Cashier reads what was committed, and calls the bank: one place that calls, and it may repeat. Pricing may die wherever it likes.',
      set: withOutbox('cashier'),
      assertions: [
        outputOnce,
        neverLost,
        { name: 'both-once', kind: 'shows', text: 'Each card is charged once', path: 'outcomes.bank.done', equals: 5 },
        crashed,
      ],
    },
    'outbox-dies': {
      title: 'The outbox’s reader dies',
      text: 'Between the call and its commit there is a gap again, only elsewhere: an outbox says where the repetition happens, not that there is none.',
      set: withOutbox('cashier'),
      faults: [...cashierDies],
      assertions: [
        outputOnce,
        neverLost,
        {
          name: 'card-twice',
          kind: 'shows',
          text: 'One card is charged twice',
          path: 'outcomes.bank.duplicated',
          equals: 1,
        },
        { ...crashed, text: 'The Cashier crashed' },
      ],
    },
    'outbox-and-key': {
      title: 'Outbox and idempotency key',
      text: 'The Cashier may repeat, and the bank knows what it has charged already: whoever dies, each card is charged once.',
      set: { ...withOutbox('cashier-with-key'), 'databases[bank].tables[bank].unique': true },
      faults: [...cashierDies],
      assertions: [
        outputOnce,
        neverLost,
        cardNeverTwice,
        { name: 'both-once', kind: 'shows', text: 'Each card is charged once', path: 'outcomes.bank.done', equals: 5 },
        { ...crashed, text: 'The Cashier crashed' },
      ],
    },
  },
};
