import type { Word } from '../../engine/trace/words';
import type { MessageId, Micros, NodeId, PlaceId } from '../../engine/units';

/**
 * What goes between clients and a broker. Partitions of all topics are numbered through, as a client knows
 * them from its metadata. Made nowhere but beside the one place that sends them, and never changed after.
 */

export type ResetPolicy = 'latest' | 'earliest' | 'none';

/** Errors as the protocol names them; null is success. */
export type ErrorCode = string | null;

/** partition.assignment.strategy */
export type AssignorName = 'range' | 'roundrobin';

export interface InitProducerId {
  readonly kind: 'init-producer-id';
  readonly id: number;
  readonly attempt: number;
  readonly transactionalId: string | null;
  readonly transactionTimeout: Micros;
  /** A client that raises its own epoch says which one it has; NONE for a new session. */
  readonly epoch: number;
}
export interface InitProducerIdAnswer {
  readonly kind: 'init-producer-id-answer';
  readonly id: number;
  readonly error: ErrorCode;
  readonly producerId: number;
  readonly epoch: number;
}

/** Who asks something of the transaction coordinator. */
interface OfTransaction {
  readonly id: number;
  /** Keys the draws of its answer. Not in the protocol. */
  readonly attempt: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}
export interface AddPartitions extends OfTransaction {
  readonly kind: 'add-partitions';
  readonly partitions: readonly number[];
}
export interface AddOffsets extends OfTransaction {
  readonly kind: 'add-offsets';
  readonly group: string;
}
/** TxnOffsetCommit */
export interface TransactionCommit extends OfTransaction {
  readonly kind: 'txn-offsets';
  readonly group: string;
  readonly member: string;
  readonly instance: string | null;
  readonly generation: number;
  readonly offsets: readonly FetchPosition[];
}
/** EndTxn */
export interface EndTransaction extends OfTransaction {
  readonly kind: 'txn-commit' | 'txn-abort';
}
export interface TransactionAnswer {
  /** `txn-ended`: the coordinator has decided, as asked. */
  readonly kind: 'txn-answer' | 'txn-ended' | 'txn-error';
  readonly id: number;
  readonly error: ErrorCode;
  /** The epoch from now on; with transaction.version 2 it rises with the end of each transaction. */
  readonly epoch: number;
}

export interface ProduceBatch {
  readonly partition: number;
  readonly messages: readonly MessageId[];
  readonly keys: readonly Word[];
  /** Bytes of each record. */
  readonly recordSize: number;
  /** NONE without idempotence; then epoch and sequence mean nothing. */
  readonly producerId: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly isTransactional: boolean;
}
export interface Produce {
  readonly kind: 'produce';
  readonly id: number;
  /** How often it was tried before: keys the draws of its answer. Not in the protocol. */
  readonly attempt: number;
  readonly transactionalId: string | null;
  /** False with acks=0: the broker sends no response. */
  readonly wantsAnswer: boolean;
  /** One for each partition at most. The copies of their messages travel in the same order, numbered through. */
  readonly batches: readonly ProduceBatch[];
}
export interface ProduceResult {
  readonly partition: number;
  readonly error: ErrorCode;
  /** Of the batch's first record. */
  readonly offset: number;
}
export interface ProduceAnswer {
  readonly kind: 'produce-answer' | 'produce-error';
  readonly id: number;
  readonly results: readonly ProduceResult[];
}

export interface FetchPosition {
  readonly partition: number;
  readonly offset: number;
}
export interface Fetch {
  readonly kind: 'fetch';
  readonly id: number;
  /** How often it was tried before: keys the draws of its answer. Not in the protocol. */
  readonly attempt: number;
  readonly positions: readonly FetchPosition[];
  readonly maxWait: Micros;
  readonly minBytes: number;
  readonly partitionMaxBytes: number;
  /** isolation.level=read_committed */
  readonly readsCommitted: boolean;
}
export interface FetchedPart {
  readonly partition: number;
  /** What was asked for. */
  readonly offset: number;
  /** Where to read on after this part: above its last record, or above markers and aborted records behind it. */
  readonly next: number;
  readonly offsets: readonly number[];
  readonly messages: readonly MessageId[];
  readonly keys: readonly Word[];
}
export interface FetchAnswer {
  readonly kind: 'fetch-answer' | 'fetch-empty' | 'fetch-error';
  readonly id: number;
  readonly error: ErrorCode;
  readonly parts: readonly FetchedPart[];
}

export interface Commit {
  readonly kind: 'commit';
  readonly id: number;
  /** How often it was tried before: keys the draws of its answer. Not in the protocol. */
  readonly attempt: number;
  readonly group: string;
  readonly member: string;
  readonly instance: string | null;
  readonly generation: number;
  readonly offsets: readonly FetchPosition[];
  /** From auto-commit: neither it nor its answer keeps a run open. Not in the protocol. */
  readonly isAutomatic: boolean;
}
export interface CommitAnswer {
  readonly kind: 'commit-answer' | 'commit-error';
  readonly id: number;
  readonly error: ErrorCode;
}

