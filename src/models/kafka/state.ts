import type { Self, Out } from '../../engine/actor';
import type { Word } from '../../engine/trace/words';
import {
  NONE,
  type ConnectionId,
  type CopyId,
  type MessageId,
  type Micros,
  type PlaceId,
  type SubscriptionId,
  type TimerId,
} from '../../engine/units';
import type { Fetch, Join, ToClient, ResetPolicy } from './packets';

/** A broker's configuration, memory and disk. Partitions of all topics are numbered through. */

export interface TopicConfig {
  readonly name: string;
  /** The number of its partition 0. */
  readonly first: number;
  readonly partitions: number;
}

export interface GroupConfig {
  readonly name: string;
  readonly subscriptions: readonly SubscriptionId[];
  readonly topics: readonly string[];
}

export interface BrokerConfig {
  readonly topics: readonly TopicConfig[];
  readonly groups: readonly GroupConfig[];
  readonly groupInitialRebalanceDelay: Micros;
}

/** What the log remembers of an idempotent producer: its epoch and its last batches. */
export interface ProducerEntry {
  epoch: number;
  /** The latest at most, oldest first. */
  readonly batches: { readonly first: number; readonly last: number; readonly offset: number }[];
}

/** One partition: columns by offset, from 0. All of it is on disk, for a process that dies loses none of it. */
export interface PartitionLog {
  readonly number: number;
  readonly place: PlaceId;
  readonly messages: MessageId[];
  readonly copies: CopyId[];
  readonly keys: Word[];
  readonly sizes: number[];
  /** By producer id. Written to snapshots and rebuilt from the log. */
  readonly producers: Map<number, ProducerEntry>;
  /** The subscriptions of all groups that read it. */
  readonly readers: SubscriptionId[];
}

/** A member as the coordinator keeps it in __consumer_offsets. */
export interface StoredMember {
  readonly id: string;
  readonly instance: string | null;
  readonly topic: string;
  readonly reset: ResetPolicy;
  readonly sessionTimeout: Micros;
  readonly rebalanceTimeout: Micros;
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
  generation: number;
  members: readonly StoredMember[];
}

export interface BrokerDisk {
  readonly partitions: PartitionLog[];
  readonly groups: Map<string, StoredGroup>;
  nextProducerId: number;
}

/** A member as the running coordinator knows it. */
export interface Member {
  readonly id: string;
  readonly instance: string | null;
  /** What it said when it joined last. */
  readonly topic: string;
  readonly reset: ResetPolicy;
  readonly sessionTimeout: Micros;
  readonly rebalanceTimeout: Micros;
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

export interface BrokerMemory {
  readonly connections: Set<ConnectionId>;
  readonly groups: Map<string, Group>;
  fetches: WaitingFetch[];
  /** The one timer, for the earliest of all deadlines or earlier. */
  wake: TimerId;
  wakeAt: Micros;
}

export interface WakeTimer {
  readonly kind: 'kafka-broker';
  readonly at: Micros;
}

export type Broker = Self<BrokerConfig, BrokerMemory, BrokerDisk>;
export type BrokerOut = Out<ToClient, WakeTimer>;

/** Makes sure that the broker is woken at that time at the latest. */
export function wakeBy({ memory }: Broker, at: Micros, out: BrokerOut): void {
  if (memory.wakeAt !== NONE && memory.wakeAt <= at) return;
  out.cancel(memory.wake);
  memory.wake = out.timer(at - out.now, { kind: 'kafka-broker', at }, true);
  memory.wakeAt = at;
}
