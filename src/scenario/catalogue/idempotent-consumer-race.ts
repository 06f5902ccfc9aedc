import type { ScenarioFile } from '../schema/scenario';
import {
  databaseLinks,
  neverLost,
  orderProcessor,
  payments,
  paymentWorkers,
  rabbitmq,
  SLOWED_DOWN,
  SLOW_NETWORK,
} from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

/** As the OrderProcessor, with a longer pause between looking and writing, as a call to a bank makes it. */
const slowProcessor: Program = {
  ...orderProcessor,
  steps: orderProcessor.steps.map((step) =>
    step.step === 'sleep'
      ? { ...step, for: { exponential: { min: '1500ms', mean: '40ms' } }, label: 'asking the bank' }
      : step,
  ),
};

const inMemory: Program = {
  code: [
    'class OrderProcessor {',
    '  private processedIds = new Set();',
    '',
    '  async processMessage(message) {',
    '    if (this.processedIds.has(message.orderId)) {',
    '      console.log(`Order ${message.orderId} already processed, skipping`);',
    '      return channel.ack(message);',
    '    }',
    '    const fee = await price(message);',
    "    await db.query('INSERT INTO payments VALUES ($1, $2)', [message.orderId, fee]);",
    '    this.processedIds.add(message.orderId);',
    '    channel.ack(message);',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', line: 4 },
    { step: 'recall', label: 'looking', line: 5 },
    { step: 'skip', if: 'found', label: 'skipping', line: 6 },
    { step: 'ack', if: 'found', label: 'acking', line: 7 },
    {
      step: 'sleep',
      if: 'not found',
      for: { exponential: { min: '120ms', mean: '15ms' } },
      clock: 'working',
      label: 'pricing',
      line: 9,
    },
    { step: 'insert', if: 'not found', table: 'payments', label: 'charging', line: 10 },
    { step: 'remember', if: 'not found', label: 'noting', line: 11 },
    { step: 'ack', if: 'not found', label: 'acking', line: 12 },
  ],
};

export const idempotentConsumerRace: ScenarioFile = {
  format: 1,
  id: 'idempotent-consumer-race',
  title: 'Checking first is not enough',
  claim: 'Idempotency check: have we already processed this? If so, safely skip the duplicate.',
  text: [
    'The check stands outside the transaction. Worker 1 has looked, found nothing, and is busy; its connection breaks, so RabbitMQ gives the order to worker 2, which looks, finds nothing, and starts, too. Both write.',
    'A set in the worker’s memory fares no better: it dies with the process.',
    'A unique key in the same transaction as the charge settles it: the second insert waits for the first one’s end, is refused, and takes its charge back with it.',
  ],
  try: 'Find the shortest pause between looking and writing at which the race is still lost.',
  simplifications: [SLOWED_DOWN],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '40s',
  brokers: [rabbitmq],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: 'order-processing-queue',
      workload: { messages: 4, first: '1s', every: { exponential: { min: '160ms', mean: '20ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(3, { prefetch: 2, program: 'slow-processor', reconnectAfter: '400ms' }),
  databases: [
    {
      name: 'database',
      title: 'payments',
      tables: [payments, { name: 'processed_orders', unique: false, verb: 'processed' }],
    },
  ],
  network: { ...SLOW_NETWORK, links: databaseLinks(['payment-1', 'payment-2', 'payment-3']) },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: { 'slow-processor': slowProcessor, 'in-memory': inMemory },
  faults: [{ when: { packet: 'ack', message: 'order-1', nth: 1 }, what: 'lose' }],
  knobs: [
    {
      id: 'bank',
      label: 'Time between looking and writing',
      path: 'programs.slow-processor.steps[4].for',
      choices: ['10ms', '100ms', '500ms', '1500ms'],
    },
    { id: 'prefetch', label: 'Prefetch', path: 'consumers[*].prefetch', min: 1, max: 10 },
    {
      id: 'unique',
      label: 'Unique key on processed_orders',
      path: 'databases[0].tables[processed_orders].unique',
      choices: [true, false],
    },
  ],
  assertions: [
    neverLost('payments'),
    {
      name: 'charged-twice',
      kind: 'shows',
      text: 'Both workers charge the order that both of them looked up',
      path: 'outcomes.payments.duplicated',
      min: 1,
    },
  ],
  variants: {
    'outside-transaction': { title: 'Check outside the transaction', text: 'As the article has it.' },
    'memory-set': {
      title: 'A set in memory',
      text: 'The article’s processedIds. The worker crashes after the charge and before the ack.',
      set: { 'consumers[*].program': 'in-memory', 'consumers[*].prefetch': 1 },
      faults: [
        { when: { step: 'ack', of: 'payment-1', edge: 'before', nth: 1 }, what: 'crash', whom: 'payment-1', for: '1s' },
      ],
    },
    'unique-key': {
      title: 'A unique key',
      text: 'The same program; processed_orders has a unique key on order_id.',
      set: { 'databases[0].tables[processed_orders].unique': true },
      assertions: [
        neverLost('payments'),
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
          text: 'Every order is charged once',
          path: 'outcomes.payments.done',
          equals: 4,
        },
      ],
    },
  },
};
