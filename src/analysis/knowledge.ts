import { KIND } from '../engine/trace/record';
import { type MessageId, type NodeId, type PlaceId } from '../engine/units';
import { word } from '../engine/trace/words';
import { W } from '../engine/words';
import { toldOf } from './ledger';
import type { Reading } from './reading';
import type { MessageScene, NodeScene, Scene } from './scene/scene';
import { readLives, type Work } from './spacetime/lives';
import { atOnce, type Work as Sliced } from './work';

/**
 * What a node knows of a message at a moment, from what lies in its own places and what its own program
 * has done: nothing that only somebody else can know.
 */
export interface Known {
  readonly message: MessageId;
  /** "unacked", "told yes", "done"; null if it has never heard of it, or no longer has. */
  readonly belief: string | null;
  /** What has happened elsewhere and it cannot know yet; null if it is not behind. */
  readonly blind: string | null;
}

/** The world as that node has it, a row a message, in the order of production; of many messages, those asked for. */
export function knowledgeOf(reading: Reading, scene: Scene, node: NodeId, from = 0, to = Infinity): Known[] {
  const info = reading.header.nodes[node];
  const state = scene.nodes[node];
  if (info === undefined || state === undefined) return [];
  const rows = scene.messages.slice(from, to);
  const view = viewOf(reading, scene, info.column, state, new Set(rows.map(({ message }) => message)));
  return rows.map((row) => {
    const belief = view.belief(row);
    return { message: row.message, belief, blind: belief === null ? null : view.blind(row, belief) };
  });
}

interface View {
  belief(row: MessageScene): string | null;
  blind(row: MessageScene, belief: string): string | null;
}

const isDone = ({ subscriptions }: MessageScene): boolean =>
  subscriptions.some(({ effectsAt }) => effectsAt.length > 0);

/** `asked`: the messages that are asked about. Others need not be looked for. */
function viewOf(reading: Reading, scene: Scene, column: string, node: NodeScene, asked: ReadonlySet<MessageId>): View {
  switch (column) {
    case 'producer':
      return producerView(reading, node);
    case 'broker':
      return brokerView(reading, scene, node.id);
    case 'consumer':
      return consumerView(reading, scene, node, asked);
    default:
      return storeView(reading, scene, node.id, asked);
  }
}

const TOLD = { yes: 'told yes', no: 'told no', waiting: 'waits to hear', never: 'will not hear' } as const;

function producerView({ header }: Reading, node: NodeScene): View {
  return {
    belief: (row) => {
      if (header.messages[row.message]?.node !== node.id) return null;
      return node.state === 'down' ? null : TOLD[toldOf(row)];
    },
    blind: (row, belief) => (belief !== TOLD.yes && belief !== TOLD.no && row.stored > 0 ? 'it is stored' : null),
  };
}

const committed = word('committed');

/** From the places of a broker alone: its queues, what is unacked there, its logs and who has committed what. */
function brokerView({ header }: Reading, scene: Scene, node: NodeId): View {
  const held = new Map<MessageId, string[]>();
  for (const place of scene.places) {
    const info = header.places[place.id];
    if (info?.node !== node || !place.exists) continue;
    for (const { message, index } of place.copies) {
      const text = restText(header.places, scene, place.id, index);
      const known = held.get(message);
      if (known === undefined) held.set(message, [text]);
      else if (!known.includes(text)) known.push(text);
    }
  }
  return {
    belief: ({ message, stored }) => held.get(message)?.join(', ') ?? (stored > 0 ? 'forgotten' : null),
    blind: (row, belief) => (isDone(row) && /unacked|ready/.test(belief) ? 'it is done' : null),
  };
}

function restText(places: Reading['header']['places'], scene: Scene, id: PlaceId, index: number): string {
  const info = places[id]!;
  if (info.shape === 'held') return 'unacked';
  if (info.deadLetter) return `dead letter in ${info.title}`;
  if (info.shape !== 'log') return `ready in ${info.title}`;
  const groups = scene.places[id]?.marks.filter(({ name }) => name === committed) ?? [];
  const past = groups.filter(({ value }) => value > index).length;
  return groups.length === 0 ? `at offset ${index}` : `at offset ${index}, committed by ${past} of ${groups.length}`;
}

