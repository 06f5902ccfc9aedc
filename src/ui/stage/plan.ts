import type { NodeInfo, PlaceInfo, TraceHeader } from '../../engine/trace/header';
import { NONE, type NodeId, type PlaceId } from '../../engine/units';
import { clamp } from './geometry';
import { groupsOf, type Group } from './groups';
import { widthOf } from '../design/text';

/**
 * What stands on the stage and how much room each part wants: sizes come later (layout.ts). Which broker
 * it is does not matter here; shapes of places and columns of nodes do.
 */

/** What the plan is made from: the header, and what else is known of the run. */
export interface Subject extends Pick<TraceHeader, 'nodes' | 'places'> {
  readonly messages?: readonly unknown[];
  /** Whose marks a place bears: a lane each (lore.ts). */
  readonly owners?: ReadonlyMap<PlaceId, readonly number[]>;
  /** The most that ever rests in a place. */
  readonly peaks?: ReadonlyMap<PlaceId, number>;
  /** Places in which transactions are drawn, above the cells. */
  readonly bracketed?: ReadonlySet<PlaceId>;
}

export interface Demand {
  readonly min: number;
  readonly ideal: number;
  readonly max: number;
}

export interface PlannedPlace {
  readonly info: PlaceInfo;
  /** What is unacked of it, drawn with it; NONE without. */
  readonly held: PlaceId;
  readonly height: Demand;
  /** Owners of marks in a log, a lane each. */
  readonly lanes: readonly number[];
  /** Brackets stand above its cells. */
  readonly bracketed: boolean;
}

export interface PlannedNode {
  readonly info: NodeInfo;
  /** Below one another, from the head of the card on. */
  readonly places: readonly PlannedPlace[];
  /** At the foot of a client's card: what it holds and what it waits for. */
  readonly strip: readonly PlannedPlace[];
  /** To the left of the places, with ways to them. */
  readonly exchanges: readonly PlaceInfo[];
  readonly bindings: readonly PlaceInfo[];
  /** Where the queues' dead letters go, on the same card. */
  readonly deaths: readonly Death[];
  /** Groups whose marks its logs bear: named at the foot of the card, or of its frame. */
  readonly groups: readonly Group[];
}

export interface Death {
  readonly from: PlaceId;
  readonly to: PlaceInfo;
}

export type ColumnName = NodeInfo['column'];

export interface PlannedColumn {
  readonly name: ColumnName;
  readonly nodes: readonly PlannedNode[];
}

export interface Plan {
  /** Only columns with nodes in them, in reading order. */
  readonly columns: readonly PlannedColumn[];
}

const ORDER: readonly ColumnName[] = ['producer', 'service', 'broker', 'consumer', 'store'];

export function planOf(subject: Subject): Plan {
  const columns = ORDER.map((name) => ({
    name,
    nodes: inFrames(subject.nodes.filter((node) => node.column === name)).map((info) => planNode(info, subject)),
  }));
  return { columns: columns.filter(({ nodes }) => nodes.length > 0) };
}

/** Nodes of one frame next to one another, where the first of them stands. */
function inFrames(nodes: readonly NodeInfo[]): NodeInfo[] {
  const first = (node: NodeInfo): number =>
    node.frame === undefined ? nodes.indexOf(node) : nodes.findIndex(({ frame }) => frame === node.frame);
  return [...nodes].sort((a, b) => first(a) - first(b));
}

