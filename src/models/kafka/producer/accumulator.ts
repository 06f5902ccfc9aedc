import { word } from '../../../engine/trace/words';
import { NONE, type CopyId, type MessageId, type Micros } from '../../../engine/units';
import type { Outgoing } from '../../ports';
import { chooseSticky, countSticky, partitionForKey, type Sticky } from '../partitioner';
import type { Batch, PartitionQueue, Producer, ProducerConfig, ProducerOut } from './state';

/** Records gather in batches, by partition. Source: RecordAccumulator.java; truth sheet §1.1, §1.2. */

const stickyPartition = word('sticky partition');

/** The queue of the partition that a record goes to. */
export function queueFor(self: Producer, outgoing: Outgoing, topic: number, out: ProducerOut): PartitionQueue {
  return self.memory.queues[self.config.topics[topic]!.queue + choosePartition(self, topic, outgoing, out)]!;
}

/** Puts a record, whose copy rests in the buffer, into a batch. */
export function addTo(
  self: Producer,
  queue: PartitionQueue,
  outgoing: Outgoing,
  topic: number,
  copy: CopyId,
  out: ProducerOut,
): void {
  const { config, memory } = self;
  const { partitions } = config.topics[topic]!;
  const batch = openBatch(self, queue, out.now);
  batch.messages.push(outgoing.message);
  batch.keys.push(outgoing.key);
  batch.copies.push(copy);
  batch.bytes += config.recordSize;
  memory.buffered += 1;
  if (outgoing.key === NONE && partitions > 1 && config.partitioner === 'default')
    stick(self, outgoing, topic, queue, out);
}

function choosePartition(self: Producer, topic: number, { key, message }: Outgoing, out: ProducerOut): number {
  const { partitions } = self.config.topics[topic]!;
  const sticky = self.memory.stickies[topic]!;
  if (partitions === 1) return 0;
  if (self.config.partitioner === 'roundrobin') return inTurn(sticky, reachable(self, topic));
  if (key !== NONE) return partitionForKey(key, partitions);
  if (sticky.partition === NONE) choose(self, topic, message, out);
  return sticky.partition;
}

/** RoundRobinPartitioner: keys do not matter. Source: RoundRobinPartitioner.java, `partition`. */
function inTurn(sticky: Sticky, partitions: readonly number[]): number {
  sticky.choices += 1;
  return partitions[(sticky.choices - 1) % partitions.length]!;
}

function choose(self: Producer, topic: number, message: MessageId, out: ProducerOut): void {
  const sticky = self.memory.stickies[topic]!;
  const { queue } = self.config.topics[topic]!;
  const partitions = reachable(self, topic);
  const queued = partitions.map((partition) => self.memory.queues[queue + partition]!.batches.length);
  chooseSticky(sticky, partitions, queued, out.chance(stickyPartition, message, sticky.choices));
}

/**
 * The partitions that a record without a key may go to: those whose leader the client has not lost; all, if it has
 * lost them all. Source: Cluster.java, `availablePartitionsForTopic`; BuiltInPartitioner.java, `nextPartition`.
 */
function reachable({ config, memory }: Producer, topic: number): number[] {
  const { queue, partitions } = config.topics[topic]!;
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const some = all.filter((partition) => memory.ways[memory.queues[queue + partition]!.leader]!.line.failures === 0);
  return some.length > 0 ? some : all;
}

function stick(self: Producer, { message }: Outgoing, topic: number, queue: PartitionQueue, out: ProducerOut): void {
  const { config, memory } = self;
  const sticky = memory.stickies[topic]!;
  const latest = queue.batches.at(-1);
  const isFull = latest === undefined || latest.bytes >= config.batchSize;
  if (!countSticky(sticky, config.recordSize, config.batchSize, isFull)) return;
  choose(self, topic, message, out);
}

/** How long a batch waits for more records: not at all while a transaction is being committed. */
export const lingerOf = ({ config, memory }: Producer): Micros =>
  memory.transaction.phase === 'committing' ? 0 : config.linger;

type Sizes = Pick<ProducerConfig, 'batchSize' | 'recordSize'>;

/** What a batch takes of buffer.memory, however full it is. Source: RecordAccumulator.java, `append`. */
export const batchMemory = ({ batchSize, recordSize }: Sizes): number => Math.max(batchSize, recordSize);

/** Whether the last batch has never been sent, and has room for one more record. */
export function takesAnother(queue: PartitionQueue, { batchSize, recordSize }: Sizes): boolean {
  const last = queue.batches.at(-1);
  return last !== undefined && last.attempts === 0 && last.bytes + recordSize <= batchSize;
}

/** The batch that takes the next record: the last one, if it has never been sent and has room; else a new one. */
function openBatch({ config, memory }: Producer, queue: PartitionQueue, now: Micros): Batch {
  if (takesAnother(queue, config)) return queue.batches.at(-1)!;
  memory.bufferUsed += batchMemory(config);
  const batch: Batch = {
    messages: [],
    keys: [],
    copies: [],
    bytes: 0,
    created: now,
    attempts: 0,
    retryAt: 0,
    sequence: NONE,
    epoch: 0,
    isRenumbered: false,
    done: false,
  };
  queue.batches.push(batch);
  return batch;
}

/**
 * When a queue's first batch may go: Infinity for none. Full, or with another one behind it, at once; else when it has
 * lingered; after a failure when the back-off is over. Source: RecordAccumulator.java, `batchReady`.
 */
export function readyAt(queue: PartitionQueue, linger: Micros, batchSize: number): Micros {
  const first = queue.batches[0];
  if (first === undefined || isHeldBack(queue, first)) return Infinity;
  if (first.attempts > 0) return first.retryAt;
  if (queue.batches.length > 1 || first.bytes >= batchSize) return first.created;
  return first.created + linger;
}

/** Whether a batch must wait so that sequences stay in order. Source: RecordAccumulator.java, `shouldStopDrainBatchesForPartition`. */
export function isHeldBack(queue: PartitionQueue, first: Batch): boolean {
  if (queue.isBlocked) return true;
  if (first.sequence === NONE) return queue.unresolved !== NONE;
  return queue.unfinished[0] !== first;
}

/** Puts a batch back to be sent again: by its sequence, or, without idempotence, in front of all. Source: RecordAccumulator.java, `reenqueue`. */
export function reenqueue(queue: PartitionQueue, batch: Batch): void {
  let at = 0;
  if (batch.sequence !== NONE) {
    while (
      at < queue.batches.length &&
      queue.batches[at]!.sequence !== NONE &&
      queue.batches[at]!.sequence < batch.sequence
    )
      at += 1;
  }
  queue.batches.splice(at, 0, batch);
}