/** FindCoordinator, JoinGroup, SyncGroup and OffsetFetch in one. */
export interface Join {
  readonly kind: 'join';
  readonly id: number;
  readonly group: string;
  readonly member: string;
  /** Who asks; the coordinator notes it as client.id and host. */
  readonly node: NodeId;
  readonly instance: string | null;
  readonly topic: string;
  readonly sessionTimeout: Micros;
  readonly rebalanceTimeout: Micros;
  readonly assignor: AssignorName;
  readonly readsCommitted: boolean;
}
export interface Assignment {
  readonly partition: number;
  readonly place: PlaceId;
  /**
   * Where to read on: the committed offset. NONE while a transaction that would move it has not ended
   * (UNSTABLE_OFFSET_COMMIT): ask again. NEVER_COMMITTED: ask the leader for what auto.offset.reset says.
   */
  readonly position: number;
}
/** There is no committed offset. Source: OffsetFetchResponse.java, INVALID_OFFSET. */
export const NEVER_COMMITTED = -2;
/** ListOffsets: asks a partition's leader for its beginning or its end. */
export interface ListOffsets {
  readonly kind: 'list-offsets';
  readonly id: number;
  /** How often it was tried before: keys the draws of its answer. Not in the protocol; nor is the group. */
  readonly attempt: number;
  readonly group: string;
  readonly partitions: readonly number[];
  readonly reset: ResetPolicy;
  readonly readsCommitted: boolean;
}
export interface ListOffsetsAnswer {
  readonly kind: 'list-offsets-answer';
  readonly id: number;
  readonly error: ErrorCode;
  readonly positions: readonly FetchPosition[];
}
/** OffsetFetch, asked again for what was unstable. */
export interface OffsetFetch {
  readonly kind: 'offset-fetch';
  readonly id: number;
  readonly group: string;
  readonly partitions: readonly number[];
  readonly readsCommitted: boolean;
}
export interface OffsetFetchAnswer {
  readonly kind: 'offset-fetch-answer';
  readonly id: number;
  readonly positions: readonly FetchPosition[];
}
export interface JoinAnswer {
  readonly kind: 'join-answer';
  readonly id: number;
  readonly error: ErrorCode;
  readonly generation: number;
  readonly assignment: readonly Assignment[];
}

export interface Heartbeat {
  readonly kind: 'heartbeat';
  readonly group: string;
  readonly member: string;
  readonly instance: string | null;
  readonly generation: number;
}
export interface HeartbeatAnswer {
  readonly kind: 'heartbeat-answer';
  readonly error: ErrorCode;
}

export interface Leave {
  readonly kind: 'leave';
  readonly group: string;
  readonly member: string;
}

/** AddPartitionsToTxn, from a leader or a group's coordinator to the transaction's. */
export interface VerifyTransaction {
  readonly kind: 'verify-txn';
  readonly id: number;
  readonly attempt: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly partitions: readonly number[];
  /** Its offsets are to be taken along; null: they are not what is asked about. */
  readonly group: string | null;
  /** The message that it is about. Not in the protocol. */
  readonly about: MessageId;
}
/** WriteTxnMarkers, from a transaction's coordinator to a leader, or a group's coordinator. */
export interface WriteMarkers {
  readonly kind: 'write-markers';
  readonly id: number;
  readonly attempt: number;
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly commits: boolean;
  readonly partitions: readonly number[];
  readonly groups: readonly string[];
  readonly about: MessageId;
}
export type ToPeer = VerifyTransaction | WriteMarkers;
export interface PeerAnswer {
  readonly kind: 'verify-answer' | 'markers-answer';
  readonly id: number;
  readonly error: ErrorCode;
}

export type ToTransactionCoordinator = AddPartitions | AddOffsets | TransactionCommit | EndTransaction;
export type ToBroker =
  | ToPeer
  | PeerAnswer
  | InitProducerId
  | Produce
  | ToTransactionCoordinator
  | Fetch
  | ListOffsets
  | Commit
  | Join
  | OffsetFetch
  | Heartbeat
  | Leave;
export type ToClient =
  | InitProducerIdAnswer
  | ProduceAnswer
  | TransactionAnswer
  | FetchAnswer
  | ListOffsetsAnswer
  | CommitAnswer
  | JoinAnswer
  | OffsetFetchAnswer
  | HeartbeatAnswer;
export type KafkaPacket = ToBroker | ToClient;

/** Errors after which trying again is of no use. Source: org.apache.kafka.common.protocol.Errors, those not RetriableException. */
const FINAL: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_REQUIRED_ACKS',
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
]);

/** Whether a client may try again after that error. */
export const isRetriable = (error: string): boolean => !FINAL.has(error);
