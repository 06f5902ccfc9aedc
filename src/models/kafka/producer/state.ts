import type { Out, Self } from '../../../engine/actor';
import type { Word } from '../../../engine/trace/words';
import {
  NONE,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PlaceId,
  type TimerId,
} from '../../../engine/units';
import { newLine, type Line } from '../line';
import type { Sticky } from '../partitioner';
import type { InitProducerId, Produce } from '../packets';

export interface ProducerConfig {
  readonly broker: NodeId;
  /** The number of the topic's partition 0. */
  readonly firstPartition: number;
  readonly partitions: number;
  readonly acks: 'all' | '1' | '0';
  readonly idempotence: boolean;
  readonly linger: Micros;
  /** Bytes. */
  readonly batchSize: number;
  readonly recordSize: number;
  readonly maxInFlight: number;
  readonly retries: number;
  readonly deliveryTimeout: Micros;
  readonly requestTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly retryBackoffMax: Micros;
  readonly reconnectAfter: Micros;
}

export interface Batch {
  readonly messages: MessageId[];
  readonly keys: Word[];
  /** The copies that rest in the buffer. */
  readonly copies: CopyId[];
  bytes: number;
  readonly created: Micros;
  attempts: number;
  /** Not sent again before. */
  retryAt: Micros;
  /** NONE until it is sent for the first time, and without idempotence. */
  sequence: number;
  epoch: number;
  /** It got a new sequence after it had been sent: an answer to the old one says nothing. */
  isRenumbered: boolean;
  /** Acknowledged or given up. */
  done: boolean;
}

/** What the producer keeps for one partition. Source: RecordAccumulator.java, TxnPartitionEntry.java. */
export interface PartitionQueue {
  readonly partition: number;
  /** To be sent, or sent again, in that order. */
  readonly batches: Batch[];
  /** Those that have a sequence and are not done, in its order, sent or to be sent again. */
  unfinished: Batch[];
  nextSequence: number;
  /** The highest sequence acknowledged in this epoch; NONE if none is. */
  lastAcked: number;
  epoch: number;
  /**
   * A batch was given up after it had been sent, so that nobody knows what the log holds: the sequence behind it. NONE
   * if there is no such.
   */
  unresolved: number;
}

/** A produce request that awaits its answer. */
export interface InFlight {
  readonly id: number;
  readonly queues: readonly PartitionQueue[];
  /** Each of the queue at the same index. */
  readonly batches: readonly Batch[];
  readonly deadline: Micros;
}

export interface ProducerMemory {
  readonly line: Line;
  producerId: number;
  readonly queues: PartitionQueue[];
  readonly sticky: Sticky;
  requests: InFlight[];
  nextRequest: number;
  /** Records that rest in the buffer. */
  buffered: number;
  /** The timer for what is soon to be done: linger, back-off, a connection to open. */
  soon: TimerId;
  soonAt: Micros;
  /** The timer for time-outs, which rarely come: set for the earliest once, looked at again when it fires. */
  late: TimerId;
  lateAt: Micros;
}

export interface ProducerDisk {
  /** Where records wait until they are acknowledged or given up. */
  readonly buffer: PlaceId;
}

export interface ProducerTimer {
  readonly kind: 'kafka-producer';
}

export type Producer = Self<ProducerConfig, ProducerMemory, ProducerDisk>;
export type ProducerOut = Out<InitProducerId | Produce, ProducerTimer>;

export function newProducerMemory(config: ProducerConfig): ProducerMemory {
  return {
    line: newLine(config.broker),
    producerId: NONE,
    requests: [],
    nextRequest: 1,
    buffered: 0,
    queues: Array.from({ length: config.partitions }, (_, index) => newQueue(config.firstPartition + index)),
    sticky: { partition: NONE, bytes: 0, choices: 0 },
    soon: NONE,
    soonAt: NONE,
    late: NONE,
    lateAt: NONE,
  };
}

function newQueue(partition: number): PartitionQueue {
  return { partition, batches: [], unfinished: [], nextSequence: 0, lastAcked: NONE, epoch: 0, unresolved: NONE };
}
