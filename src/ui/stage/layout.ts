import type { TraceHeader } from '../../engine/trace/header';
import type { NodeId, PlaceId } from '../../engine/units';
import { layBindings, type BindingPath } from './bindings';
import { bottom, grown, right, type Box, type Size } from './geometry';
import { layLinks, type LinkPath } from './links';
import {
  cardWidth,
  GROUP_LINE,
  headerHeight,
  nodeHeight,
  planOf,
  rowHeight,
  share,
  type ColumnName,
  type Demand,
  type Plan,
  type PlannedNode,
  type Subject,
} from './plan';
import { layPlaces, type PlaceBox } from './places';

/** Where everything stands that does not move. Pure: a header and a size in, boxes out. */
export interface Layout {
  readonly size: Size;
  /** Columns from top to bottom instead of left to right. */
  readonly turned: boolean;
  readonly nodes: ReadonlyMap<NodeId, NodeBox>;
  readonly places: ReadonlyMap<PlaceId, PlaceBox>;
  readonly links: readonly LinkPath[];
  /** Ways from exchanges to queues, by the place that a binding is. */
  readonly bindings: ReadonlyMap<PlaceId, BindingPath>;
  /** Around the nodes of one cluster. */
  readonly frames: readonly Frame[];
}

export interface Frame {
  readonly name: string;
  readonly box: Box;
  /** The names of groups, at its foot; null without. */
  readonly groups: Box | null;
  readonly owners: readonly number[];
}

export interface NodeBox {
  readonly node: NodeId;
  readonly column: ColumnName;
  readonly box: Box;
  /** The upper part, with the names. */
  readonly header: Box;
  /** Too low for a second line. */
  readonly compact: boolean;
  /** The names of groups, at the foot; null without. */
  readonly groups: Box | null;
}

/** A stage narrower than this is turned. */
export const TURN_BELOW = 600;

/**
 * The room before a column: packets must be seen to travel. The store's may be narrow: what matters there stays. Less
 * than the least would draw all smaller (camera.ts), and words with it: so it is little.
 */
const GUTTERS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 10, ideal: 22, max: 40 },
  service: { min: 34, ideal: 90, max: 160 },
  broker: { min: 34, ideal: 100, max: 170 },
  consumer: { min: 42, ideal: 88, max: 150 },
  store: { min: 24, ideal: 50, max: 90 },
};
const ROW_GUTTERS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 6, ideal: 10, max: 20 },
  service: { min: 24, ideal: 42, max: 90 },
  broker: { min: 24, ideal: 42, max: 90 },
  consumer: { min: 34, ideal: 50, max: 96 },
  store: { min: 18, ideal: 30, max: 60 },
};
const MARGIN = 14;
const CARD_GAP: Demand = { min: 10, ideal: 40, max: 64 };

/** Room around the cards of one frame, and for its name. */
const FRAME_PAD = 8;
const FRAME_NAME = 20;
const FRAME_GAP: Demand = { min: 8, ideal: 14, max: 20 };

export function layOut(
  subject: Subject & Pick<TraceHeader, 'links'>,
  size: Size,
  turned = size.width < TURN_BELOW,
): Layout {
  const plan = planOf(subject);
  const nodes = new Map<NodeId, NodeBox>();
  const places = new Map<PlaceId, PlaceBox>();
  const keep = (column: ColumnName, planned: PlannedNode, box: Box): void => {
    const card = cardOf(column, planned, box, turned);
    nodes.set(card.node, card);
    for (const place of layPlaces(planned, card, turned)) places.set(place.place, place);
  };
  if (turned) layRows(plan, size, keep);
  else layColumns(plan, size, keep);
  return {
    size,
    turned,
    nodes,
    places,
    links: layLinks(subject.links, plan, nodes, size, turned),
    bindings: layBindings(plan, places, turned),
    frames: framesOf(plan, nodes, turned),
  };
}

function cardOf(column: ColumnName, { info, places, groups }: PlannedNode, box: Box, turned: boolean): NodeBox {
  // Turned, a store's tables speak for it: their names stand where its own would.
  const head = turned
    ? column === 'store' && places.length > 0
      ? 6
      : 26
    : Math.min(headerHeight(column), box.height < 200 ? 38 : Infinity);
  const header = { ...box, height: Math.min(head, box.height) };
  const foot = turned || info.frame !== undefined ? 0 : groups.length * GROUP_LINE;
  return {
    node: info.id,
    column,
    box,
    header,
    compact: turned || box.height < 66,
    groups: foot === 0 ? null : { ...box, y: bottom(box) - foot - 6, height: foot },
  };
}

function framesOf({ columns }: Plan, nodes: ReadonlyMap<NodeId, NodeBox>, turned: boolean): Frame[] {
  const members = new Map<string, PlannedNode[]>();
  for (const planned of columns.flatMap(({ nodes: all }) => all)) {
    const { frame } = planned.info;
    if (frame !== undefined) members.set(frame, [...(members.get(frame) ?? []), planned]);
  }
  return [...members].map(([name, all]) => {
    const box = grown(all.map(({ info }) => nodes.get(info.id)!.box).reduce(around), turned ? 4 : FRAME_PAD);
    if (turned) return { name, box, groups: null, owners: [] };
    const owners = [...new Set(all.flatMap(({ groups }) => groups.map(({ owner }) => owner)))];
    const foot = owners.length * GROUP_LINE;
    const groups = foot === 0 ? null : { ...box, y: bottom(box), height: foot };
    const height = box.height + FRAME_NAME + (foot === 0 ? 0 : foot + 4);
    return { name, box: { ...box, y: box.y - FRAME_NAME, height }, groups, owners };
  });
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(right(a), right(b)) - x, height: Math.max(bottom(a), bottom(b)) - y };
}