function planNode(info: NodeInfo, subject: Subject): PlannedNode {
  const own = subject.places.filter((place) => place.node === info.id);
  const heldOf = new Map(own.filter(isHeldOfAnother).map((place) => [place.of, place.id]));
  const isClient = info.column === 'producer' || info.column === 'consumer';
  const count = subject.messages?.length ?? 6;
  const planned = own
    .filter((place) => !isHeldOfAnother(place) && place.shape !== 'exchange' && place.shape !== 'binding')
    .map((place): PlannedPlace => {
      const lanes = place.shape === 'log' ? (subject.owners?.get(place.id) ?? []) : [];
      const bracketed = subject.bracketed?.has(place.id) === true;
      const own = plus(heightOf(place, lanes.length, count), crowdHeight(place, subject.peaks?.get(place.id) ?? 0));
      const height = bracketed ? { min: own.min + 6, ideal: own.ideal + 10, max: own.max + 10 } : own;
      return { info: place, held: heldOf.get(place.id) ?? NONE, lanes, bracketed, height };
    });
  const shown = planned.filter((place) => !isClient || !isOfStrip(place));
  // Dead letters at the foot, whatever the order of declaration: they are where things end.
  const places = [
    ...shown.filter((place) => !place.info.deadLetter),
    ...shown.filter((place) => place.info.deadLetter),
  ];
  const owners = new Set(places.flatMap(({ lanes }) => lanes));
  return {
    info,
    places,
    strip: isClient ? planned.filter(isOfStrip) : [],
    exchanges: own.filter(({ shape }) => shape === 'exchange'),
    bindings: own.filter(({ shape }) => shape === 'binding'),
    deaths: own.flatMap(({ id, deadLettersTo }): Death[] => {
      const to = deadLettersTo === undefined ? undefined : own.find(({ name }) => name === deadLettersTo);
      return to === undefined || to.id === id ? [] : [{ from: id, to }];
    }),
    groups: owners.size === 0 ? [] : groupsOf(subject).filter(({ owner }) => owners.has(owner)),
  };
}

const isHeldOfAnother = (place: PlaceInfo): boolean => place.shape === 'held' && place.of !== NONE;

const isOfStrip = ({ info: { shape } }: PlannedPlace): boolean =>
  shape === 'hand' || shape === 'waiting' || shape === 'held';

/** A table that is no effect, only a note to the program itself: its rows are discs, side by side. */
export const isSideTable = ({ shape, amount, badges }: PlaceInfo): boolean =>
  shape === 'rows' && amount === 0 && !badges.includes('effect');

/** Of one row of a table, and of one row of discs in a side table. */
const ROW = 31;
const CHIP_ROW = 25;
export const FOOT_HEIGHT = 74;

function heightOf(place: PlaceInfo, lanes: number, count: number): Demand {
  if (place.deadLetter) return { min: 28, ideal: 38, max: 44 };
  switch (place.shape) {
    case 'slots':
      return { min: 78, ideal: 118, max: 128 };
    case 'log':
      return { min: 40 + 11 * lanes, ideal: 68 + 15 * lanes, max: 84 + 17 * lanes };
    case 'rows': {
      if (isSideTable(place)) {
        const rows = clamp(Math.ceil(count / 5), 1, 3);
        return { min: 46, ideal: 30 + rows * CHIP_ROW, max: 40 + rows * CHIP_ROW };
      }
      const rows = clamp(count, 3, 12);
      const foot = place.amount > 0 ? FOOT_HEIGHT + 10 : 0;
      return { min: foot > 0 ? 120 : 60, ideal: 14 + rows * ROW + foot, max: 28 + (rows + 1) * ROW + foot };
    }
    default:
      return { min: 30, ideal: 44, max: 56 };
  }
}

/** The upper part of a card, with its names. */
export const headerHeight = (column: ColumnName): number => (column === 'broker' ? 36 : 46);
export const CARD_FOOT = 10;
/** A line that names a group. */
export const GROUP_LINE = 18;

const CLIENT_HEIGHTS: Readonly<Record<'producer' | 'consumer', Demand>> = {
  producer: { min: 64, ideal: 96, max: 104 },
  consumer: { min: 46, ideal: 84, max: 92 },
};

function plus(a: Demand, b: Demand): Demand {
  return { min: a.min + b.min, ideal: a.ideal + b.ideal, max: a.max + b.max };
}

