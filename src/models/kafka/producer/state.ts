import type { Out, Self } from '../../../engine/actor';
import type { Word } from '../../../engine/trace/words';
import { NONE, type CopyId, type MessageId, type Micros, type PlaceId, type TimerId } from '../../../engine/units';
import { coordinatorOf, type Cluster } from '../cluster';
import { newLine, type Line } from '../line';
import type { Sticky } from '../partitioner';
import type { Answer, Outgoing } from '../../ports';
import type { InitProducerId, Produce, ToTransactionCoordinator, TransactionCommit } from '../packets';

export interface ProducerConfig {
  readonly cluster: Cluster;
  /** Those it sends to. */
  readonly topics: readonly ProducerTopic[];
  /** Whether Out.learn says what became of records: not for what a consumer's program sends on. */
  readonly tellsBelief: boolean;
  /** null: no transactions. */
  readonly transactionalId: string | null;
  readonly transactionTimeout: Micros;
  /** The group whose offsets its transactions take along; null: none. */
  readonly group: string | null;
  /** With 1 the client names its partitions to the coordinator before it sends to them (AddPartitionsToTxn). */
  readonly transactionVersion: 1 | 2;
  readonly partitioner: 'default' | 'roundrobin';
  readonly acks: 'all' | '1' | '0';
  readonly idempotence: boolean;
  readonly linger: Micros;
  /** Bytes. */
  readonly batchSize: number;
  readonly bufferMemory: number;
  readonly maxBlock: Micros;
  readonly recordSize: number;
  readonly maxInFlight: number;
  readonly retries: number;
  readonly deliveryTimeout: Micros;
  readonly requestTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly retryBackoffMax: Micros;
  readonly reconnectAfter: Micros;
}

export interface ProducerTopic {
  readonly name: Word;
  /** The number of its partition 0. */
  readonly first: number;
  readonly partitions: number;
  /** Where its partitions begin among the producer's queues. */
  readonly queue: number;
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
  /** The index of the broker that leads it. */
  readonly leader: number;
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
  /** The transaction coordinator does not know yet that this partition takes part. */
  isBlocked: boolean;
}

export type TransactionAct = 'begin' | 'send-offsets' | 'commit' | 'abort';

/** A request to the coordinator, one at a time. */
export interface CoordinatorRequest {
  readonly kind: 'init' | 'add-partitions' | 'add-offsets' | 'offsets' | 'commit' | 'abort';
  readonly id: number;
  /** How often it was sent. */
  attempts: number;
  /** On its way: when to take the connection for dead. NONE: not sent (any more). */
  deadline: Micros;
  /** Not sent: when to send it. */
  sendAt: Micros;
  /** For add-partitions. */
  readonly partitions: readonly number[];
  /** The broker that it was sent to last, by index. */
  broker: number;
}

/** What the client knows of its transactions; without a transactional.id only `starting` and `ready` are used. Source: TransactionManager.java. */
export interface ClientTransaction {
  /** `failed`: it can only be aborted. `fenced`: this producer can only be closed. */
  phase: 'starting' | 'ready' | 'open' | 'committing' | 'aborting' | 'failed' | 'fenced';
  epoch: number;
  /** Something of it has been sent: the coordinator may know of it. */
  isStarted: boolean;
  /** With version 1: a batch failed, so that sequences have a gap; after the abort a new epoch is asked for. */
  needsEpoch: boolean;
  hasGroup: boolean;
  /** What sendOffsetsToTransaction takes with it. */
  offsets: Pick<TransactionCommit, 'group' | 'member' | 'instance' | 'generation' | 'offsets'> | null;
  /** The act that the program waits for, and the delivery that it is about. */
  waiting: { readonly act: TransactionAct; readonly copy: CopyId } | null;
  /** The message that the program works on. */
  about: MessageId;
  request: CoordinatorRequest | null;
}

/** A record that send() waits with for room in the buffer. */
export interface Blocked {
  readonly queue: PartitionQueue;
  readonly outgoing: Outgoing;
  /** By index. */
  readonly topic: number;
  /** It rests in the buffer's place all the same, to be seen. */
  readonly copy: CopyId;
  since: Micros;
}

/** What the producer has to do with one broker. */
export interface Way {
  readonly line: Line;
  /** Those of the partitions that it leads. */
  readonly queues: readonly PartitionQueue[];
  /** Produce requests that await their answers, oldest first. */
  requests: InFlight[];
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
  /** By broker. One that it has no business with is never connected to. */
  readonly ways: readonly Way[];
  /** Those of them that lead its topics' partitions, and the coordinator of its transactions. */
  readonly inUse: readonly Way[];
  producerId: number;
  readonly queues: readonly PartitionQueue[];
  /** One for each topic. */
  readonly stickies: readonly Sticky[];
  readonly transaction: ClientTransaction;
  /** Copies in the buffer whose fate a program waits for, with its delivery's copy. */
  readonly awaited: Map<CopyId, CopyId>;
  /** Acts of the program that are over, for whoever runs it to take. */
  answers: Answer[];
  nextRequest: number;
  /** Records that rest in the buffer, those included that send() waits with. */
  buffered: number;
  /** Bytes of buffer.memory that batches take. */
  bufferUsed: number;
  /** Those that send() waits with for room, in the order of sending. */
  blocked: Blocked[];
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
  /** Keeps the draws of a process, or a transaction, apart from those of the one before. */
  salt: number;
}

export interface ProducerTimer {
  readonly kind: 'kafka-producer';
}

export type Producer = Self<ProducerConfig, ProducerMemory, ProducerDisk>;
export type ProducerOut = Out<InitProducerId | Produce | ToTransactionCoordinator, ProducerTimer>;

export function newProducerMemory(config: ProducerConfig): ProducerMemory {
  const { cluster, topics } = config;
  const queues = topics.flatMap(({ first, partitions }) =>
    Array.from({ length: partitions }, (_, index) => newQueue(first + index, cluster.leaders[first + index]!)),
  );
  const ways = cluster.nodes.map((node, index): Way => ({
    line: newLine(node),
    queues: queues.filter(({ leader }) => leader === index),
    requests: [],
  }));
  const asked = [config.transactionalId, config.transactionalId === null ? null : config.group];
  const coordinators = asked.map((id) => (id === null ? NONE : coordinatorOf(cluster, id)));
  return {
    ways,
    inUse: ways.filter((way, index) => way.queues.length > 0 || coordinators.includes(index)),
    producerId: NONE,
    nextRequest: 1,
    buffered: 0,
    bufferUsed: 0,
    blocked: [],
    queues,
    stickies: config.topics.map(() => ({ partition: NONE, bytes: 0, choices: 0 })),
    transaction: newTransaction(),
    awaited: new Map(),
    answers: [],
    soon: NONE,
    soonAt: NONE,
    late: NONE,
    lateAt: NONE,
  };
}

function newQueue(partition: number, leader: number): PartitionQueue {
  return {
    partition,
    leader,
    batches: [],
    unfinished: [],
    nextSequence: 0,
    lastAcked: NONE,
    epoch: 0,
    unresolved: NONE,
    isBlocked: false,
  };
}

const newTransaction = (): ClientTransaction => ({
  phase: 'starting',
  epoch: NONE,
  isStarted: false,
  needsEpoch: false,
  hasGroup: false,
  offsets: null,
  waiting: null,
  about: NONE,
  request: null,
});
