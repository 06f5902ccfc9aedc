import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import { KIND, type RecordKind, type TraceRecord } from '../../engine/trace/record';
import { word, type Word } from '../../engine/trace/words';
import {
  NONE,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PacketId,
  type Seq,
} from '../../engine/units';
import { W } from '../../engine/words';
import type { Reading } from '../reading';
import { learnWords } from '../words';
import { CopyIndex } from './copyIndex';
import { RecordCursor } from './cursor';
import { putCopy, takeCopy } from './foldCopies';
import { hopeOf, MessageTally } from './foldMessages';
import { endAllWork, failWork, LastSteps, workOn } from './foldWork';
import { PacketIndex } from './packetIndex';
import { PlaceList } from './place';
import { routeOf } from './route';
import {
  GRAVEYARD_MAX,
  type ClockScene,
  type LostPacket,
  type Moment,
  type NodeScene,
  type PacketScene,
  type Scene,
} from './scene';

/**
 * The scene as a fold over records: `fold[kind]` is all that a record of that kind changes. It knows no
 * broker: what a packet or a place is, the trace's header says.
 */

/** What a fold works on: the scene, and what is known of the whole trace. */
export interface Folding {
  readonly scene: Scene;
  readonly trace: Trace;
  readonly header: TraceHeader;
  readonly packets: PacketIndex;
  readonly copies: CopyIndex;
  readonly tally: MessageTally;
  /** Places with their insides; `scene.places` is the same list. */
  readonly places: PlaceList[];
  /** Kinds of packet that are themselves the message, so that it may arrive although no copy is counted. */
  readonly carriers: ReadonlySet<Word>;
  readonly lastSteps: LastSteps;
  /** Nodes that have tables: what a worker asks of them may be its effect. */
  readonly stores: ReadonlySet<NodeId>;
  /** Packets below this id may be held by a key frame. */
  frozenPackets: PacketId;
}

type Fold<K extends RecordKind> = (folding: Folding, record: TraceRecord<K>) => void;

const fold: { readonly [K in RecordKind]: Fold<K> } = {
  produced: ({ tally }, r) => tally.produce(r.message, r.at),
  intended: ({ tally }, r) => tally.intend(r.message, r.subscription, r.at),
  sent: (folding, r) => send(folding, r),
  carries: (folding, r) => carry(folding, r.packet, r.copy, r.message, r.at),
  noted: (folding, r) => {
    const packet = ownPacket(folding, r.packet);
    if (packet === undefined) return;
    packet.notes.push({ name: r.name, value: r.value });
    if (r.name === W.delayed) packet.delayed = true;
  },
  arrived: (folding, r) => void endPacket(folding, r.packet, r.at),
  lost: (folding, r) => {
    const packet = endPacket(folding, r.packet, r.at);
    if (packet === undefined) return;
    const { graveyard } = folding.scene;
    graveyard.push({
      packet,
      at: r.at,
      why: r.why,
      fault: faultBehind(folding.trace, r.cause),
      seq: r.seq,
    } satisfies LostPacket);
    if (graveyard.length > GRAVEYARD_MAX) graveyard.shift();
  },
  put: (folding, r) => putCopy(folding, r),
  taken: (folding, r) => takeCopy(folding, r),
  owed: ({ tally }, r) => tally.owe(r.message, r.subscription, 1, r.at),
  released: ({ tally }, r) => tally.release(r.message, r.subscription, r.why, r.at),
  effect: ({ tally }, { message, subscription, at, seq, node, place, copy }) =>
    tally.effect(message, subscription, { at, seq, node, place, copy }),
  learned: ({ tally }, r) => tally.learn(r.message, r.belief),
  mark: (folding, r) => placeOf(folding, r.place)?.mark(r.name, r.owner, r.value, r.at),
  clock: ({ scene }, { node, clock, name, message, at, low, high }) => {
    scene.nodes[node]?.clocks.push({ clock, name, message, from: at, duration: high * 1_073_741_824 + low });
  },
  stopped: ({ scene }, r) => {
    const clocks = scene.nodes[r.node]?.clocks;
    const index = clocks?.findIndex(({ clock }) => clock === r.clock) ?? -1;
    if (index !== -1) clocks!.splice(index, 1);
  },
  step: (folding, r) => {
    const node = folding.scene.nodes[r.node];
    if (node !== undefined) {
      node.step = { index: r.step, message: r.message, at: r.at, done: false };
      dropRunOut(node.clocks, r.at);
    }
    workOn(folding, r);
  },
  connection: ({ scene }, r) => {
    const state = CONNECTION_STATES.get(r.state);
    if (state === undefined) return;
    const known = scene.connections[r.connection];
    if (known === undefined)
      scene.connections[r.connection] = { id: r.connection, client: r.client, server: r.server, state, since: r.at };
    else {
      known.state = state;
      known.since = r.at;
    }
  },
  node: (folding, r) => {
    const node = folding.scene.nodes[r.node];
    if (node === undefined) return;
    if (r.state === W.crashed || r.state === W.ended) endAllWork(folding, node, r.at);
    changeNode(node, r);
  },
  link: ({ scene }, r) => {
    const link = scene.links.find(({ a, b }) => (a === r.from && b === r.to) || (a === r.to && b === r.from));
    if (link === undefined) return;
    if (r.state === W.lossy) link.loss = r.value / 1_000_000;
    else link.cut = r.state === W.cut;
  },
  fact: (folding, r) => {
    const { seq, at, node, name, value, message, place } = r;
    folding.scene.facts.push({ seq, at, node, name, value, message, place });
    failWork(folding, r);
  },
  fault: ({ scene }, { fault: index, at, packet, node }) => {
    if (!scene.faults.has(index)) scene.faults.set(index, { index, at, packet, node });
  },
  place: (folding, r) => {
    const place = placeOf(folding, r.place);
    if (place !== undefined) place.exists = r.state === W.made;
  },
  ended: (folding, r) => {
    folding.scene.ended = r.why;
    if (r.why === W.settled) for (const node of folding.scene.nodes) endAllWork(folding, node, r.at);
  },
};

