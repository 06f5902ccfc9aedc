import type { ConsoleLine } from '../../engine/trace/console';
import { KIND, type TraceRecord } from '../../engine/trace/record';
import { NONE, type MessageId, type NodeId, type PlaceId, type Seq } from '../../engine/units';
import type { Reading } from '../reading';
import { routeOf } from '../scene/route';
import type { Marks } from './marks';
import { notesOf } from './packets';

/** What the texts of tables, metrics and log lines are filled from. A name is the node's own, as a host has one. */
export interface Source {
  readonly reading: Reading;
  readonly marks: Marks;
  /** The mark by which readers are known; empty for none. */
  readonly reader: string;
}

/** Fills a text; null if a field of it has no value. */
export function fillText(text: string, valueOf: (field: string) => string | null): string | null {
  let isWhole = true;
  const filled = text.replace(/\{([a-z][^{}]*)\}/gi, (_, field: string) => {
    const value = valueOf(field);
    if (value === null) isWhole = false;
    return value ?? '…';
  });
  return isWhole ? filled : null;
}

export const hostOf = ({ reading }: Source, node: NodeId): string | null => reading.header.nodes[node]?.name ?? null;

/** `orders-0` of `kafka/orders-0`. */
export const nameOfPlace = ({ reading }: Source, place: PlaceId): string | null =>
  reading.header.places[place]?.name.replace(/^[^/]*\//, '') ?? null;

/** The parts of a log's name: its topic, and its number there. */
export function topicOf(source: Source, place: PlaceId): readonly [string | null, string | null] {
  const parts = /^(.*)-(\d+)$/.exec(nameOfPlace(source, place) ?? '');
  return parts === null ? [nameOfPlace(source, place), null] : [parts[1]!, parts[2]!];
}

export const groupOf = ({ reading }: Source, owner: number): string | null =>
  reading.header.nodes.find(({ group }) => group?.owner === owner)?.group?.name ??
  reading.header.subscriptions[owner] ??
  null;

/** The fields of a place, as far as it has them. */
export function placeField(source: Source, place: PlaceId, field: string): string | null {
  if (field === 'place') return source.reading.header.places[place]?.title ?? null;
  if (field === 'topic') return topicOf(source, place)[0];
  return field === 'partition' ? topicOf(source, place)[1] : null;
}

/** A record and the node whose log it stands in. */
export interface Told {
  readonly seq: Seq;
  readonly node: NodeId;
  readonly line: ConsoleLine;
}

/** The text of a line, with `…` for what the trace does not know either. */
export function textOfLine(source: Source, told: Told, stamp: string): string {
  const { reading } = source;
  const record = reading.trace.record(told.seq);
  return told.line.text.replace(/\{([a-z][^{}]*)\}/gi, (_, field: string) => {
    if (field === 'stamp') return stamp;
    return lineField(source, told, record, field) ?? '…';
  });
}

function lineField(source: Source, told: Told, record: TraceRecord, field: string): string | null {
  const { reading, marks } = source;
  const { node, line } = told;
  const value = 'value' in record ? record.value : NONE;
  switch (field) {
    case 'node':
      return hostOf(source, node);
    case 'value':
      return line.value === 'node' ? hostOf(source, value) : String(value);
    case 'peer':
      return hostOf(source, peerOf(source, told, record));
    case 'group':
      return groupOf(source, ownerOf(source, told, record));
    case 'message':
      return reading.header.messages[messageOf(source, record)]?.name ?? null;
    case 'assigned':
      return assignedTo(source, told, record);
    case 'asked':
    case 'took':
      return askedOf(source, told, record)?.[field] ?? null;
  }
  if (field.startsWith('mark ')) {
    const steps = marks.latest(field.slice('mark '.length), ownerOf(source, told, record));
    const now = steps.at(momentEnd(source, told.seq));
    return Number.isNaN(now) ? '0' : String(now);
  }
  const place = 'place' in record ? placeField(source, record.place, field) : null;
  return place ?? noteOf(source, record, field);
}

/** The packet that a record is about, or that caused it; NONE if none did. */
export function packetOf({ reading }: Source, record: TraceRecord): number {
  if ('packet' in record) return record.packet;
  const { trace } = reading;
  return record.cause !== NONE && trace.kindAt(record.cause) === KIND.arrived ? trace.field(record.cause, 'a') : NONE;
}

export function noteOf(source: Source, record: TraceRecord, name: string): string | null {
  const packet = packetOf(source, record);
  return packet === NONE ? null : (notesOf(source.reading, packet).get(name) ?? null);
}

function messageOf(source: Source, record: TraceRecord): MessageId {
  if ('message' in record) return record.message;
  const packet = packetOf(source, record);
  return packet === NONE ? NONE : (source.reading.packet(packet)?.messages[0] ?? NONE);
}

/** Who is at the other end: of the connection, of the packet, of the packet that caused it. */
function peerOf(source: Source, { node, line }: Told, record: TraceRecord): NodeId {
  const { header, trace, packets } = source.reading;
  if (record.kind === 'connection') return record.client === node ? record.server : record.client;
  if (line.value === 'connection' && 'value' in record) {
    const ends = header.connections[record.value];
    return ends === undefined ? NONE : ends.client === node ? ends.server : ends.client;
  }
  const packet = packetOf(source, record);
  const sent = packet === NONE ? NONE : packets.sent(packet);
  if (sent === NONE) return NONE;
  const { from, to } = routeOf(trace.field(sent, 'c'), header);
  return from === node ? to : from;
}

/** Records after one in which the marks that it sets are looked for. */
const MARKS_WITHIN = 64;

/** Whose marks these are: of the member that the record names, of its node, of the marks that follow, of who caused it. */
function ownerOf(source: Source, told: Told, record: TraceRecord): number {
  const { header, trace } = source.reading;
  const owner = (node: NodeId): number => header.nodes[node]?.group?.owner ?? NONE;
  if (told.line.value === 'node' && 'value' in record) return owner(record.value);
  if (owner(told.node) !== NONE) return owner(told.node);
  const end = Math.min(trace.length, told.seq + MARKS_WITHIN);
  for (let seq = told.seq + 1; seq < end && trace.causeAt(seq) === record.cause; seq += 1) {
    if (trace.kindAt(seq) === KIND.mark && trace.field(seq, 'c') !== NONE) return trace.field(seq, 'c');
  }
  return owner(peerOf(source, told, record));
}

/** How many records are told when the step that wrote this one is over. */
function momentEnd({ reading: { trace } }: Source, from: Seq): Seq {
  let seq = from + 1;
  const cause = trace.causeAt(from);
  while (seq < trace.length && trace.causeAt(seq) === cause && trace.timeAt(seq) === trace.timeAt(from)) seq += 1;
  return seq;
}

/** `orders-0, orders-1`: what its group has given to that node. */
function assignedTo(source: Source, told: Told, record: TraceRecord): string | null {
  const { marks, reader } = source;
  const owner = ownerOf(source, told, record);
  const logs = marks.pairs.filter(
    (pair) => pair.owner === owner && marks.of(reader, owner, pair.place).at(told.seq) === told.node,
  );
  return logs.length === 0 ? '' : logs.map(({ place }) => nameOfPlace(source, place)).join(', ');
}

/** The request that an answer answers, and how long it took. */
function askedOf(
  source: Source,
  told: Told,
  record: TraceRecord,
): { readonly asked: string; readonly took: string } | null {
  const { reading } = source;
  const { trace, header, packets } = reading;
  const peer = peerOf(source, told, record);
  const message = messageOf(source, record);
  for (let seq = told.seq - 1; seq >= 0; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.arrived || trace.field(seq, 'b') !== told.node) continue;
    const sent = packets.sent(trace.field(seq, 'a'));
    if (sent === NONE || trace.field(sent, 'e') !== message) continue;
    if (routeOf(trace.field(sent, 'c'), header).from !== peer) continue;
    const words = reading.wordsOf(trace.field(sent, 'b'));
    if (words?.role !== 'request') continue;
    return { asked: words.label, took: String(trace.timeAt(told.seq) - trace.timeAt(seq)) };
  }
  return null;
}