/** How much higher a queue is drawn that once holds many: in steps, so that a fault seldom moves all else. */
function crowdHeight({ shape, deadLetter }: PlaceInfo, peak: number): Demand {
  if (shape !== 'slots' || deadLetter) return NO_HEIGHT;
  const step = CROWDS.find(({ upTo }) => peak <= upTo)!;
  return { min: 0, ideal: step.more, max: step.more };
}

const NO_HEIGHT: Demand = { min: 0, ideal: 0, max: 0 };
const CROWDS: readonly { readonly upTo: number; readonly more: number }[] = [
  { upTo: 10, more: 0 },
  { upTo: 20, more: 22 },
  { upTo: 50, more: 76 },
  { upTo: 400, more: 124 },
  { upTo: Infinity, more: 180 },
];

const sumOf = (demands: readonly Demand[]): Demand => demands.reduce(plus, { min: 0, ideal: 0, max: 0 });

export function nodeHeight(column: ColumnName, node: PlannedNode): Demand {
  const inner = sumOf(node.places.map(({ height }) => height));
  if (column === 'producer' || column === 'consumer') {
    const group = node.info.group === undefined ? 0 : 16;
    const waits = column === 'consumer' && node.strip.some(({ info }) => info.shape !== 'hand') ? 24 : 0;
    const more = group + waits;
    return plus(plus(CLIENT_HEIGHTS[column], inner), { min: waits > 0 ? 14 : 0, ideal: more, max: more });
  }
  const isAlone = node.info.frame === undefined;
  const groups = isAlone && node.groups.length > 0 ? node.groups.length * GROUP_LINE + 4 : 0;
  const ways = node.exchanges.length > 0 ? { min: 54, ideal: 70, max: 90 } : { min: 0, ideal: 0, max: 0 };
  const least = node.exchanges.length;
  return {
    min: 34 + Math.max(inner.min, ways.min * least) + groups + CARD_FOOT,
    ideal: headerHeight(column) + Math.max(inner.ideal, ways.ideal * least) + groups + CARD_FOOT,
    max: headerHeight(column) + Math.max(inner.max, ways.max * least) + groups + CARD_FOOT,
  };
}

const ROW_HEIGHTS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 44, ideal: 52, max: 84 },
  service: { min: 76, ideal: 110, max: 180 },
  broker: { min: 104, ideal: 150, max: 240 },
  consumer: { min: 50, ideal: 58, max: 92 },
  store: { min: 84, ideal: 118, max: 260 },
};
/** Of exchanges above their queues, with the ways between. */
export const EXCHANGE_ROW: Demand = { min: 46, ideal: 56, max: 70 };

/** Turned: the height of a row of cards. */
export function rowHeight({ name, nodes }: PlannedColumn): Demand {
  if (name === 'store') {
    const reckoned = nodes.some(({ places }) => places.some(({ info }) => info.amount > 0));
    return reckoned ? ROW_HEIGHTS.store : { ...ROW_HEIGHTS.store, min: 60, ideal: 96 };
  }
  if (name !== 'broker') return ROW_HEIGHTS[name];
  const demands = nodes.map(({ places, exchanges }): Demand => {
    const logs = places.filter(({ info }) => info.shape === 'log');
    const ways = exchanges.length > 0 ? EXCHANGE_ROW : { min: 0, ideal: 0, max: 0 };
    if (logs.length === 0) return plus(ROW_HEIGHTS.broker, ways);
    const lanes = logs.reduce((most, log) => Math.max(most, log.lanes.length), 0);
    const rows = Math.ceil(places.length / logColumns(places.length));
    const above = logs.some(({ bracketed }) => bracketed) ? 8 : 0;
    return {
      min: 30 + rows * (48 + above + 11 * lanes),
      ideal: 34 + rows * (56 + above + 14 * lanes),
      max: 34 + rows * (70 + above + 16 * lanes),
    };
  });
  const most = (pick: keyof Demand): number => demands.reduce((all, demand) => Math.max(all, demand[pick]), 0);
  return { min: most('min'), ideal: most('ideal'), max: most('max') };
}

