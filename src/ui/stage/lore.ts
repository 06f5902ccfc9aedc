import type { Reading } from '../../analysis/reading';
import { IntColumn } from '../../analysis/scene/intColumn';
import { receiverOf } from '../../analysis/scene/route';
import { SLICE, type Work } from '../../analysis/work';
import type { Trace } from '../../engine/trace/columns';
import type { Sign, TraceHeader } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import { word, type Word } from '../../engine/trace/words';
import {
  NONE,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PacketId,
  type PlaceId,
  type Seq,
} from '../../engine/units';
import { W } from '../../engine/words';
import type { FaultFile } from '../../scenario/schema/faults';

/**
 * What the whole run tells of single packets and places, read from the trace once: the scene of a moment
 * does not remember what was sent before, and does not know what facts mean.
 */
export interface Lore {
  /** Packets that are not the first by which a node sent a message, and which try they are. */
  readonly attempts: ReadonlyMap<PacketId, number>;
  /** Copies that are not the first to be delivered of a message from one place, and which they are. */
  readonly deliveries: ReadonlyMap<CopyId, number>;
  /** How much of its way a packet has made when a fault takes it, where the fault says so. */
  readonly lostAlong: ReadonlyMap<PacketId, number>;
  /** Facts that are drawn in a place, in the order of the trace. */
  readonly signs: ReadonlyMap<PlaceId, readonly SignRecord[]>;
  /** Facts that are drawn at a node; likewise. */
  readonly nodeSigns: ReadonlyMap<NodeId, readonly SignRecord[]>;
  /** Messages going by bindings, of all places; likewise. */
  readonly passes: readonly SignRecord[];
  /** The most that ever rested in a place at once: a queue for thousands is drawn larger. */
  readonly peaks: ReadonlyMap<PlaceId, number>;
  /** Places that have transactions in the run: they are drawn above the cells. */
  readonly bracketed: ReadonlySet<PlaceId>;
  /** Whose marks a place ever bears, by rising owner: it has room for so many. */
  readonly owners: ReadonlyMap<PlaceId, readonly number[]>;
}

export interface SignRecord {
  readonly seq: Seq;
  readonly at: Micros;
  readonly sign: Sign;
  readonly name: Word;
  readonly node: NodeId;
  readonly place: PlaceId;
  readonly value: number;
  readonly message: MessageId;
}

export function* readLore(reading: Reading, faults: readonly FaultFile[]): Work<Lore> {
  const { trace, header } = reading;
  const roles = new Map(header.vocabulary.packets.map(({ kind, role }) => [word(kind), role]));
  const signOf = new Map<number, Sign>(
    header.vocabulary.phrases.flatMap(({ name, sign }) => (sign === undefined ? [] : [[word(name), sign] as const])),
  );
  const tries = new Map<CopyId, number>();
  const delivered = new Map<number, IntColumn>();
  const resting: number[] = [];
  let receiver: NodeId = NONE;
  const lore = {
    attempts: new Map<PacketId, number>(),
    deliveries: new Map<CopyId, number>(),
    lostAlong: new Map<PacketId, number>(),
    signs: new Map<PlaceId, SignRecord[]>(),
    nodeSigns: new Map<NodeId, SignRecord[]>(),
    passes: [] as SignRecord[],
    bracketed: new Set<PlaceId>(),
    peaks: new Map<PlaceId, number>(),
    owners: new Map<PlaceId, number[]>(),
  };
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    switch (trace.kindAt(seq)) {
      case KIND.sent:
        receiver = roles.get(trace.field(seq, 'b')) === 'deliver' ? receiverOf(trace.field(seq, 'c'), header) : NONE;
        if (receiver !== NONE)
          countDelivery(reading, receiver, [trace.field(seq, 'd'), trace.field(seq, 'e')], delivered, lore.deliveries);
        else if (roles.get(trace.field(seq, 'b')) === 'publish') countTry(trace, seq, tries, lore.attempts);
        break;
      case KIND.carries:
        if (receiver !== NONE)
          countDelivery(reading, receiver, [trace.field(seq, 'b'), trace.field(seq, 'c')], delivered, lore.deliveries);
        break;
      case KIND.put:
        rest(trace.field(seq, 'c'), 1, resting, lore.peaks);
        break;
      case KIND.taken: {
        const place = trace.field(seq, 'b');
        rest(place, -1, resting, lore.peaks);
        const dies = DIES.has(trace.field(seq, 'c')) ? dyingIn(place, header) : NONE;
        if (dies !== NONE) lore.passes.push(deathRecord(reading, seq, dies));
        break;
      }
      case KIND.fault: {
        const part = faults[trace.field(seq, 'a')]?.along;
        const packet = trace.field(seq, 'b');
        if (part !== undefined && packet !== NONE) lore.lostAlong.set(packet, part);
        break;
      }
      case KIND.fact: {
        const sign = signOf.get(trace.field(seq, 'b'));
        if (sign !== undefined) keep(lore, signRecord(trace, seq, sign));
        if (sign === 'opens') lore.bracketed.add(trace.field(seq, 'e'));
        break;
      }
      case KIND.mark: {
        const owner = trace.field(seq, 'c');
        if (owner !== NONE) addOwner(lore.owners, trace.field(seq, 'a'), owner);
        break;
      }
    }
  }
  for (const owners of lore.owners.values()) owners.sort((a, b) => a - b);
  return lore;
}

