import type { Out, Self } from '../../../engine/actor';
import { NONE, type Micros, type PlaceId, type SubscriptionId, type TimerId } from '../../../engine/units';
import type { Delivery } from '../../ports';
import { coordinatorOf, leadersOf, type Cluster } from '../cluster';
import { newLine, type Line } from '../line';
import type {
  AssignorName,
  Commit,
  Fetch,
  FetchPosition,
  Heartbeat,
  Join,
  Leave,
  ListOffsets,
  OffsetFetch,
  ResetPolicy,
} from '../packets';
import { newProducerMemory, type ProducerConfig, type ProducerDisk, type ProducerMemory } from '../producer/state';

export interface ConsumerConfig {
  readonly cluster: Cluster;
  readonly topic: string;
  /** The topic's, all topics numbered through. */
  readonly partitions: readonly number[];
  readonly group: string;
  readonly groupInstanceId: string | null;
  /** Whose mark its positions are: the group's first subscription, or NONE. */
  readonly owner: SubscriptionId;
  readonly enableAutoCommit: boolean;
  readonly autoCommitInterval: Micros;
  readonly commit: 'sync' | 'async';
  readonly autoOffsetReset: ResetPolicy;
  readonly maxPollRecords: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxWait: Micros;
  readonly maxPartitionFetchBytes: number;
  readonly sessionTimeout: Micros;
  readonly heartbeatInterval: Micros;
  readonly maxPollInterval: Micros;
  readonly requestTimeout: Micros;
  readonly apiTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly reconnectAfter: Micros;
  readonly assignor: AssignorName;
  /** isolation.level=read_committed */
  readonly readsCommitted: boolean;
  /** For what its program sends on; null: nothing. */
  readonly producer: ProducerConfig | null;
}

/** A record in the consumer's hand. `tag` is its offset. */
export interface KafkaDelivery extends Delivery {
  readonly partition: number;
}

/** A partition that this consumer reads. */
export interface Assigned {
  readonly partition: number;
  readonly place: PlaceId;
  /** The next offset that poll returns; NONE until it is known. */
  position: number;
  /** There is no committed offset: its leader must say where auto.offset.reset begins. */
  mustReset: boolean;
  /** The committed offset as far as this consumer knows. */
  committed: number;
  /** Fetched, not yet returned by poll: from `head` on. */
  readonly fetched: KafkaDelivery[];
  head: number;
  /** Where to read on after what has been fetched: past markers, and past aborted records with read_committed. */
  next: number;
  /** The offset that it sought back to, and how often it has had that record; NONE if it did not. */
  soughtTo: number;
  attempt: number;
}

/** A commit that awaits its answer. */
export interface PendingCommit {
  readonly id: number;
  readonly offsets: readonly FetchPosition[];
  /** `close`: auto-commit's last, tried again like commitSync. */
  readonly how: 'auto' | 'sync' | 'async' | 'close';
  /** The record that the program settles with it; null if none. */
  readonly delivery: KafkaDelivery | null;
  /** Until when commitSync tries. */
  readonly giveUpAt: Micros;
  /** How often it was sent. */
  attempts: number;
  /** On its way: when to take the connection for dead. NONE: not sent (any more). */
  deadline: Micros;
  /** Not sent: when to send it. */
  sendAt: Micros;
}

/** What the consumer has to do with a broker that leads some partitions of its topic. */
export interface Fetcher {
  /** The broker, by index. */
  readonly leader: number;
  readonly line: Line;
  /** The fetch, and the question for offsets, that await an answer; NONE if none does. */
  fetchId: number;
  offsetsId: number;
  /** When to take the connection for dead. */
  deadline: Micros;
  /** Requests that failed since the last that brought something. */
  failures: number;
  /** After an error: not before. */
  retryAt: Micros;
}

export interface ConsumerMemory {
  /** To the partitions' leaders, for fetches; and to the group's coordinator, for all else, even if it is one of them. */
  readonly fetchers: readonly Fetcher[];
  readonly coordinating: Line;
  member: string;
  generation: number;
  /** `out`: of the group, or not yet in it; `stopped`: for ever, by an exception that the program does not catch. */
  state: 'out' | 'joining' | 'member' | 'stopped' | 'closing';
  /** The program wants to stop: it polls no more. */
  isClosing: boolean;
  /** It was in the group when it began to close. */
  wasMember: boolean;
  /** Counts assignments, so that a record of an earlier one is known. */
  session: number;
  /** The coordinator said that the group rebalances: join again at the next poll. */
  mustRejoin: boolean;
  assigned: Assigned[];
  /** What the last poll returned; the program has had those before `head`. */
  polled: KafkaDelivery[];
  head: number;
  /** Handed to the program, neither settled nor dropped. */
  outstanding: KafkaDelivery[];
  /** The program waits inside poll. */
  isPolling: boolean;
  lastPoll: Micros;
  nextId: number;
  /** The join that awaits an answer; NONE if none does. */
  joinId: number;
  heartbeatAt: Micros;
  /** A heartbeat is on its way: when to take the connection for dead; NONE if none is. */
  heartbeatDeadline: Micros;
  autoCommitAt: Micros;
  commits: PendingCommit[];
  /** Positions that a transaction kept back: the question that awaits its answer (NONE: none does), and when to ask. */
  positionsId: number;
  positionsAt: Micros;
  /** Its program's producer; null if it has none. */
  readonly producer: ProducerMemory | null;
  wake: TimerId;
  wakeAt: Micros;
}

export interface ConsumerDisk {
  readonly hand: PlaceId;
  /** Member ids used so far, in place of the random ones that Kafka gives out. */
  members: number;
  readonly producer: ProducerDisk | null;
}

export interface ConsumerTimer {
  readonly kind: 'kafka-consumer';
}

export type Consumer = Self<ConsumerConfig, ConsumerMemory, ConsumerDisk>;
export type ConsumerOut = Out<Fetch | ListOffsets | Commit | Join | OffsetFetch | Heartbeat | Leave, ConsumerTimer>;

export function newConsumerMemory({ cluster, partitions, group, producer }: ConsumerConfig): ConsumerMemory {
  return {
    fetchers: leadersOf(cluster, partitions).map((leader) => ({
      leader,
      line: newLine(cluster.nodes[leader]!),
      fetchId: NONE,
      offsetsId: NONE,
      deadline: NONE,
      failures: 0,
      retryAt: 0,
    })),
    coordinating: newLine(cluster.nodes[coordinatorOf(cluster, group)]!),
    member: '',
    generation: NONE,
    state: 'out',
    isClosing: false,
    wasMember: false,
    session: 0,
    mustRejoin: false,
    assigned: [],
    polled: [],
    head: 0,
    outstanding: [],
    isPolling: true,
    lastPoll: 0,
    nextId: 1,
    joinId: NONE,
    heartbeatAt: NONE,
    heartbeatDeadline: NONE,
    autoCommitAt: NONE,
    commits: [],
    positionsId: NONE,
    positionsAt: 0,
    producer: producer === null ? null : newProducerMemory(producer),
    wake: NONE,
    wakeAt: NONE,
  };
}

export function nextId(memory: ConsumerMemory): number {
  memory.nextId += 1;
  return memory.nextId - 1;
}