const lives = new WeakMap<Reading, readonly Work[]>();

/** What programs were at over the whole run: read once, bit by bit if this is called before anything is asked. */
export function* readWorks(reading: Reading): Sliced<readonly Work[]> {
  let works = lives.get(reading);
  if (works === undefined) lives.set(reading, (works = (yield* readLives(reading.trace, reading.header)).works));
  return works;
}

/** From a consumer's hand and from what its process has done since it started: a crash forgets both. */
function consumerView(reading: Reading, scene: Scene, node: NodeScene, asked: ReadonlySet<MessageId>): View {
  const { header } = reading;
  const works = atOnce(readWorks(reading));
  const since = node.state === 'down' ? Infinity : startOf(reading, scene, node.id);
  const known = new Map<MessageId, string>();
  for (const place of scene.places) {
    const info = header.places[place.id];
    if (info?.node === node.id && info.shape === 'hand')
      for (const { message } of place.copies) known.set(message, 'in hand');
  }
  for (const work of works) {
    if (work.from > scene.at) break;
    if (work.node !== node.id || !asked.has(work.message) || work.from < since || work.seq >= scene.seq) continue;
    const isOver = work.to < scene.at && !node.work.some(({ message }) => message === work.message);
    const label =
      node.step?.message === work.message ? header.nodes[node.id]?.program[node.step.index]?.label : undefined;
    known.set(work.message, isOver ? 'done' : `at work${label === undefined ? '' : `: ${label}`}`);
  }
  return {
    belief: ({ message }) => known.get(message) ?? null,
    blind: ({ message, subscriptions }, belief) => {
      if (waitsForRow(reading, node, message, subscriptions)) return 'its row is written';
      const others = subscriptions.some(({ effectsAt }) => effectsAt.some((effect) => effect.node !== node.id));
      return others && belief !== 'done' ? 'another has done it' : null;
    },
  };
}

const WRITES = new Set(['insert', 'commit']);

/** Whether it has asked for a row that is there already: the answer is still on its way. */
function waitsForRow(
  { header }: Reading,
  { id, step }: NodeScene,
  message: MessageId,
  subscriptions: MessageScene['subscriptions'],
): boolean {
  if (step?.message !== message || !WRITES.has(header.nodes[id]?.program[step.index]?.step ?? '')) return false;
  return subscriptions.some(({ effectsAt }) => effectsAt.some(({ node, at }) => node === id && at >= step.at));
}

/** When the process began that runs now: a pause forgets nothing, a crash all. */
function startOf({ trace }: Reading, { seq: before }: Scene, node: NodeId): number {
  for (let seq = before - 1; seq >= 0; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.node || trace.field(seq, 'a') !== node) continue;
    const state = trace.field(seq, 'b');
    if (state === W.restarted || state === W.started) return trace.timeAt(seq);
  }
  return 0;
}

function storeView({ header }: Reading, scene: Scene, node: NodeId, asked: ReadonlySet<MessageId>): View {
  const rows = new Map<MessageId, Map<string, number>>();
  for (const place of scene.places) {
    const info = header.places[place.id];
    if (info?.node !== node || info.shape !== 'rows') continue;
    for (const { message } of place.copies) {
      if (!asked.has(message)) continue;
      const tables = rows.get(message) ?? new Map<string, number>();
      tables.set(info.title, (tables.get(info.title) ?? 0) + 1);
      rows.set(message, tables);
    }
  }
  return {
    belief: ({ message }) => {
      const tables = rows.get(message);
      if (tables === undefined) return null;
      return [...tables].map(([title, count]) => `${count} ${count === 1 ? 'row' : 'rows'} in ${title}`).join(', ');
    },
    blind: () => null,
  };
}
