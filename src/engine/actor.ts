import type { Distribution } from './random/distributions';
import type { Word } from './trace/words';
import type { PlaceInfo, Vocabulary } from './trace/header';
import type {
  ConnectionId,
  CopyId,
  MessageId,
  Micros,
  NodeId,
  PacketId,
  PlaceId,
  RequestId,
  Seq,
  SubscriptionId,
  TimerId,
} from './units';

/** A packet's content: plain data, made in one function a kind with all fields always there, never changed after sending. */
export interface PacketLike {
  readonly kind: string;
}
export interface TimerLike {
  readonly kind: string;
}

/**
 * What is handed to a node. The object is reused: keep `packet` or `timer` if need be, never the input.
 * The copy of a packet that carries several messages is its first; see Out.carry.
 */
export type Input<Packet extends PacketLike = PacketLike, Timer extends TimerLike = TimerLike> =
  /** The process started: `first` at the beginning, false after a crash. */
  | { readonly kind: 'start'; readonly first: boolean }
  | {
      readonly kind: 'packet';
      readonly connection: ConnectionId;
      readonly from: NodeId;
      readonly packet: Packet;
      readonly copy: CopyId;
      readonly message: MessageId;
      /** A fault asks this node to answer with that error instead of doing it; null otherwise. */
      readonly error: string | null;
    }
  | { readonly kind: 'timer'; readonly timer: Timer }
  /** To the client: the connection may be used. */
  | { readonly kind: 'opened'; readonly connection: ConnectionId; readonly peer: NodeId }
  /** To the server. */
  | { readonly kind: 'accepted'; readonly connection: ConnectionId; readonly peer: NodeId }
  /** To the client: nobody listens there. */
  | { readonly kind: 'refused'; readonly connection: ConnectionId; readonly peer: NodeId }
  /** The connection is gone: reset, closed by the peer, or the peer's process died. One cannot tell which. */
  | { readonly kind: 'closed'; readonly connection: ConnectionId; readonly peer: NodeId }
  /** A request on a request link; answer with Out.respond, once, or not at all. */
  | {
      readonly kind: 'request';
      readonly request: RequestId;
      readonly from: NodeId;
      readonly packet: Packet;
      readonly copy: CopyId;
      readonly message: MessageId;
      readonly error: string | null;
    }
  | {
      readonly kind: 'response';
      readonly request: RequestId;
      readonly from: NodeId;
      readonly packet: Packet;
      readonly copy: CopyId;
      readonly message: MessageId;
    }
  /** To who made a request: no response will come. `refused`: nobody listens there; `reset`: the process that had it has died. */
  | { readonly kind: 'unanswered'; readonly request: RequestId; readonly why: 'refused' | 'reset' };

/** A node as its own step sees it. `memory` is gone after a crash; `disk` is kept. */
export interface Self<Config, Memory, Disk> {
  readonly id: NodeId;
  readonly name: string;
  readonly config: Config;
  memory: Memory;
  readonly disk: Disk;
}

/** What Actor.disk may use while the world is built: identities are given here once. */
export interface Setup {
  readonly id: NodeId;
  readonly name: string;
  /** The id of the node of that name. Throws ModelError if there is none: the loader has checked. */
  node(name: string): NodeId;
  /** Declares a place that exists from the start. */
  place(info: NewPlace): PlaceId;
  /**
   * What several nodes of this run keep between them, made by the first that asks. For books that decide nothing:
   * nodes that are to learn from one another send packets.
   */
  shared<T>(name: string, make: () => T): T;
}

/** A place to declare; what is left out is NONE, false, empty. */
export interface NewPlace extends Partial<Omit<PlaceInfo, 'id' | 'node' | 'name' | 'title' | 'shape'>> {
  readonly name: string;
  readonly title: string;
  readonly shape: PlaceInfo['shape'];
}

/**
 * One kind of node. `step` may change `self` and speak to `out`, and nothing else: no clock, no
 * chance, no other node. Equal arguments, equal results.
 */
export interface Actor<
  Config,
  Memory,
  Disk,
  Packet extends PacketLike = PacketLike,
  Timer extends TimerLike = TimerLike,
> {
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  /** What is on disk before the first start. Called once a run. */
  disk(config: Config, setup: Setup): Disk;
  /** What a process that has just started holds in memory. */
  memory(config: Config, disk: Disk): Memory;
  step(self: Self<Config, Memory, Disk>, input: Input<Packet, Timer>, out: Out<Packet, Timer>): void;
  /** The process dies: say which copies die with its memory (`taken`, `released`). May not send. */
  forget?(self: Self<Config, Memory, Disk>, out: Out<Packet, Timer>): void;
}

/** Any actor, where the kind does not matter: what it takes is known to whoever built its state. */
export interface AnyActor {
  readonly kind: string;
  readonly vocabulary: Vocabulary;
  disk(config: never, setup: Setup): unknown;
  memory(config: never, disk: never): unknown;
  step(self: never, input: never, out: never): void;
  forget?(self: never, out: never): void;
}

/**
 * What a step can ask for. In a simulation each call is carried out at once (docs/architecture.md,
 * "Commands are carried out at once"); no call shows the caller anything of another node.
 */
export interface Out<Packet extends PacketLike = PacketLike, Timer extends TimerLike = TimerLike> {
  readonly now: Micros;

