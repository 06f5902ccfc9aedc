import type { Self, Out } from '../../engine/actor';
import type { Ints } from '../../engine/ints';
import {
  NONE,
  type ConnectionId,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PlaceId,
  type SubscriptionId,
  type TimerId,
} from '../../engine/units';
import type { Cluster } from './cluster';
import type { Line } from './line';
import type {
  AssignorName,
  Fetch,
  FetchPosition,
  Join,
  PeerAnswer,
  Produce,
  ToClient,
  ToPeer,
  TransactionCommit,
} from './packets';

/** A broker's configuration, memory and disk. Partitions of all topics are numbered through. */

export interface TopicConfig {
  readonly name: string;
  /** The number of its partition 0. */
  readonly first: number;
  readonly partitions: number;
  /** Its records have failed: they count as dead-lettered. */
  readonly deadLetter: boolean;
  /** Its records are effects, as soon as read_committed shows them, of this subscription; NONE otherwise. */
  readonly output: SubscriptionId;
}

export interface GroupConfig {
  readonly name: string;
  /** Its own, and those of the groups that read what its programs publish: they wait for this group, too. */
  readonly subscriptions: readonly SubscriptionId[];
  readonly topics: readonly string[];
  /** All its members read with isolation.level=read_committed. */
  readonly readsCommitted: boolean;
}

export interface BrokerConfig {
  readonly cluster: Cluster;
  /** Which of the cluster's brokers this is. */
  readonly index: number;
  readonly topics: readonly TopicConfig[];
  readonly groups: readonly GroupConfig[];
  readonly groupInitialRebalanceDelay: Micros;
  /** Some client of this cluster has transactions. */
  readonly hasTransactions: boolean;
  /** transaction.version: 1 before Kafka 4, then 2 (KIP-890). */
  readonly transactionVersion: 1 | 2;
}

/** What the log remembers of an idempotent producer: its epoch and its last batches. */
export interface ProducerEntry {
  epoch: number;
  /** The latest at most, oldest first. */
  readonly batches: { readonly first: number; readonly last: number; readonly offset: number }[];
}

/** A transaction that has records in a log and no marker yet. */
export interface OpenTransaction {
  /** The offset of its first record. */
  readonly first: number;
  /** Whose records they are. */
  readonly client: NodeId;
}

/** A transaction that was aborted: what its producer wrote from `first` on, up to the marker at `last`, does not count. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly first: number;
  readonly last: number;
}

/** One partition: columns by offset, from 0. All of it is on disk, for a process that dies loses none of it. */
export interface PartitionLog {
  readonly number: number;
  readonly place: PlaceId;
  /** NONE for a transaction's marker. */
  readonly messages: Ints;
  readonly copies: Ints;
  readonly keys: Ints;
  readonly sizes: Ints;
  /** The producer id of a record that is part of a transaction; NONE for all others. */
  readonly writers: Ints;
  /** By producer id. Written to snapshots and rebuilt from the log. */
  readonly producers: Map<number, ProducerEntry>;
  /** By producer id, oldest first; likewise. */
  readonly open: Map<number, OpenTransaction>;
  /** The transaction index: in the order of their markers. */
  readonly aborted: AbortedTransaction[];
  /** It has had a record of a transaction: from then on its last stable offset is shown. */
  isTransactional: boolean;
  /** Its records' effects count for this subscription; NONE: they are none. */
  readonly output: SubscriptionId;
  /** The groups that read it, by name, once for each subscription. */
  readonly readers: { readonly group: string; readonly subscription: SubscriptionId }[];
}

export type TransactionPhase =
  'empty' | 'ongoing' | 'prepare-commit' | 'prepare-abort' | 'complete-commit' | 'complete-abort';

/** What __transaction_state holds of a transactional.id. Source: TransactionMetadata.scala. */
export interface Transaction {
  readonly id: string;
  readonly producerId: number;
  epoch: number;
  /** The epoch that its producer itself raised last, to know a repeated request by; NONE: it was a new session. */
  lastEpoch: number;
  phase: TransactionPhase;
  /** Those it has records in. */
  partitions: number[];
  /** Groups whose offsets it takes with it. */
  groups: string[];
  startedAt: Micros;
  /** transaction.timeout.ms of its producer. */
  timeout: Micros;
}

/** A member as the coordinator keeps it in __consumer_offsets. */
export interface StoredMember {
  readonly id: string;
  readonly instance: string | null;
  readonly topic: string;
  readonly assignor: AssignorName;
  readonly readsCommitted: boolean;
  readonly sessionTimeout: Micros;
  readonly rebalanceTimeout: Micros;
  readonly node: NodeId;
  /** Partitions. */
  readonly assigned: readonly number[];
}

