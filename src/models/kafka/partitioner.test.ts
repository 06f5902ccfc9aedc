import { expect, test } from 'vitest';
import { chooseSticky, countSticky, type Sticky } from './partitioner';
import { run } from './testing/run';

const ms = (count: number): number => count * 1_000;
const chosen = (queued: readonly number[], chance: number): number => {
  const sticky: Sticky = { partition: -1, bytes: 0, choices: 0 };
  const partitions = queued.map((_, index) => index);
  chooseSticky(sticky, partitions, queued, chance);
  return sticky.partition;
};

test('§1.1: queues of 0, 3 and 1 batches are chosen with weights 4, 1 and 3', () => {
  const eighths = Array.from({ length: 8 }, (_, i) => chosen([0, 3, 1], i / 8));
  expect(eighths).toEqual([0, 0, 0, 0, 1, 2, 2, 2]);
});

test('§1.1: equally long queues are equally likely', () => {
  expect([0, 0.3, 0.4, 0.7, 0.99].map((chance) => chosen([2, 2, 2], chance))).toEqual([0, 0, 1, 2, 2]);
});

test('§1.1: a switch waits for the batch in hand to be full, up to twice batch.size', () => {
  const sticky: Sticky = { partition: 0, bytes: 0, choices: 1 };
  expect(countSticky(sticky, 16_384, 16_384, false)).toBe(false);
  expect(countSticky(sticky, 16_383, 16_384, false)).toBe(false);
  expect(countSticky(sticky, 1, 16_384, false)).toBe(true);
  expect(countSticky({ partition: 0, bytes: 0, choices: 1 }, 16_384, 16_384, true)).toBe(true);
});

test('T21: RoundRobinPartitioner takes the partitions in turn, whatever the keys', () => {
  const done = run({
    topics: [{ name: 't', partitions: 3 }],
    producers: {
      p: {
        partitioner: 'roundrobin',
        sends: Array.from({ length: 6 }, (_, i) => [ms(10 + 10 * i), i % 2 === 0 ? 'alice' : null] as const),
      },
    },
  });
  expect([0, 1, 2].map((n) => done.putIn(`kafka/t-${n}`).map(Number))).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

test('§1.1: a key is a key though it is empty; only a record without one is sticky', () => {
  const done = run({
    topics: [{ name: 't', partitions: 3 }],
    producers: { p: { sends: Array.from({ length: 40 }, () => [ms(10), ''] as const) } },
  });
  // 275646681 % 3 = 0
  expect(done.putIn('kafka/t-0')).toHaveLength(40);
});