  // -- connections --------------------------------------------------------------------------------
  /** Begins to open a connection; `opened` or `refused` follows, or nothing while the link is cut. */
  connect(server: NodeId): ConnectionId;
  /** Closes in order: what was sent before still arrives, then the peer learns `closed`; this end hears nothing more. */
  close(connection: ConnectionId): void;
  /**
   * Reads nothing more from a connection: what arrives stays in its socket, in order and as if still under way,
   * until `readOn`. So TCP holds a sender back. It is lost if this end learns before that the connection is gone.
   */
  stopReading(connection: ConnectionId): void;
  readOn(connection: ConnectionId): void;
  /**
   * Sends a packet without a copy. `about`: the message it speaks of; `attempt` keys its latency draw; a
   * `background` packet (heartbeat, poll, sweep) never keeps a run open.
   */
  send(connection: ConnectionId, packet: Packet, about?: MessageId, attempt?: number, background?: boolean): PacketId;
  /** Sends a packet that carries a copy of a message, made from `parent` (NONE at its origin); returns the travelling copy. */
  sendCopy(connection: ConnectionId, packet: Packet, message: MessageId, parent: CopyId, attempt?: number): CopyId;
  /** The packet just sent is about a further message, too, with a copy of it if `withCopy`; returns that copy or NONE. */
  carry(message: MessageId, parent: CopyId, withCopy: boolean): CopyId;
  /** A figure of the packet just sent. */
  note(name: Word, value: number): void;

  // -- requests -----------------------------------------------------------------------------------
  request(server: NodeId, packet: Packet, about?: MessageId, attempt?: number, background?: boolean): RequestId;
  /** Makes a request that carries a copy of a message, made from `parent`: `input.copy` where it arrives. */
  requestCopy(server: NodeId, packet: Packet, message: MessageId, parent: CopyId, attempt?: number): RequestId;
  /** Stops waiting for a response: one that comes later finds nobody, and the server is not told. */
  abandon(request: RequestId): void;
  respond(request: RequestId, packet: Packet, about?: MessageId, attempt?: number, background?: boolean): void;

  // -- time and chance ----------------------------------------------------------------------------
  /** Asks to be woken. A `background` timer (heartbeat, poll, sweep) never keeps a run open. */
  timer(delay: Micros, timer: Timer, background?: boolean): TimerId;
  /** The timer will not come: dropped without record, step or count. Unknown or past timers are ignored. */
  cancel(timer: TimerId): void;
  /** A draw keyed by (seed, this node, purpose, message, attempt): it does not depend on any other draw. */
  draw(distribution: Distribution, purpose: Word, message: MessageId, attempt: number): Micros;
  /** A number in [0, 1), keyed likewise. */
  chance(purpose: Word, message: MessageId, attempt: number): number;
  /** A duration of work, stretched while this node is slowed. */
  work(duration: Micros): Micros;

  // -- what happened ------------------------------------------------------------------------------
  /**
   * The application asks its client to send: a message is born. `key`: a Word, or NONE. `body`: a figure that
   * whoever holds the message can read in it; what it means is the models' business.
   */
  produce(number: number, key: Word, body?: number): MessageId;
  /** What was written into a message when it was produced; 0 for most. */
  body(message: MessageId): number;
  intend(message: MessageId, subscription: SubscriptionId): void;
  /** Makes a copy from `parent` and puts it at rest. */
  put(place: PlaceId, message: MessageId, parent: CopyId, index: number): CopyId;
  /** The travelling copy that has just arrived comes to rest. */
  rest(place: PlaceId, copy: CopyId, message: MessageId, index: number): void;
  take(copy: CopyId, place: PlaceId, why: Word): void;
  owe(message: MessageId, subscription: SubscriptionId, copy: CopyId): void;
  release(message: MessageId, subscription: SubscriptionId, copy: CopyId, why: Word): void;
  effect(message: MessageId, subscription: SubscriptionId, place: PlaceId, copy: CopyId, node: NodeId): void;
  learn(message: MessageId, belief: Word): void;
  mark(place: PlaceId, name: Word, owner: number, value: number): void;
  /** Shows a running clock; returns its number for `stop`. */
  clock(name: Word, message: MessageId, duration: Micros): number;
  /** Ends a clock before its time. */
  stop(clock: number): void;
  fact(name: Word, value: number, message?: MessageId, place?: PlaceId): void;
  /** An alert is open, or no longer: while one is, a run goes on (CONTRACTS.md §5). */
  alert(isOpen: boolean): void;
  /**
   * A program stands before (`after` false) or behind a step. `stop`: a fault kills this node right here; the
   * caller returns at once. `hold`: a fault pauses it; the caller sets a timer of 0 to go on, and returns.
   */
  step(step: number, name: Word, message: MessageId, after: boolean): StepVerdict;
  /** A place that comes into being now. */
  newPlace(info: NewPlace): PlaceId;
  dropPlace(place: PlaceId): void;

  /** This process ends in good order: the last thing that a step does. */
  exit(): void;

  /** The record that what follows in this step is caused by, instead of the input: for chains within a step. */
  because(cause: Seq): void;
  /** The number of the record written last. */
  readonly last: Seq;
}

export type StepVerdict = 'go' | 'stop' | 'hold';

/** The beliefs a producer can be left with (CONTRACTS.md §2). */
export type BeliefName = 'acknowledged' | 'failed' | 'unknown';