/** Folds one record in. */
export const applyRecord = <K extends RecordKind>(folding: Folding, record: TraceRecord<K>): void =>
  (fold[record.kind] as Fold<K>)(folding, record);

const cursor = new RecordCursor();

/** Folds records in until `to` of them are. */
export function foldTo(folding: Folding, to: number): void {
  const { scene, trace } = folding;
  for (let seq = scene.seq; seq < to; seq += 1) applyRecord(folding, cursor.read(trace, seq));
  scene.seq = Math.max(scene.seq, to);
}

const CONNECTION_STATES = new Map<Word, Scene['connections'][number]['state']>(
  (['opening', 'open', 'refused', 'reset', 'closed'] as const).map((state) => [word(state), state]),
);

function changeNode(node: NodeScene, { state, at, value }: TraceRecord<'node'>): void {
  if (state === W.slowed) {
    node.slow = value / 100;
    return;
  }
  node.since = at;
  if (state === W.paused) node.state = 'paused';
  else if (state === W.crashed || state === W.ended) {
    node.state = state === W.ended ? 'ended' : 'down';
    node.clocks.length = 0;
  } else {
    node.state = 'up';
    if (state !== W.resumed) node.step = null;
  }
}

function send(folding: Folding, { packet: id, what, route, copy, message, seq, at }: TraceRecord<'sent'>): void {
  const { scene, trace, header, packets } = folding;
  const { from, to, connection } = routeOf(route, header);
  const end = packets.ended(id);
  const packet: PacketScene = {
    packet: id,
    what,
    from,
    to,
    connection,
    sent: seq,
    sentAt: at,
    endAt: end === NONE ? Infinity : trace.timeAt(end),
    isLost: end !== NONE && trace.kindAt(end) === KIND.lost,
    messages: [],
    copies: [],
    notes: [],
    delayed: false,
  };
  scene.packets.set(id, packet);
  if (message !== NONE || copy !== NONE) load(folding, packet, copy, message, at);
}

function carry(folding: Folding, id: PacketId, copy: CopyId, message: MessageId, at: number): void {
  const packet = ownPacket(folding, id);
  if (packet !== undefined) load(folding, packet, copy, message, at);
}

function load(folding: Folding, packet: PacketScene, copy: CopyId, message: MessageId, at: number): void {
  packet.messages.push(message);
  packet.copies.push(copy);
  travel(folding, packet, packet.messages.length - 1, 1, at);
}

