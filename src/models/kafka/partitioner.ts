import { textOf, type Word } from '../../engine/trace/words';
import { murmur2, toPositive, utf8 } from './murmur2';

/** Hashes of keys seen so far. A pure function's results: no run can tell whether they were known. */
const hashes = new Map<Word, number>();

/**
 * The partition of a record with a key: the same as long as the topic has as many partitions.
 * Source: BuiltInPartitioner.java, `partitionForKey`.
 */
export function partitionForKey(key: Word, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = hashes.get(key);
  if (hash === undefined) {
    hash = toPositive(murmur2(utf8(textOf(key))));
    hashes.set(key, hash);
  }
  return hash % partitions;
}

/** Where records without a key go: one partition, until about batch.size bytes have gone there. */
export interface Sticky {
  partition: number;
  bytes: number;
  /** How often it has chosen: keys the draws. */
  choices: number;
}

/**
 * Counts what went to the sticky partition; true when it is time to choose another.
 *
 * @param isBatchFull whether the partition's latest batch is full or gone; while it is not, a switch waits, up to twice batch.size
 * Source: BuiltInPartitioner.java, `updatePartitionInfo` (KIP-794).
 */
export function countSticky(sticky: Sticky, bytes: number, batchSize: number, isBatchFull: boolean): boolean {
  sticky.bytes += bytes;
  return (sticky.bytes >= batchSize && isBatchFull) || sticky.bytes >= batchSize * 2;
}

/**
 * Chooses by chance, the same one possibly again; the longer a partition's queue of batches, the less likely it is
 * (partitioner.adaptive.partitioning.enable). Source: BuiltInPartitioner.java, `nextPartition`, `updatePartitionLoadStats`.
 *
 * @param partitions that it may choose
 * @param queued batches that wait for each of them
 * @param chance in [0, 1)
 */
export function chooseSticky(
  sticky: Sticky,
  partitions: readonly number[],
  queued: readonly number[],
  chance: number,
): void {
  const longest = Math.max(...queued);
  const weights = queued.map((length) => longest + 1 - length);
  let left = Math.floor(chance * weights.reduce((sum, weight) => sum + weight, 0));
  let index = 0;
  while (left >= weights[index]!) {
    left -= weights[index]!;
    index += 1;
  }
  sticky.partition = partitions[index]!;
  sticky.bytes = 0;
  sticky.choices += 1;
}
