import type { Console } from './console';
import type { ConnectionId, MessageId, Micros, NodeId, PlaceId, SubscriptionId } from '../units';

/**
 * What a packet does in the conversation, the same on every broker, so that one list of faults means
 * the same on three systems.
 */
export const ROLES = [
  'publish',
  'confirm',
  'deliver',
  'settle',
  'fetch',
  'commit',
  'heartbeat',
  'replicate',
  'request',
  'response',
  'control',
] as const;
export type Role = (typeof ROLES)[number];

/** How a packet is drawn: a disc with its message, a diamond (answer), a diamond with a cross, a hollow chevron. */
export type PacketShape = 'message' | 'answer' | 'refusal' | 'request';

/**
 * The words of one kind of packet. Sentences hold the fields `{from} {to} {message} {messages}`, and any
 * name noted on the packet (`{offset}`); readers fill them in, so that log and stage need no broker.
 */
export interface PacketWords {
  readonly kind: string;
  readonly role: Role;
  readonly shape: PacketShape;
  /** Two words at most, for the token's tag: "ack", "confirm". */
  readonly label: string;
  /** What the sender does: "{from} acks {message}". */
  readonly sent: string;
  /** What its arrival means: "{to} forgets {message}". */
  readonly arrived: string;
  /** What its loss means, in a sentence that says why it matters. */
  readonly lost?: string;
  /** True for heartbeats and empty polls: not a step of the transport unless asked for. */
  readonly quiet?: boolean;
}

/**
 * What the stage draws of a fact, beside its sentence. In a log, by the offset in `value`: `opens` a
 * transaction, whose first message it names; a marker `commits` or `aborts` it, and names the same; a record
 * is `struck` that does not count. `passes`: the message goes by that binding. `raises` and `clears` an alert,
 * at its place or else its node. `blocks` and `unblocks` its node, which may send nothing in between.
 */
export type Sign = 'opens' | 'commits' | 'aborts' | 'struck' | 'passes' | 'raises' | 'clears' | 'blocks' | 'unblocks';

/** The sentence of a fact or of a reason; same fields, and `{value}` and `{place}`. */
export interface PhraseWords {
  readonly name: string;
  readonly sentence: string;
  readonly quiet?: boolean;
  readonly sign?: Sign;
  /** Of a packet's note that is no plain figure: its value is a Word, or a moment in milliseconds. */
  readonly reads?: 'word' | 'ms';
}

/** All that a reader must know of a model to tell its trace. Each model exports one. */
export interface Vocabulary {
  readonly packets: readonly PacketWords[];
  /** Facts and clocks, by name. */
  readonly phrases: readonly PhraseWords[];
}

/**
 * How a place is drawn. `held`: unacked, of the place `of`. In an `exchange` nothing rests: it hands on by the
 * `binding`s that are `of` it, to the place `to`; their titles are what they ask for.
 */
export type PlaceShape = 'slots' | 'held' | 'log' | 'hand' | 'rows' | 'waiting' | 'exchange' | 'binding';

export interface PlaceInfo {
  readonly id: PlaceId;
  /** Unique: `rabbitmq/payments`, `rabbitmq/payments/unacked`. */
  readonly name: string;
  /** As the broker's own tools call it: `payments`. */
  readonly title: string;
  readonly node: NodeId;
  readonly shape: PlaceShape;
  /** The place that this one belongs to (unacked of a queue, a binding of an exchange), or NONE. */
  readonly of: PlaceId;
  /** Where a binding leads; NONE for all else. */
  readonly to: PlaceId;
  readonly subscription: SubscriptionId;
  readonly deadLetter: boolean;
  /** The name of the place on the same node that what dies here is handed to; left out: none, or not always the same. */
  readonly deadLettersTo?: string;
  /** Of a hand: what is in it is only sent on, so that coming here is no delivery to a subscription. */
  readonly passesOn: boolean;
  /** How many it can hold; 0 for no limit: a pool, a bounded backlog. */
  readonly capacity: number;
  /** Small badges in the broker's own words: `durable`, `AD`. */
  readonly badges: readonly string[];
  /** For rows: what a row says (`charged`) and what one is worth, for *expected* against *actual*; 0 to leave it out. */
  readonly verb: string;
  readonly amount: number;
  readonly currency: string;
}

export interface NodeInfo {
  readonly id: NodeId;
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** Where it stands on the stage, left to right. */
  readonly column: 'producer' | 'service' | 'broker' | 'consumer' | 'store';
  /** A consumer's first subscription. */
  readonly subscription?: SubscriptionId;
  /** The group it is a member of, and whom the group's marks belong to; left out: none. */
  readonly group?: { readonly name: string; readonly owner: SubscriptionId };
  /** Nodes with the same are drawn in one frame of that name: the brokers of a cluster. */
  readonly frame?: string;
  readonly model: string;
  /** Step labels and code lines of its program, by step index; empty for nodes without one. */
  readonly program: readonly ProgramStepInfo[];
  /** The code shown beside the stage, one entry a line; a step's `line` is 0-based in it. */
  readonly code: readonly string[];
}

export interface ProgramStepInfo {
  readonly step: string;
  readonly label: string;
  readonly line: number;
}

export interface LinkInfo {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly transport: 'connection' | 'request';
}

export interface ConnectionInfo {
  readonly id: ConnectionId;
  readonly client: NodeId;
  readonly server: NodeId;
}

export interface MessageInfo {
  readonly id: MessageId;
  /** `order-3` */
  readonly name: string;
  /** The number it was given by its producer, from 1. */
  readonly number: number;
  readonly key: string | null;
  readonly node: NodeId;
}

/** What the records' numbers stand for. Grows while a run goes on; complete when it has ended. */
export interface TraceHeader {
  readonly format: 1;
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  readonly until: Micros;
  /** Singular and plural of what a message is: `order`, `orders`. */
  readonly noun: readonly [string, string];
  readonly nodes: readonly NodeInfo[];
  readonly links: readonly LinkInfo[];
  readonly places: readonly PlaceInfo[];
  readonly subscriptions: readonly string[];
  readonly connections: readonly ConnectionInfo[];
  readonly messages: readonly MessageInfo[];
  readonly words: readonly string[];
  readonly vocabulary: Vocabulary;
  /** What operators would see; in files. A page asks for it when somebody looks. */
  readonly consoles?: readonly Console[];
}
