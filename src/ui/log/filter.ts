import { recordsAbout } from '../../analysis/about';
import { atOnce, SLICE, type Work } from '../../analysis/work';
import { routeOf } from '../../analysis/scene/route';
import { KIND } from '../../engine/trace/record';
import { NONE, type MessageId, type NodeId, type Seq } from '../../engine/units';
import type { Run } from '../app/runStore';

/** Which lines of the log are wanted; null: any. */
export interface Filter {
  readonly node: NodeId | null;
  readonly group: Group | null;
  readonly message: MessageId | null;
  /** Words that the sentence must hold, in any case. */
  readonly text: string;
}

export const NO_FILTER: Filter = { node: null, group: null, message: null, text: '' };

/** Kinds of lines, as one would ask for them. */
export const GROUPS = [
  'trouble',
  'effects',
  'told',
  'sent',
  'arrived',
  'programs',
  'links',
  'facts',
  'places',
] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_LABELS: { readonly [G in Group]: string } = {
  trouble: 'Faults and losses',
  effects: 'Effects',
  told: 'What producers ask and are told',
  sent: 'Packets sent',
  arrived: 'Packets received',
  programs: 'Program steps',
  links: 'Nodes and connections',
  facts: 'What brokers and clients decide',
  places: 'Queues, logs and tables',
};

const GROUP_OF = new Map<number, Group>([
  [KIND.fault, 'trouble'],
  [KIND.lost, 'trouble'],
  [KIND.effect, 'effects'],
  [KIND.produced, 'told'],
  [KIND.learned, 'told'],
  [KIND.sent, 'sent'],
  [KIND.arrived, 'arrived'],
  [KIND.step, 'programs'],
  [KIND.node, 'links'],
  [KIND.link, 'links'],
  [KIND.connection, 'links'],
  [KIND.ended, 'links'],
  [KIND.fact, 'facts'],
  [KIND.place, 'places'],
  [KIND.put, 'places'],
  [KIND.taken, 'places'],
]);

export const groupOf = (kind: number): Group | null => GROUP_OF.get(kind) ?? null;

/** The lines that fit, but for the text. */
export const fitting = (run: Run, lines: readonly Seq[], filter: Filter): readonly Seq[] =>
  atOnce(readFitting(run, lines, filter));

/** The same, bit by bit. */
export function* readFitting(run: Run, lines: readonly Seq[], { node, group, message }: Filter): Work<readonly Seq[]> {
  const about = message === null ? null : new Set(recordsAbout(run.reading, message));
  if (node === null && group === null && about === null) return lines;
  const found: Seq[] = [];
  for (const [index, seq] of lines.entries()) {
    if (index % SLICE === SLICE - 1) yield;
    if (
      (group === null || groupOf(run.trace.kindAt(seq)) === group) &&
      (about === null || about.has(seq)) &&
      (node === null || concerns(run, seq, node))
    )
      found.push(seq);
  }
  return found;
}

/** Columns that hold a node, by kind of record. */
const NODE_COLUMNS = new Map<number, readonly ('a' | 'b' | 'c' | 'd' | 'e')[]>([
  [KIND.produced, ['b']],
  [KIND.effect, ['e']],
  [KIND.learned, ['a']],
  [KIND.step, ['a']],
  [KIND.node, ['a']],
  [KIND.link, ['a', 'b']],
  [KIND.connection, ['c', 'd']],
  [KIND.fact, ['a']],
  [KIND.fault, ['c']],
]);
/** Columns that hold a place, whose node is concerned. */
const PLACE_COLUMN = new Map<number, 'a' | 'b' | 'c'>([
  [KIND.put, 'c'],
  [KIND.taken, 'b'],
  [KIND.effect, 'c'],
  [KIND.place, 'a'],
]);

/** Whether a record is about that node: it does something, or something is done to it. */
function concerns({ trace, header, reading }: Run, seq: Seq, node: NodeId): boolean {
  const kind = trace.kindAt(seq);
  if (NODE_COLUMNS.get(kind)?.some((column) => trace.field(seq, column) === node)) return true;
  const place = PLACE_COLUMN.get(kind);
  if (place !== undefined) return header.places[trace.field(seq, place)]?.node === node;
  const packet =
    kind === KIND.sent || kind === KIND.arrived || kind === KIND.lost
      ? trace.field(seq, 'a')
      : kind === KIND.fault
        ? trace.field(seq, 'b')
        : NONE;
  const sent = packet === NONE ? NONE : reading.packets.sent(packet);
  if (sent === NONE) return false;
  const { from, to } = routeOf(trace.field(sent, 'c'), header);
  return from === node || to === node;
}

/** Whether a sentence holds all words asked for. */
export function holds(sentence: string, words: readonly string[]): boolean {
  const lower = sentence.toLowerCase();
  return words.every((word) => lower.includes(word));
}

export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
