import type { ScenarioFile } from '../schema/scenario';

/** What the scenario that the page opens with is made of, and others with it: the article's shop, and its workers' code. */

type Program = NonNullable<ScenarioFile['programs']>[string];

/** Far slower than a real network, so that a packet can be watched and grabbed; drawn from the seed. */
export const SLOW_NETWORK = {
  latency: { exponential: { min: '180ms', mean: '20ms' } },
} as const;

export const SLOWED_DOWN =
  'Links take about 0.2 s here, some hundred times longer than in a data centre, so that you can watch and grab what is on them. Nothing else changes with it.';

/** Links to the database, shorter than those to the broker. */
export const databaseLinks = (workers: readonly string[]) =>
  workers.map((worker) => ({
    between: [worker, 'database'] as [string, string],
    latency: { exponential: { min: '50ms', mean: '5ms' } },
  }));

export const worker = (number: number) => `payment-${number}`;

/** "Payment Worker 1" … as the article has them. */
export const paymentWorkers = (howMany: number, more: Readonly<Record<string, unknown>>) =>
  Array.from({ length: howMany }, (_, index) => ({
    name: worker(index + 1),
    title: `Payment Worker ${index + 1}`,
    broker: 'rabbitmq',
    queue: 'order-processing-queue',
    database: 'database',
    ...more,
  }));

export const rabbitmq: ScenarioFile['brokers'][number] = {
  kind: 'rabbitmq',
  name: 'rabbitmq',
  queues: [{ name: 'order-processing-queue' }],
};

export const payments = { name: 'payments', effect: true, verb: 'charged', amount: 30 } as const;

/** Acks after the work: at least once. */
export const chargeThenAck: Program = {
  code: [
    'async function onOrder(order) {',
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '  channel.ack(order);',
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
    { step: 'ack', label: 'acking', line: 4 },
  ],
};

/**
 * The article's OrderProcessor in our own words, with the row of `processed_orders` and the effect in one
 * transaction. Whether the key is unique is the table's business.
 */
export const orderProcessor: Program = {
  code: [
    'class OrderProcessor {',
    '  async processMessage(message) {',
    '    // Has this order been processed already?',
    "    const existing = await db.query('SELECT 1 FROM processed_orders WHERE order_id = $1', [message.orderId]);",
    '    if (existing.rows.length > 0) {',
    '      console.log(`Order ${message.orderId} already processed, skipping`);',
    '      return channel.ack(message);',
    '    }',
    '    const fee = await price(message);',
    '    await db.transaction(async (tx) => {',
    "      await tx.query('INSERT INTO payments VALUES ($1, $2)', [message.orderId, fee]);",
    "      await tx.query('INSERT INTO processed_orders (order_id) VALUES ($1)', [message.orderId]);",
    '    }); // a duplicate key rolls both back',
    '    channel.ack(message);',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', line: 2 },
    { step: 'find', table: 'processed_orders', label: 'looking', line: 4 },
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
    { step: 'begin', if: 'not found', label: 'begin', line: 10 },
    { step: 'insert', if: 'not found', table: 'payments', label: 'charging', line: 11 },
    { step: 'insert', if: 'not found', table: 'processed_orders', label: 'noting', line: 12 },
    { step: 'commit', if: 'not found', label: 'commit', line: 13 },
    { step: 'rollback', catch: 'duplicate-key', label: 'rollback', line: 13 },
    { step: 'skip', if: 'caught', label: 'skipping', line: 13 },
    { step: 'ack', if: 'not found', label: 'acking', line: 14 },
  ],
};

/**
 * The promise of at-least-once, as far as a broker can make it: of what the producer was told yes for,
 * nothing is lost. What a producer had in memory when it died was never promised.
 */
export const neverLost = (subscription: string) =>
  ({
    name: 'never-lost',
    kind: 'always',
    text: 'No order that was acknowledged is lost, once everything has come back',
    path: `matrix.${subscription}.acknowledged.0`,
    equals: 0,
    settled: true,
  }) as const;
