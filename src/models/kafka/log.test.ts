import { expect, test } from 'vitest';
import { checkSequence, sequenceAfter } from './log';
import type { ProducerEntry } from './state';

/** Plays appends against one producer's entry; `seqSxN` is a batch of N records from sequence S. Outcomes as Kafka's own classes gave them. */
function play(
  ...appends: readonly (readonly [epoch: number, first: number, count: number])[]
): (number | string | null)[] {
  let entry: ProducerEntry | undefined;
  let offset = 0;
  return appends.map(([epoch, first, count]) => {
    const found = checkSequence(entry, epoch, first, count);
    if (found !== null) return typeof found === 'number' ? `duplicate of ${found}` : found;
    const batches = entry?.epoch === epoch ? entry.batches : [];
    entry = { epoch, batches: [...batches, { first, last: sequenceAfter(first, count - 1), offset }].slice(-5) };
    offset += count;
    return offset - count;
  });
}

const OUT = 'OUT_OF_ORDER_SEQUENCE_NUMBER';

test('T1, T2: a batch that comes again is a duplicate only if its first and last sequence are the same', () => {
  expect(play([0, 0, 1], [0, 0, 1], [0, 1, 3], [0, 1, 3], [0, 1, 2], [0, 4, 1])).toEqual([
    0,
    'duplicate of 0',
    1,
    'duplicate of 1',
    OUT,
    4,
  ]);
});

test('T3: only the last five batches are remembered', () => {
  const six = [0, 1, 2, 3, 4, 5].map((sequence) => [0, sequence, 1] as const);
  expect(play(...six, [0, 1, 1], [0, 0, 1]).slice(6)).toEqual(['duplicate of 1', OUT]);
});

test('T4: a sequence that comes too early is refused, and taken once it is next', () => {
  expect(play([0, 0, 1], [0, 2, 1], [0, 1, 1], [0, 2, 1])).toEqual([0, OUT, 1, 2]);
});

test('T5: a new epoch begins at sequence 0 and fences the old one', () => {
  expect(play([0, 0, 1], [0, 1, 1], [1, 2, 1], [1, 0, 1], [0, 2, 1], [1, 1, 1])).toEqual([
    0,
    1,
    OUT,
    2,
    'INVALID_PRODUCER_EPOCH',
    3,
  ]);
});

test('T6: nothing known of a producer: any sequence is taken; after the greatest comes 0', () => {
  expect(play([0, 5, 1])).toEqual([0]);
  expect(play([0, 2147483647, 1], [0, 0, 1])).toEqual([0, 1]);
});
