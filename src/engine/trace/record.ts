import type { ConnectionId, CopyId, Micros, MessageId, NodeId, PacketId, PlaceId, Seq, SubscriptionId } from '../units';
import type { Word } from './words';

/**
 * Every kind of thing that a trace can say, with its fields in the order of the columns `a`…`f`.
 * Adding one changes the format: see docs/trace.md. NONE (-1) stands for "no such thing".
 */
export interface RecordFields {
  /** The application asked its client to send a message: it has an identity from here on. `key`: a Word, or NONE. */
  produced: { readonly message: MessageId; readonly node: NodeId; readonly number: number; readonly key: Word };
  /** This subscription should have that message, by the bindings in force when the application asked. */
  intended: { readonly message: MessageId; readonly subscription: SubscriptionId };
  /**
   * A packet left. `route`: connection × 2 + (0 from the client, 1 from the server); on a request link
   * -2 - (from × 65536 + to). `copy` is the travelling copy, NONE for packets without one;
   * `message` what the packet is about, first if several; `parent` the copy that `copy` was made from.
   */
  sent: {
    readonly packet: PacketId;
    readonly what: Word;
    readonly route: number;
    readonly copy: CopyId;
    readonly message: MessageId;
    readonly parent: CopyId;
  };
  /** The packet sent last carries, or is about, a further message (a batch, a multiple ack). */
  carries: { readonly packet: PacketId; readonly copy: CopyId; readonly message: MessageId; readonly parent: CopyId };
  /** A figure of a packet that a reader wants to see: `redelivered`, `offset`, `through`. */
  noted: { readonly packet: PacketId; readonly name: Word; readonly value: number };
  arrived: { readonly packet: PacketId; readonly node: NodeId };
  /** `why`: `lost`, `reset`, `receiver-down`, `cut`, `closed`. */
  lost: { readonly packet: PacketId; readonly why: Word };
  /** A copy came to rest: in a queue's slot, at a partition's offset, in a consumer's hand, in a row. Once in its life. */
  put: {
    readonly copy: CopyId;
    readonly message: MessageId;
    readonly place: PlaceId;
    readonly index: number;
    readonly parent: CopyId;
  };
  /** It left that place. Once in its life. `why`: `acked`, `moved`, `expired`, `crashed`, … */
  taken: { readonly copy: CopyId; readonly place: PlaceId; readonly why: Word };
  /** A broker took on to deliver this message to that subscription; counted, since copies can be several. */
  owed: { readonly message: MessageId; readonly subscription: SubscriptionId; readonly copy: CopyId };
  /** …and is quit of it. */
  released: {
    readonly message: MessageId;
    readonly subscription: SubscriptionId;
    readonly copy: CopyId;
    readonly why: Word;
  };
  /** A row marked as an effect was committed, on behalf of `node`. What counts as an effect is decided here and nowhere else. */
  effect: {
    readonly message: MessageId;
    readonly subscription: SubscriptionId;
    readonly place: PlaceId;
    readonly copy: CopyId;
    readonly node: NodeId;
  };
  /** A client library told its application what became of a message: `acknowledged`, `failed`, `unknown`. */
  learned: { readonly node: NodeId; readonly message: MessageId; readonly belief: Word };
  /** A named position moved: committed offset, high watermark, position. `owner`: node or subscription by the mark's meaning, or NONE. */
  mark: { readonly place: PlaceId; readonly name: Word; readonly owner: number; readonly value: number };
  /** A clock began to run: work, a time-out, a wait before a retry. Duration = `high` × 2³⁰ + `low` µs. */
  clock: {
    readonly node: NodeId;
    readonly name: Word;
    readonly message: MessageId;
    readonly clock: number;
    readonly low: number;
    readonly high: number;
  };
  /** That clock was stopped before it ran out. One that runs out needs no record: its node's next step ends it. */
  stopped: { readonly node: NodeId; readonly clock: number };
  /** A program reached one of its steps. */
  step: { readonly node: NodeId; readonly step: number; readonly message: MessageId };
  /** `state`: `opening`, `open`, `refused`, `reset`, `closed`; `why` says more, or NONE. */
  connection: {
    readonly connection: ConnectionId;
    readonly state: Word;
    readonly client: NodeId;
    readonly server: NodeId;
    readonly why: Word;
  };
  /** `state`: `started`, `crashed`, `ended` (of its own accord), `restarted`, `paused`, `resumed`, `slowed`; `value`: percent for `slowed`. */
  node: { readonly node: NodeId; readonly state: Word; readonly value: number };
  /** A link: `cut`, `healed`, `lossy` (`value`: parts in a million). */
  link: { readonly from: NodeId; readonly to: NodeId; readonly state: Word; readonly value: number };
  /** A fact about the system changed, or a node did something worth a sentence: rebalance, leader, alarm, skipped. */
  fact: {
    readonly node: NodeId;
    readonly name: Word;
    readonly value: number;
    readonly message: MessageId;
    readonly place: PlaceId;
  };
  /** The fault of that index in the list fired. `packet`: the packet it hit, or NONE; `node`: the node, or NONE. */
  fault: { readonly fault: number; readonly packet: PacketId; readonly node: NodeId };
  /** A place came into being, or went, after the start. */
  place: { readonly place: PlaceId; readonly state: Word };
  /** `why`: `settled`, `until`, `limit`. */
  ended: { readonly why: Word };
}