/** What __consumer_offsets holds of a group. */
export interface StoredGroup {
  readonly config: GroupConfig;
  /** By partition; NONE: never committed. */
  readonly committed: number[];
  /** By partition: what is below is not owed to the group (any more). */
  readonly owedFrom: number[];
  /** Offsets within transactions that have not ended: they count once the commit marker is there. */
  pending: { readonly producerId: number; readonly offsets: readonly FetchPosition[] }[];
  generation: number;
  members: readonly StoredMember[];
}

/**
 * Logs and groups are the same objects for all brokers of a cluster, so that one can say what is owed no more when
 * an offset is committed at another: a book for readers of the trace. Nothing else may be done with a log but by its
 * leader, or with a group but by its coordinator.
 */
export interface BrokerDisk {
  /** By number, all topics numbered through. */
  readonly partitions: PartitionLog[];
  readonly groups: Map<string, StoredGroup>;
  /** By transactional.id. */
  readonly transactions: Map<string, Transaction>;
  nextProducerId: number;
}

/** A member as the running coordinator knows it. */
export interface Member {
  readonly id: string;
  readonly instance: string | null;
  /** What it said when it joined last. */
  readonly topic: string;
  readonly assignor: AssignorName;
  readonly readsCommitted: boolean;
  readonly sessionTimeout: Micros;
  readonly rebalanceTimeout: Micros;
  readonly node: NodeId;
  assigned: readonly number[];
  sessionDeadline: Micros;
  /** It waits for the answer to this join; null if it does not. */
  waiting: { readonly join: Join; readonly connection: ConnectionId } | null;
}

export interface Group {
  readonly stored: StoredGroup;
  state: 'empty' | 'preparing' | 'stable';
  /** In the order of joining: the first is the leader. */
  members: Member[];
  /** While preparing: when the wait for members ends. */
  deadline: Micros;
  /** While an empty group gathers its first members: how much longer it may go on; NONE otherwise. */
  initialLeft: Micros;
  newcomer: boolean;
  /** The clock that is shown while the group waits; NONE if it does not. */
  clock: number;
}

/** A fetch that waits for records. */
export interface WaitingFetch {
  readonly connection: ConnectionId;
  readonly fetch: Fetch;
  readonly deadline: Micros;
}

/** Another broker of the cluster, and what this one has asked of it. */
export interface Peer {
  readonly line: Line;
  /** It stands in the list for this broker itself: never connected to. */
  readonly isSelf: boolean;
  /** In the order of asking; sent, or to be sent when it can be reached. */
  pending: PeerRequest[];
}
export interface PeerRequest {
  readonly packet: ToPeer;
  /** What waits for the answer; null: nothing does, and it is asked until there is one. */
  readonly held: Held | null;
  /** On its way: when to take the connection for dead. NONE: not sent (any more). */
  deadline: Micros;
}
/** A client's request that waits until the transaction's coordinator has answered. */
export type Held = {
  readonly producerId: number;
  /** The transaction's marker has been written meanwhile. */
  isStale: boolean;
} & (
  | { readonly kind: 'produce'; readonly arrival: Arrival; readonly packet: Produce }
  | {
      readonly kind: 'offsets';
      readonly connection: ConnectionId;
      readonly packet: TransactionCommit;
      readonly about: MessageId;
    }
);
/** Where a Produce request came from. */
export interface Arrival {
  readonly connection: ConnectionId;
  readonly from: NodeId;
  /** Of the request's first record; those of the others follow. */
  readonly copy: CopyId;
  /** One to answer with instead of appending, or null. */
  readonly error: string | null;
}

export interface BrokerMemory {
  /** By broker; empty where no transaction needs them. */
  readonly peers: Peer[];
  nextPeerRequest: number;
  /** By transactional.id: brokers that have yet to write its markers. */
  readonly unwritten: Map<string, number[]>;
  readonly connections: Set<ConnectionId>;
  readonly groups: Map<string, Group>;
  /** When the process started: it looks for transactions that take too long every ten seconds from then on. */
  startedAt: Micros;
  fetches: WaitingFetch[];
  /** The one timer, for the earliest of all deadlines or earlier. */
  wake: TimerId;
  wakeAt: Micros;
}

export interface WakeTimer {
  readonly kind: 'kafka-broker';
  readonly at: Micros;
}

/** The markers of a transaction that was decided are to be written. */
export interface MarkersTimer {
  readonly kind: 'kafka-markers';
  readonly transaction: string;
}

export type Broker = Self<BrokerConfig, BrokerMemory, BrokerDisk>;
export type BrokerOut = Out<ToClient | ToPeer | PeerAnswer, WakeTimer | MarkersTimer>;

/** Makes sure that the broker is woken at that time at the latest. */
export function wakeBy({ memory }: Broker, at: Micros, out: BrokerOut): void {
  if (memory.wakeAt !== NONE && memory.wakeAt <= at) return;
  out.cancel(memory.wake);
  memory.wake = out.timer(at - out.now, { kind: 'kafka-broker', at }, true);
  memory.wakeAt = at;
}
