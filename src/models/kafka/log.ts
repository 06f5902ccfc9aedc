import { word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import type { CopyId, NodeId } from '../../engine/units';
import type { ErrorCode, ProduceBatch } from './packets';
import type { Broker, BrokerOut, PartitionLog, ProducerEntry, StoredGroup } from './state';

/** The log of a partition: records by offset, what it knows of idempotent producers, and what it owes to groups. */

const MAX_SEQUENCE = 2_147_483_647;
/** Source: ProducerStateEntry.java, NUM_BATCHES_TO_RETAIN. */
const BATCHES_TO_RETAIN = 5;

const highWatermark = word('high watermark');
const lastStableOffset = word('last stable offset');
const transactionBegins = word('transaction begins');
export const abortedReason = word('aborted');

/** The offset that the next record will get. With one broker this is the high watermark, too: it is the whole ISR. */
export const logEnd = (log: PartitionLog): number => log.messages.length;

/**
 * The last stable offset: what is at it and above may still be aborted, and is hidden from read_committed. Source:
 * UnifiedLog.java, `fetchLastStableOffsetMetadata`.
 */
export function lastStable(log: PartitionLog): number {
  let least = logEnd(log);
  for (const { first } of log.open.values()) if (first < least) least = first;
  return least;
}

/** Whether a record belongs to a transaction that was aborted. Source: AbortedTxn.java. */
export function isAborted({ writers, aborted }: PartitionLog, offset: number): boolean {
  const writer = writers.at(offset);
  if (writer === NONE) return false;
  return aborted.some(({ producerId, first, last }) => producerId === writer && first <= offset && offset < last);
}

/** The sequence `count` after that one. Source: DefaultRecordBatch.java, `incrementSequence`: it wraps to 0. */
export function sequenceAfter(sequence: number, count: number): number {
  const next = sequence + count;
  return next > MAX_SEQUENCE ? next - MAX_SEQUENCE - 1 : next;
}

/**
 * What an idempotent producer's batch is to a log: the offset at which it stands already, an error, or null for a batch to append.
 * `isStrict`: a producer of which the log knows nothing must begin at 0, as with transaction.version 2.
 * Source: UnifiedLog.java, `analyzeAndValidateProducerState`; ProducerAppendInfo.java, `checkProducerEpoch`, `checkSequence`.
 */
export function checkSequence(
  entry: ProducerEntry | undefined,
  epoch: number,
  first: number,
  count: number,
  isStrict = false,
): number | string | null {
  // Nothing known of it (any more): any sequence will do, unless the transaction's protocol is strict.
  if (entry === undefined) return first === 0 || !isStrict ? null : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  const last = sequenceAfter(first, count - 1);
  if (entry.epoch === epoch) {
    for (const batch of entry.batches) if (batch.first === first && batch.last === last) return batch.offset;
  }
  if (epoch < entry.epoch) return 'INVALID_PRODUCER_EPOCH';
  if (epoch > entry.epoch) return first === 0 ? null : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  const latest = entry.batches.at(-1);
  const expected = latest === undefined ? 0 : sequenceAfter(latest.last, 1);
  return expected === first ? null : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
}

export interface AppendResult {
  readonly error: ErrorCode;
  readonly offset: number;
  readonly isDuplicate: boolean;
}

/**
 * Appends a batch whose first copy arrived as `copy` (the others follow), unless its producer is known to have had it appended.
 *
 * @param from whose records they are
 */
export function append(
  { config }: Broker,
  log: PartitionLog,
  batch: ProduceBatch,
  copy: CopyId,
  from: NodeId,
  out: BrokerOut,
): AppendResult {
  const offset = logEnd(log);
  if (batch.producerId !== NONE) {
    const found = checkSequence(
      log.producers.get(batch.producerId),
      batch.epoch,
      batch.sequence,
      batch.messages.length,
      batch.isTransactional && config.transactionVersion === 2,
    );
    if (typeof found === 'string') return { error: found, offset: NONE, isDuplicate: false };
    if (found !== null) return { error: null, offset: found, isDuplicate: true };
    // Source: ProducerAppendInfo.java: outside its open transaction a producer may not write to the partition.
    if (!batch.isTransactional && log.open.has(batch.producerId))
      return { error: 'INVALID_TXN_STATE', offset: NONE, isDuplicate: false };
    remember(log, batch, offset);
  }
  const { messages, keys, recordSize } = batch;
  if (batch.isTransactional && !log.open.has(batch.producerId)) {
    log.open.set(batch.producerId, { first: offset, client: from });
    log.isTransactional = true;
    out.fact(transactionBegins, offset, messages[0], log.place);
  }
  for (let i = 0; i < messages.length; i += 1) {
    const message = messages[i]!;
    const stored = out.put(log.place, message, copy + i, offset + i);
    log.messages.push(message);
    log.copies.push(stored);
    log.keys.push(keys[i]!);
    log.sizes.push(recordSize);
    log.writers.push(batch.isTransactional ? batch.producerId : NONE);
    for (let r = 0; r < log.readers.length; r += 1) out.owe(message, log.readers[r]!.subscription, stored);
    if (!batch.isTransactional && log.output !== NONE) out.effect(message, log.output, log.place, stored, from);
  }
  markEnd(log, out);
  return { error: null, offset, isDuplicate: false };
}

/** Says up to where consumers may read now. */
export function markEnd(log: PartitionLog, out: BrokerOut): void {
  out.mark(log.place, highWatermark, NONE, logEnd(log));
  if (log.isTransactional) out.mark(log.place, lastStableOffset, NONE, lastStable(log));
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
  const from = group.owedFrom[log.number]!;
  for (let at = from; at < offset; at += 1) {
    if (!counts(group, log, at)) continue;
    for (const subscription of group.config.subscriptions)
      out.release(log.messages.at(at), subscription, log.copies.at(at), why);
  }
  for (let at = offset; at < from; at += 1) {
    if (!counts(group, log, at)) continue;
    for (const subscription of group.config.subscriptions)
      out.owe(log.messages.at(at), subscription, log.copies.at(at));
  }
  group.owedFrom[log.number] = offset;
}

/** Whether what stands at an offset is a record that the group may read: no marker, and nothing aborted if it reads committed. */
const counts = ({ config }: StoredGroup, log: PartitionLog, offset: number): boolean =>
  log.messages.at(offset) !== NONE && !(config.readsCommitted && isAborted(log, offset));

export const committedReason = word('committed');
export const skippedReason = word('skipped by reset');