type Keep = (column: ColumnName, planned: PlannedNode, box: Box) => void;

function layColumns(plan: Plan, size: Size, keep: Keep): void {
  const demands = across(plan);
  const widths = share(size.width, [...demands, GUTTERS.producer]);
  const spare = Math.max(0, size.width - widths.reduce((sum, width) => sum + width, 0));
  let x = spare / 2;
  plan.columns.forEach((column, index) => {
    x += widths[2 * index]!;
    const width = widths[2 * index + 1]!;
    stack(column.name, column.nodes, size.height, (node, y, height) =>
      keep(column.name, node, snapped(x, y, width, height)),
    );
    x += width;
  });
}

/** Where there are no more than four columns there is room for longer ways. */
const LONGER = 10;

const across = ({ columns }: Plan): Demand[] =>
  columns.flatMap((column, index) => {
    const gutter = GUTTERS[column.name];
    if (index === 0) return [GUTTERS.producer, cardWidth(column)];
    return [columns.length > 4 ? gutter : { ...gutter, min: gutter.min + LONGER }, cardWidth(column)];
  });

/** Cards of one column, one below the other, in the middle of the height. */
function stack(
  name: ColumnName,
  nodes: readonly PlannedNode[],
  height: number,
  put: (node: PlannedNode, y: number, height: number) => void,
): void {
  const demands = nodes.map((node) => nodeHeight(name, node));
  const gaps = gapsOf(nodes);
  const sizes = share(height - 2 * MARGIN, [...demands, ...gaps]);
  const used = sizes.reduce((sum, part) => sum + part, 0);
  let y = Math.max(MARGIN, (height - used) / 2);
  nodes.forEach((node, index) => {
    y += sizes[nodes.length + index]!;
    put(node, y, sizes[index]!);
    y += sizes[index]!;
  });
}

const FRAME_HEAD = FRAME_PAD + FRAME_NAME;

/** The gap before each node, and the one behind the last: between cards, and for the edges of frames. */
function gapsOf(nodes: readonly PlannedNode[]): Demand[] {
  return [...nodes, null].map((node, index) => {
    const before = nodes[index - 1]?.info.frame;
    const frame = node?.info.frame;
    if (before !== undefined && before === frame) return FRAME_GAP;
    const named = before === undefined ? 0 : groupsIn(before, nodes) * GROUP_LINE + 4;
    const edges = (before === undefined ? 0 : FRAME_PAD + named) + (frame === undefined ? 0 : FRAME_HEAD);
    const gap = index === 0 || node === null ? { min: 0, ideal: 0, max: 0 } : CARD_GAP;
    return { min: gap.min + edges, ideal: gap.ideal + edges, max: gap.max + edges };
  });
}

const groupsIn = (frame: string, nodes: readonly PlannedNode[]): number =>
  new Set(nodes.filter(({ info }) => info.frame === frame).flatMap(({ groups }) => groups.map(({ owner }) => owner)))
    .size;

const downwards = ({ columns }: Plan): Demand[] =>
  columns.flatMap((column, index) => [
    index === 0 ? ROW_GUTTERS.producer : ROW_GUTTERS[column.name],
    rowHeight(column),
  ]);

function layRows(plan: Plan, size: Size, keep: Keep): void {
  const demands = downwards(plan);
  const heights = share(size.height, [...demands, ROW_GUTTERS.producer]);
  const spare = Math.max(0, size.height - heights.reduce((sum, height) => sum + height, 0));
  let y = spare / 2;
  plan.columns.forEach((column, index) => {
    y += heights[2 * index]!;
    const height = heights[2 * index + 1]!;
    const count = column.nodes.length;
    const gap = count > 3 ? 6 : 10;
    const widest = column.name === 'producer' ? 220 : column.name === 'consumer' ? 180 : size.width;
    const width = Math.min(widest, (size.width - 16 - gap * (count - 1)) / count);
    const even = (size.width - 16 - width * count) / count;
    const step = width + Math.max(gap, even);
    const left = (size.width - (count - 1) * step - width) / 2;
    column.nodes.forEach((node, i) => keep(column.name, node, snapped(left + i * step, y, width, height)));
    y += height;
  });
}

/** On whole pixels, so that edges are crisp. */
function snapped(x: number, y: number, width: number, height: number): Box {
  const left = Math.round(x);
  const top = Math.round(y);
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}

/** The least size at which nothing overlaps; a smaller stage shows it scaled down (camera.ts). */
export function leastSize(subject: Subject, turned: boolean): Size {
  const plan = planOf(subject);
  const { columns } = plan;
  const sum = (demands: readonly Demand[]): number => demands.reduce((all, demand) => all + demand.min, 0);
  if (turned) {
    return { width: 320, height: sum([...downwards(plan), ROW_GUTTERS.producer]) };
  }
  const heights = columns.map(({ name, nodes }) => {
    const cards = nodes.map((node) => nodeHeight(name, node));
    return sum(cards) + sum(gapsOf(nodes)) + 2 * MARGIN;
  });
  return { width: sum([...across(plan), GUTTERS.producer]), height: Math.max(...heights, 0) };
}