/** Counts what travels with a packet: by its copy, or by the message alone where the packet is the message. */
function travel(folding: Folding, packet: PacketScene, index: number, by: number, at: number): void {
  const { tally, copies, carriers, stores } = folding;
  const message = packet.messages[index]!;
  const copy = packet.copies[index]!;
  if (copy !== NONE) tally.alive(message, by);
  else if (!carriers.has(packet.what) && !stores.has(packet.to)) return;
  tally.hope(message, hopeOf(copies, copy, packet), by, at);
}

function endPacket(folding: Folding, id: PacketId, at: number): PacketScene | undefined {
  const { scene } = folding;
  const packet = scene.packets.get(id);
  if (packet === undefined) return undefined;
  scene.packets.delete(id);
  for (let index = 0; index < packet.messages.length; index += 1) travel(folding, packet, index, -1, at);
  return packet;
}

/** A packet to be changed; copied first if a key frame holds it. */
function ownPacket({ scene, frozenPackets }: Folding, id: PacketId): PacketScene | undefined {
  const packet = scene.packets.get(id);
  if (packet === undefined || id >= frozenPackets) return packet;
  const own: PacketScene = {
    ...packet,
    messages: packet.messages.slice(),
    copies: packet.copies.slice(),
    notes: packet.notes.slice(),
  };
  scene.packets.set(id, own);
  return own;
}

function faultBehind(trace: Trace, cause: number): number {
  if (cause === NONE) return NONE;
  const record = trace.record(cause);
  return record.kind === 'fault' ? record.fault : NONE;
}

/** The place of that id, made if the scene has not yet heard of it. */
export function placeOf({ places, header, copies }: Folding, id: number): PlaceList | undefined {
  while (places.length <= id && places.length < header.places.length) {
    places.push(new PlaceList(places.length, !copies.madeLater.has(places.length)));
  }
  return places[id];
}

/** What was worked out of the same trace before, so that it is not done twice. */
export type KnownOfTrace = Partial<Pick<Folding, 'packets' | 'copies' | 'lastSteps'>>;

/** The scene before the first record. */
export function newFolding(trace: Trace, header: TraceHeader, known: KnownOfTrace = {}): Folding {
  learnWords(header);
  const {
    packets = new PacketIndex(trace),
    copies = new CopyIndex(trace, header),
    lastSteps = new LastSteps({ trace }),
  } = known;
  const tally = new MessageTally(header);
  const places: PlaceList[] = [];
  const scene: Scene = {
    at: 0,
    seq: 0,
    complete: true,
    nodes: header.nodes.map(({ id }) => ({
      id,
      state: 'not-started',
      since: 0,
      slow: 1,
      clocks: [],
      step: null,
      work: [],
    })),
    places,
    packets: new Map(),
    graveyard: [],
    connections: [],
    links: header.links.map(({ a, b }) => ({ a, b, cut: false, loss: 0 })),
    messages: tally.rows,
    census: tally.census,
    faults: new Map(),
    facts: [],
    ended: null,
  };
  const folding: Folding = {
    scene,
    trace,
    header,
    packets,
    copies,
    tally,
    places,
    carriers: carriersOf(header),
    stores: storesOf(header),
    lastSteps,
    frozenPackets: 0,
  };
  placeOf(folding, header.places.length - 1);
  return folding;
}

function carriersOf({ vocabulary }: TraceHeader): ReadonlySet<Word> {
  return new Set(vocabulary.packets.filter(({ shape }) => shape === 'message').map(({ kind }) => word(kind)));
}

function storesOf({ places }: TraceHeader): ReadonlySet<NodeId> {
  return new Set(places.filter(({ shape }) => shape === 'rows').map(({ node }) => node));
}

/** The scene after the last record: what outcomes are read from. */
export function finalScene(trace: Trace, header: TraceHeader, reading?: Reading): Scene {
  const folding = newFolding(trace, header, reading);
  foldTo(folding, trace.length);
  folding.scene.at = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
  return folding.scene;
}

/** The moment at which the first `seq` records are told. */
export const momentAfter = (trace: Trace, seq: Seq): Moment => {
  const at = seq === 0 ? 0 : trace.timeAt(seq - 1);
  return { at, complete: seq === trace.length || trace.timeAt(seq) > at };
};

/** Clocks that have run out are gone with the node's next step; a paused node keeps its own until it wakes. */
function dropRunOut(clocks: ClockScene[], at: Micros): void {
  for (let index = clocks.length - 1; index >= 0; index -= 1) {
    if (clocks[index]!.from + clocks[index]!.duration <= at) clocks.splice(index, 1);
  }
}