function addOwner(owners: Map<PlaceId, number[]>, place: PlaceId, owner: number): void {
  if (owners.get(place)?.includes(owner) !== true) add(owners, place, owner);
}

function rest(place: PlaceId, by: number, resting: number[], peaks: Map<PlaceId, number>): void {
  const now = (resting[place] ?? 0) + by;
  resting[place] = now;
  if (by > 0 && now > (peaks.get(place) ?? 0)) peaks.set(place, now);
}

/** Counted by what is sent: what a program sends on of a message that it has received anew is no second try. */
function countTry(trace: Trace, seq: Seq, tries: Map<CopyId, number>, attempts: Map<PacketId, number>): void {
  const parent = trace.field(seq, 'f');
  if (parent === NONE) return;
  const attempt = (tries.get(parent) ?? 0) + 1;
  tries.set(parent, attempt);
  if (attempt > 1) attempts.set(trace.field(seq, 'a'), attempt);
}

/** Counted by where it comes from and whom it is for: what two subscribers get is delivered once to each. */
function countDelivery(
  { copies, header }: Reading,
  receiver: NodeId,
  [copy, message]: readonly [CopyId, MessageId],
  delivered: Map<number, IntColumn>,
  deliveries: Map<CopyId, number>,
): void {
  const origin = copy === NONE ? undefined : copies.origin(copy);
  if (origin === undefined) return;
  const place = origin.of === NONE ? origin.id : origin.of;
  // By place and subscription a column of messages: texts as keys would be a hundred thousand of them.
  const key = place * (header.subscriptions.length + 1) + (header.nodes[receiver]?.subscription ?? NONE) + 1;
  let counts = delivered.get(key);
  if (counts === undefined) delivered.set(key, (counts = new IntColumn(0)));
  const nth = counts.get(message) + 1;
  counts.set(message, nth);
  if (nth > 1) deliveries.set(copy, nth);
}

/** Why a copy leaves a place for where dead letters go. */
const DIES: ReadonlySet<Word> = new Set([W.expired, W.overflowed, W.deadLettered]);

/** The queue whose ready or unacked messages a place is, if it has somewhere for its dead letters. */
function dyingIn(place: PlaceId, { places }: TraceHeader): PlaceId {
  const info = places[place];
  const queue = info === undefined || info.of === NONE ? info : places[info.of];
  return queue?.deadLettersTo === undefined ? NONE : queue.id;
}

function deathRecord({ trace, copies, header }: Reading, seq: Seq, place: PlaceId): SignRecord {
  return {
    seq,
    at: trace.timeAt(seq),
    sign: 'passes',
    node: header.places[place]!.node,
    name: trace.field(seq, 'c'),
    value: 0,
    message: copies.message(trace.field(seq, 'a')),
    place,
  };
}

function signRecord(trace: Trace, seq: Seq, sign: Sign): SignRecord {
  return {
    seq,
    at: trace.timeAt(seq),
    sign,
    node: trace.field(seq, 'a'),
    name: trace.field(seq, 'b'),
    value: trace.field(seq, 'c'),
    message: trace.field(seq, 'd'),
    place: trace.field(seq, 'e'),
  };
}

type Growing = {
  readonly signs: Map<PlaceId, SignRecord[]>;
  readonly nodeSigns: Map<NodeId, SignRecord[]>;
  readonly passes: SignRecord[];
};

function keep({ signs, nodeSigns, passes }: Growing, record: SignRecord): void {
  if (record.sign === 'passes') passes.push(record);
  else if (record.place === NONE || record.sign === 'blocks' || record.sign === 'unblocks')
    add(nodeSigns, record.node, record);
  else add(signs, record.place, record);
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** How many of the records are told when `seq` records are. */
export function toldOf(records: readonly { readonly seq: Seq }[], seq: Seq): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (records[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
