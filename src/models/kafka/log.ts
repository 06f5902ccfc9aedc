import { word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import type { CopyId } from '../../engine/units';
import type { ErrorCode, ProduceBatch } from './packets';
import type { BrokerOut, PartitionLog, ProducerEntry, StoredGroup } from './state';

/** The log of a partition: records by offset, what it knows of idempotent producers, and what it owes to groups. */

const MAX_SEQUENCE = 2_147_483_647;
/** Source: ProducerStateEntry.java, NUM_BATCHES_TO_RETAIN. */
const BATCHES_TO_RETAIN = 5;

const highWatermark = word('high watermark');

/** The offset that the next record will get. With one broker this is the high watermark, too: it is the whole ISR. */
export const logEnd = (log: PartitionLog): number => log.messages.length;

/** The sequence `count` after that one. Source: DefaultRecordBatch.java, `incrementSequence`: it wraps to 0. */
export function sequenceAfter(sequence: number, count: number): number {
  const next = sequence + count;
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next;
}

/**
 * What an idempotent producer's batch is to a log: the offset at which it stands already, an error, or null for a batch to append.
 * Source: UnifiedLog.java, `analyzeAndValidateProducerState`; ProducerAppendInfo.java, `checkProducerEpoch`, `checkSequence`.
 */
export function checkSequence(
  entry: ProducerEntry | undefined,
  epoch: number,
  first: number,
  count: number,
): number | string | null {
  if (entry === undefined) return null; // Nothing known of it (any more): any sequence will do.
  const last = sequenceAfter(first, count - 1);
  if (entry.epoch === epoch) {
    for (const batch of entry.batches) if (batch.first === first && batch.last === last) return batch.offset;
  }
  if (epoch < entry.epoch) return 'INVALID_PRODUCER_EPOCH';
  if (epoch > entry.epoch) return first === 0 ? null : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  const latest = entry.batches.at(-1);
  return latest === undefined || sequenceAfter(latest.last, 1) === first ? null : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
}

export interface AppendResult {
  readonly error: ErrorCode;
  readonly offset: number;
  readonly isDuplicate: boolean;
}

/** Appends a batch whose first copy arrived as `copy` (the others follow), unless its producer is known to have had it appended. */
export function append(log: PartitionLog, batch: ProduceBatch, copy: CopyId, out: BrokerOut): AppendResult {
  const offset = logEnd(log);
  if (batch.producerId !== NONE) {
    const found = checkSequence(
      log.producers.get(batch.producerId),
      batch.epoch,
      batch.sequence,
      batch.messages.length,
    );
    if (typeof found === 'string') return { error: found, offset: NONE, isDuplicate: false };
    if (found !== null) return { error: null, offset: found, isDuplicate: true };
    remember(log, batch, offset);
  }
  const { messages, keys, recordSize } = batch;
  for (let i = 0; i < messages.length; i += 1) {
    const message = messages[i]!;
    const stored = out.put(log.place, message, copy + i, offset + i);
    log.messages.push(message);
    log.copies.push(stored);
    log.keys.push(keys[i]!);
    log.sizes.push(recordSize);
    for (let r = 0; r < log.readers.length; r += 1) out.owe(message, log.readers[r]!, stored);
  }
  out.mark(log.place, highWatermark, NONE, logEnd(log));
  return { error: null, offset, isDuplicate: false };
}

function remember(log: PartitionLog, { producerId, epoch, sequence, messages }: ProduceBatch, offset: number): void {
  let entry = log.producers.get(producerId);
  if (entry === undefined || entry.epoch !== epoch) {
    entry = { epoch, batches: [] };
    log.producers.set(producerId, entry);
  }
  entry.batches.push({ first: sequence, last: sequenceAfter(sequence, messages.length - 1), offset });
  if (entry.batches.length > BATCHES_TO_RETAIN) entry.batches.shift();
}

/**
 * Moves the offset from which a group is owed records. Forward, what it passes is released; backward (a lower
 * commit: the last one wins), what lies between is owed again, since a restart would read it again.
 */
export function oweFrom(group: StoredGroup, log: PartitionLog, offset: number, why: number, out: BrokerOut): void {
  const { subscriptions } = group.config;
  const from = group.owedFrom[log.number]!;
  for (let at = from; at < offset; at += 1) {
    for (const subscription of subscriptions) out.release(log.messages[at]!, subscription, log.copies[at]!, why);
  }
  for (let at = offset; at < from; at += 1) {
    for (const subscription of subscriptions) out.owe(log.messages[at]!, subscription, log.copies[at]!);
  }
  group.owedFrom[log.number] = offset;
}

export const committedReason = word('committed');
export const skippedReason = word('skipped by reset');
