import { expect, test } from 'vitest';
import { run } from '../runs/run';
import { autoCommitLoss } from '../scenario/catalogue/auto-commit-loss';
import { exactlyOnceLimits } from '../scenario/catalogue/exactly-once-limits';
import { kafkaExactlyOnce } from '../scenario/catalogue/kafka-exactly-once';
import { orderEvents } from '../scenario/catalogue/order-events';
import { load } from '../scenario/load';
import type { ScenarioFile } from '../scenario/schema/scenario';
import { word } from '../engine/trace/words';

// Goal: statements of Kafka's that need a whole scenario to be seen, by their numbers.

const SEEDS = [1, 2, 3, 4, 5];
const outcomes = (file: ScenarioFile, variant: string, seed: number) =>
  run(load(file, { variant, seed })).summary.outcomes;

test('T33: read, process, write with a plain commit: a crash in between doubles the output; an effect outside is doubled even with a transaction', () => {
  for (const seed of SEEDS) {
    expect(outcomes(kafkaExactlyOnce, 'no-transaction', seed)['output']!.duplicated).toBe(1);
    expect(outcomes(exactlyOnceLimits, 'article', seed)).toMatchObject({
      output: { duplicated: 0 },
      bank: { duplicated: 1 },
    });
  }
});

test('T36: auto-commit passes what a pool of threads has not done yet: a crash loses it, and nothing is told no', () => {
  for (const seed of SEEDS) {
    const { summary } = run(load(autoCommitLoss, { variant: 'article', seed }));
    expect(summary.outcomes['payments']!.lost).toBeGreaterThan(0);
    expect(summary.matrix['payments']!.acknowledged[0]).toBe(summary.outcomes['payments']!.lost);
  }
});

/** The consumers that own the partitions of a group, by partition, when all has come to rest. */
function owners(variant: string, subscription: string): (string | null)[] {
  const { trace, header } = run(load(orderEvents, { variant }));
  const owner = header.subscriptions.indexOf(subscription);
  const assigned = new Map<number, number>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind === 'mark' && record.name === word('assigned to') && record.owner === owner)
      assigned.set(record.place, record.value);
  }
  return [...assigned].sort(([a], [b]) => a - b).map(([, node]) => header.nodes[node]?.name ?? null);
}

test('order-events: A1 has partitions 0 and 1, A2 has 2 and 3, B1 has all four; and so on as members come and go', () => {
  expect(owners('article', 'order-processing')).toEqual(['a1', 'a1', 'a2', 'a2']);
  expect(owners('article', 'analytics')).toEqual(['b1', 'b1', 'b1', 'b1']);
  expect(owners('joins', 'order-processing')).toEqual(['a1', 'a1', 'a2', 'a3']);
  expect(owners('leaves', 'order-processing')).toEqual(['a1', 'a1', 'a1', 'a1']);
  expect(owners('crash', 'order-processing')).toEqual(['a1', 'a1', 'a1', 'a1']);
  expect(owners('returns', 'order-processing')).toEqual(['a1', 'a1', 'a2', 'a2']);
});

test('T44: five members on four partitions: the fifth has none', () => {
  expect(owners('five', 'order-processing')).toEqual(['a1', 'a2', 'a3', 'a4']);
});