/** Turned: logs stand in two columns when there are many. */
export const logColumns = (logs: number): number => (logs >= 3 ? 2 : 1);

const CARD_WIDTHS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 106, ideal: 150, max: 184 },
  service: { min: 120, ideal: 168, max: 220 },
  broker: { min: 190, ideal: 280, max: 360 },
  consumer: { min: 112, ideal: 160, max: 200 },
  store: { min: 108, ideal: 160, max: 210 },
};

/** The width that the cards of a column want: their words should fit, and exchanges stand beside queues. */
export function cardWidth({ name, nodes }: PlannedColumn): Demand {
  const base = CARD_WIDTHS[name];
  if (name === 'broker') {
    const ways = nodes.reduce((most, node) => Math.max(most, waysWidth(node) + deathsWidth(node)), 0);
    return { min: base.min + ways * 0.62, ideal: base.ideal + ways, max: base.max + ways };
  }
  const words = nodes.reduce((most, { info }) => Math.max(most, wordsWidth(info)), 0);
  // A name should fit, even where there are five columns, and what a row says.
  const named = nodes.reduce(
    (most, { info, places }) =>
      Math.max(
        most,
        widthOf(info.title, { size: 13, bold: true }) + 26,
        ...places.map(({ info: { shape, verb } }) => (shape === 'rows' ? widthOf(verb, { size: 12 }) + 56 : 0)),
      ),
    0,
  );
  return { ...base, min: clamp(named, base.min, base.min + 34), ideal: clamp(words, base.ideal, base.max) };
}

function wordsWidth({ title, subtitle, group }: NodeInfo): number {
  const line = widthOf(subtitle, { size: 12 });
  const named = group === undefined ? 0 : 20 + widthOf(group.name, { size: 12 });
  return Math.max(widthOf(title, { size: 13, bold: true }), Math.min(line, 150), named) + 28;
}

/** Of the exchanges of a card, and of the ways from them to what stands at their right. */
export const EXCHANGE_WIDTH: Demand = { min: 72, ideal: 96, max: 124 };

export function exchangeWidth({ exchanges }: PlannedNode): number {
  const words = exchanges.map(({ title }) => widthOf(title, { size: 12, mono: true }) + 24);
  return clamp(Math.max(0, ...words), EXCHANGE_WIDTH.min, EXCHANGE_WIDTH.max);
}

export function bindingWidth({ bindings }: PlannedNode): number {
  const words = bindings.map(({ title }) => widthOf(title, { size: 11, mono: true }) + 26);
  return clamp(Math.max(0, ...words), 44, 110);
}

/** Beside the queues, for the ways of their dead letters to one another: a lane each. */
export const DEATH_LANE = 7;
export const deathsWidth = ({ deaths }: PlannedNode): number =>
  DEATH_LANE * Math.max(0, deaths.filter(({ to }) => to.shape !== 'exchange').length - 1);

export const waysWidth = (node: PlannedNode): number =>
  node.exchanges.length === 0 ? 0 : exchangeWidth(node) + bindingWidth(node);

/**
 * Shares `total` among demands: all at their least if it is scarce, else evenly between least and
 * ideal, else between ideal and most. Never more than the most, so a rest may remain.
 */
export function share(total: number, demands: readonly Demand[]): number[] {
  const { min, ideal, max } = sumOf(demands);
  if (total <= min) return demands.map((demand) => demand.min);
  if (total <= ideal) {
    const part = (total - min) / (ideal - min || 1);
    return demands.map((demand) => demand.min + (demand.ideal - demand.min) * part);
  }
  const part = Math.min(1, (total - ideal) / (max - ideal || 1));
  return demands.map((demand) => demand.ideal + (demand.max - demand.ideal) * part);
}

/** Nodes by the column they stand in, for links: 0 is the first column drawn. */
export function columnIndex(plan: Plan): ReadonlyMap<NodeId, number> {
  return new Map(plan.columns.flatMap(({ nodes }, index) => nodes.map((node) => [node.info.id, index] as const)));
}
