import type {
  ConnectionId,
  CopyId,
  MessageId,
  Micros,
  NodeId,
  PacketId,
  PlaceId,
  Seq,
  SubscriptionId,
} from '../../engine/units';
import type { Word } from '../../engine/trace/words';
import type { Belief } from '../beliefs';
import type { Outcome } from '../outcomes';

/**
 * The world at one moment, as the trace tells it: what the stage draws, the ledger lists and the
 * inspector explains. A fold over records (fold.ts) that knows no broker.
 */
export interface Scene {
  /** The moment it shows; records up to and including this time are folded in, or up to `seq` when stepping. */
  at: Micros;
  /** How many records are folded in. */
  seq: Seq;
  /** Whether every record of this moment is folded in; false only when stepping between two of one moment. */
  complete: boolean;
  readonly nodes: NodeScene[];
  readonly places: PlaceScene[];
  /** Packets under way, by id, in the order of sending. */
  readonly packets: Map<PacketId, PacketScene>;
  /** Packets lost so far, latest last; at most GRAVEYARD_MAX are kept. */
  readonly graveyard: LostPacket[];
  readonly connections: ConnectionScene[];
  readonly links: LinkScene[];
  readonly messages: MessageScene[];
  /** How many of them have which outcome. */
  readonly census: CensusScene;
  /** Faults that have struck, by index in the list. */
  readonly faults: Map<number, FaultScene>;
  readonly facts: FactScene[];
  ended: Word | null;
}

export const GRAVEYARD_MAX = 200;

/** A moment, and whether all of it has been told. */
export type Moment = Pick<Scene, 'at' | 'complete'>;

/** Figures of all messages that cost as little for many as for few. `moment` is the scene that is asked about. */
export interface CensusScene {
  count(moment: Moment, subscription: SubscriptionId, outcome: Outcome, belief: Belief): number;
  /** Of how many messages the application at that node has been told that; of which it was told nothing, none. */
  toldOf(moment: Moment, node: NodeId, belief: Belief): number;
  /** Messages of that outcome for a subscription, or with NONE for any, in the order of their ids or the other way. */
  find(moment: Moment, outcome: Outcome, subscription: SubscriptionId, backwards?: boolean): Iterable<MessageId>;
}

export interface NodeScene {
  readonly id: NodeId;
  /** `ended`: of its own accord. */
  state: 'not-started' | 'up' | 'down' | 'paused' | 'ended';
  /** Since when it is in that state. */
  since: Micros;
  /** How many times as long its work takes. */
  slow: number;
  readonly clocks: ClockScene[];
  /** The step of its program that runs or ran last. */
  step: StepScene | null;
  /** Messages that its program has taken up and is not through with, whether or not they are still in its hand. */
  readonly work: WorkScene[];
}

export interface WorkScene {
  readonly message: MessageId;
  /** The subscriptions that may have an effect of it, as bits; 0: any. */
  readonly mask: number;
}

export interface ClockScene {
  readonly clock: number;
  readonly name: Word;
  readonly message: MessageId;
  readonly from: Micros;
  readonly duration: Micros;
}

export interface StepScene {
  readonly index: number;
  readonly message: MessageId;
  readonly at: Micros;
  done: boolean;
}

export interface PlaceScene {
  readonly id: PlaceId;
  exists: boolean;
  /** What rests there, by rising index. Not to be changed; where only the number is wanted, `count` is cheaper. */
  readonly copies: readonly RestingCopy[];
  readonly count: number;
  /** Copies of messages that have more than one there, by message. */
  readonly repeats: ReadonlyMap<MessageId, readonly RestingCopy[]>;
  /** How many ever rested there. */
  everPut: number;
  /** Marks by name and owner. */
  readonly marks: MarkScene[];
}

export interface RestingCopy {
  readonly copy: CopyId;
  readonly message: MessageId;
  readonly index: number;
  readonly since: Micros;
  /** How many deliveries of this message its subscription had seen when it came to rest, from 0. */
  readonly deliveries: number;
}

export interface MarkScene {
  readonly name: Word;
  readonly owner: number;
  value: number;
  since: Micros;
}

export interface PacketScene {
  readonly packet: PacketId;
  /** Kind of packet: a key into the vocabulary's packets. */
  readonly what: Word;
  readonly from: NodeId;
  readonly to: NodeId;
  /** NONE on a request link. */
  readonly connection: ConnectionId;
  readonly sent: Seq;
  readonly sentAt: Micros;
  /** When it arrives or is lost, if the trace knows; Infinity while it waits or beyond the trace's end. */
  readonly endAt: Micros;
  readonly isLost: boolean;
  /** Every message it is about, first first. */
  readonly messages: MessageId[];
  /** The travelling copies, in the same order; NONE where it is only about the message. */
  readonly copies: CopyId[];
  readonly notes: { readonly name: Word; readonly value: number }[];
  /** When a delay fault holds it: until then it is late. */
  delayed: boolean;
}

export interface LostPacket {
  readonly packet: PacketScene;
  readonly at: Micros;
  readonly why: Word;
  /** The fault that took it, or NONE. */
  readonly fault: number;
  /** The record that says so. */
  readonly seq: Seq;
}

export interface ConnectionScene {
  readonly id: ConnectionId;
  readonly client: NodeId;
  readonly server: NodeId;
  state: 'opening' | 'open' | 'refused' | 'reset' | 'closed';
  since: Micros;
}

export interface LinkScene {
  readonly a: NodeId;
  readonly b: NodeId;
  cut: boolean;
  /** Chance of loss per packet. */
  loss: number;
}

export interface FaultScene {
  readonly index: number;
  readonly at: Micros;
  readonly packet: PacketId;
  readonly node: NodeId;
}

export interface FactScene {
  readonly seq: Seq;
  readonly at: Micros;
  readonly node: NodeId;
  readonly name: Word;
  readonly value: number;
  readonly message: MessageId;
  readonly place: PlaceId;
}

/** One row of the ledger, for one message: what became of it so far. */
export interface MessageScene {
  readonly message: MessageId;
  readonly producedAt: Micros;
  belief: 'acknowledged' | 'failed' | 'unknown' | null;
  /** By subscription; in the order of the header's subscriptions, only those that should have it. */
  readonly subscriptions: SubscriptionScene[];
  /** Copies in dead letter places. */
  copiesInDlq: number;
  /** Copies travelling or at rest anywhere but in rows. */
  copiesAlive: number;
  /** Times a client's copy was put into a broker's queue or log: what the broker itself moves about is not counted again. */
  stored: number;
  /** Copies in a producer's waiting place: it may yet send again, or hear. */
  waiting: number;
}

export interface SubscriptionScene {
  readonly subscription: SubscriptionId;
  /** Brokers' obligations: stored and not released. */
  owed: number;
  /** Times a copy came into the hand of one of its consumers. */
  deliveries: number;
  effectsAt: {
    readonly at: Micros;
    readonly seq: Seq;
    readonly node: NodeId;
    readonly place: PlaceId;
    readonly copy: CopyId;
  }[];
  /** Why the last obligation was released, or null. */
  released: Word | null;
  /** As of the message, for this subscription alone. */
  stored: number;
  /** Obligations released because a consumer said so: acked, committed, deleted. */
  acked: number;
  /** Copies that may yet lead to an effect here: travelling, in a hand, waiting at a producer or in a delay queue. */
  hope: number;
  /** Copies in dead letter places that came from this subscription. */
  inDlq: number;
  /** When `owed` or `hope` changed last. */
  changedAt: Micros;
}
