import type { ScenarioFile } from '../schema/scenario';

/** What several scenarios share. A file of its own, so that the page's first load has only what its first scenario needs. */
export * from './homeParts';

type Program = NonNullable<ScenarioFile['programs']>[string];

/** For scenarios that set groupInitialRebalanceDelay. */
export const SHORT_WAIT =
  'An empty group waits half a second for further members (group.initial.rebalance.delay.ms) in place of Kafka’s three.';

export const NO_COPIES = 'Partitions have no copies on other brokers: replication and failover are not modelled yet.';

/** Acks first: whatever happens then, the broker has forgotten the order. */
export const ackThenCharge: Program = {
  code: [
    'async function onOrder(order) {',
    '  channel.ack(order);',
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'ack', label: 'acking', line: 2 },
    {
      step: 'sleep',
      for: { exponential: { min: '120ms', mean: '15ms' } },
      clock: 'working',
      label: 'pricing',
      line: 3,
    },
    { step: 'insert', table: 'payments', label: 'charging', line: 4 },
  ],
};

/** With `autoAck` there is nothing to ack: the broker has done it when it sent the order. */
export const chargeOnly: Program = {
  code: [
    "channel.consume('order-processing-queue', onOrder, { noAck: true });",
    '',
    'async function onOrder(order) {',
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '}',
  ],
  steps: [
    { step: 'receive', line: 3 },
    {
      step: 'sleep',
      for: { exponential: { min: '120ms', mean: '15ms' } },
      clock: 'working',
      label: 'pricing',
      line: 4,
    },
    { step: 'insert', table: 'payments', label: 'charging', line: 5 },
  ],
};

/**
 * What Kafka's idempotent producer covers: not `error`. To a log that knows nothing of a producer any sequence will do,
 * so that a refusal of its very first record can let the second in before it, and twice (models/kafka/README.md).
 */
export const ALL_BUT_ERRORS = ['lose', 'delay', 'crash', 'restart', 'pause', 'resume', 'slow', 'cut', 'heal', 'loss'];