export type RecordKind = keyof RecordFields;

interface Header {
  readonly seq: Seq;
  readonly at: Micros;
  /** The record without which this one would not be; NONE for what the scenario itself began. */
  readonly cause: Seq;
}

/** The readable view of one row. In memory a trace is columns (columns.ts). */
export type TraceRecord<K extends RecordKind = RecordKind> = {
  [P in K]: Header & { readonly kind: P } & RecordFields[P];
}[K];

/** Field names by kind, in the order of the columns. The one table that columns, JSON Lines and readers share. */
export const FIELDS = {
  produced: ['message', 'node', 'number', 'key'],
  intended: ['message', 'subscription'],
  sent: ['packet', 'what', 'route', 'copy', 'message', 'parent'],
  carries: ['packet', 'copy', 'message', 'parent'],
  noted: ['packet', 'name', 'value'],
  arrived: ['packet', 'node'],
  lost: ['packet', 'why'],
  put: ['copy', 'message', 'place', 'index', 'parent'],
  taken: ['copy', 'place', 'why'],
  owed: ['message', 'subscription', 'copy'],
  released: ['message', 'subscription', 'copy', 'why'],
  effect: ['message', 'subscription', 'place', 'copy', 'node'],
  learned: ['node', 'message', 'belief'],
  mark: ['place', 'name', 'owner', 'value'],
  clock: ['node', 'name', 'message', 'clock', 'low', 'high'],
  stopped: ['node', 'clock'],
  step: ['node', 'step', 'message'],
  connection: ['connection', 'state', 'client', 'server', 'why'],
  node: ['node', 'state', 'value'],
  link: ['from', 'to', 'state', 'value'],
  fact: ['node', 'name', 'value', 'message', 'place'],
  fault: ['fault', 'packet', 'node'],
  place: ['place', 'state'],
  ended: ['why'],
} as const satisfies { readonly [K in RecordKind]: readonly (keyof RecordFields[K])[] };

/** Kinds by number, in the order of FIELDS. */
export const KINDS = Object.keys(FIELDS) as RecordKind[];

/** Numbers by kind: what stands in the `kind` column. */
export const KIND = Object.fromEntries(KINDS.map((kind, number) => [kind, number])) as {
  readonly [K in RecordKind]: number;
};

/** Fields that hold a Word, so that a reader can print the text. */
export const WORD_FIELDS: ReadonlySet<string> = new Set(['what', 'why', 'belief', 'name', 'state', 'key']);
