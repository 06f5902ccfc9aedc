import type { Agenda } from './agenda';
import type { AnyActor, PacketLike } from './actor';
import type { Ints } from './ints';
import type { Distribution } from './random/distributions';
import type { Fault, FaultState } from './faults/fault';
import type { ConnectionInfo, LinkInfo, NodeInfo, PlaceInfo, Vocabulary } from './trace/header';
import type { Word } from './trace/words';
import type { ConnectionId, CopyId, MessageId, Micros, NodeId, PacketId, RequestId, Seq } from './units';

/** A node as the scenario asks for it. */
export interface NodeSpec {
  readonly info: Omit<NodeInfo, 'id' | 'model'>;
  readonly actor: AnyActor;
  /** Plain data, as the actor's own type wants it. */
  readonly config: unknown;
  /** What its messages are called (`order`), if it produces any. */
  readonly messagePrefix: string;
  /** When its process starts; left out: with the run. */
  readonly startsAt?: Micros;
}

export interface LinkSpec {
  readonly a: string;
  readonly b: string;
  readonly transport: LinkInfo['transport'];
  readonly latency: Distribution;
  /** Chance per packet of a loss. */
  readonly loss: number;
}

/** A run is this and nothing else. */
export interface RunSpec {
  readonly scenario: string;
  readonly variant: string;
  readonly noun: readonly [string, string];
  readonly seed: number;
  readonly until: Micros;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkSpec[];
  readonly subscriptions: readonly string[];
  readonly faults: readonly Fault[];
  /** Records after which a run ends with `limit`. */
  readonly recordLimit: number;
}

/** A packet under way. */
export interface Flight {
  readonly packet: PacketId;
  readonly body: PacketLike;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly copy: CopyId;
  readonly message: MessageId;
  /** NONE on a request link. */
  readonly connection: ConnectionId;
  readonly request: RequestId;
  readonly isResponse: boolean;
  readonly sentAt: Micros;
  readonly sent: Seq;
  due: Micros;
  foreground: boolean;
  error: string | null;
  /** Sent on a connection that was broken already: it cannot arrive. */
  doomed: boolean;
  /** Arrived or lost. */
  done: boolean;
  /** Waits for a cut link to heal. */
  waiting: boolean;
}

/** One direction of a connection. Its packets keep order: `last` is when the latest of them arrives. */
export interface Lane {
  last: Micros;
  /** Packets that wait for a cut link to heal, in order of sending. */
  held: Flight[];
  /** Packets that have come to an end which does not read, in order; null while it reads. */
  unread: Flight[] | null;
  /** The kind of the packet sent last, and its word: nearly always that of the next. */
  kind: string;
  what: Word;
  /** Packets sent without a message: keys their latency. */
  sent: number;
  readonly key: number;
}

export interface Connection {
  readonly id: ConnectionId;
  readonly client: NodeId;
  readonly server: NodeId;
  readonly link: number;
  /** The client waits for it to open; then, whether each end may use it, as far as that end knows. */
  clientWaiting: boolean;
  clientUp: boolean;
  serverUp: boolean;
  /** Neither broken nor closed by an end. */
  alive: boolean;
  readonly toServer: Lane;
  readonly toClient: Lane;
}

export interface Link {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly latency: Distribution;
  readonly transport: LinkInfo['transport'];
  cut: boolean;
  loss: number;
  /** Events that wait for the link to heal: kind, node, cause, payload. */
  waiting: HeldEvent[];
}

export interface HeldEvent {
  readonly kind: number;
  readonly node: number;
  readonly cause: Seq;
  readonly payload: unknown;
  readonly foreground: boolean;
}

export interface Request {
  readonly id: RequestId;
  readonly client: NodeId;
  readonly server: NodeId;
  /** The server's process has it, and has not answered. */
  isWithServer: boolean;
  /** The client waits for no response any more: it has one, has given up, or is dead. */
  over: boolean;
}

/** A node as the engine keeps it: the Self of its actor, and what the engine knows of its process. */
export interface NodeState {
  readonly id: NodeId;
  readonly name: string;
  readonly key: number;
  readonly config: unknown;
  memory: unknown;
  readonly disk: unknown;
  up: boolean;
  /** What comes to it is put aside in the agenda until it wakes. */
  paused: boolean;
  /** Work takes this many times as long. */
  slow: number;
}

/** The whole state of a run as plain data: it can be copied, compared, continued (snapshot.ts). */
export interface World {
  now: Micros;
  readonly agenda: Agenda;
  readonly nodes: NodeState[];
  readonly connections: Connection[];
  readonly links: Link[];
  readonly requests: Request[];
  readonly places: PlaceInfo[];
  readonly faults: FaultState[];
  /** Columns by message: its producer, the number it was given there, its key. */
  readonly messageNode: Ints;
  readonly messageNumber: Ints;
  readonly messageKey: Ints;
  /** What is written in messages, where that is anything: Out.body. */
  readonly bodies: Map<MessageId, number>;
  copies: number;
  packets: number;
  clocks: number;
  /** Obligations of all brokers together: nothing is settled while it is above 0. */
  owed: number;
  /** Alerts that are open, likewise. */
  alerts: number;
  /** Packets in sockets that nobody reads, likewise. */
  unread: number;
  /** Inputs handed to nodes so far. */
  events: number;
  ended: 'settled' | 'until' | 'limit' | null;
}

/** What does not change during a run, derived from its spec once. */
export interface Fixed {
  readonly spec: RunSpec;
  readonly actors: readonly AnyActor[];
  readonly infos: readonly NodeInfo[];
  readonly vocabulary: Vocabulary;
  /** Word of each packet kind. */
  readonly packetWords: ReadonlyMap<string, Word>;
  readonly linkOf: ReadonlyMap<number, number>;
  readonly prefixes: readonly string[];
  /** Indices of faults that wait for a packet, and for a step. */
  readonly packetFaults: readonly number[];
  readonly stepFaults: readonly number[];
}

export const connectionInfos = (world: World): ConnectionInfo[] =>
  world.connections.map(({ id, client, server }) => ({ id, client, server }));
