import type { TraceHeader } from '../../engine/trace/header';
import type { NodeId, PlaceId } from '../../engine/units';
import { bottom, type Box, type Size } from './geometry';
import { layLinks, type LinkPath } from './links';
import {
  CARD_FOOT,
  HEADER_HEIGHT,
  nodeHeight,
  planOf,
  share,
  type ColumnName,
  type Demand,
  type Plan,
  type PlannedNode,
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
}

export interface NodeBox {
  readonly node: NodeId;
  readonly column: ColumnName;
  readonly box: Box;
  /** The upper part, with the names. */
  readonly header: Box;
  /** Too low for a second line. */
  readonly compact: boolean;
}

/** A stage narrower than this is turned. */
export const TURN_BELOW = 600;

const CARD_WIDTHS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 116, ideal: 150, max: 184 },
  broker: { min: 192, ideal: 280, max: 360 },
  consumer: { min: 116, ideal: 160, max: 190 },
  store: { min: 116, ideal: 152, max: 200 },
};
/** The room before a column: packets must be seen to travel. The store's may be narrow: what matters there stays. */
const GUTTERS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 12, ideal: 22, max: 40 },
  broker: { min: 48, ideal: 100, max: 170 },
  consumer: { min: 56, ideal: 88, max: 150 },
  store: { min: 32, ideal: 50, max: 90 },
};
const ROW_HEIGHTS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 44, ideal: 52, max: 84 },
  broker: { min: 104, ideal: 150, max: 240 },
  consumer: { min: 50, ideal: 58, max: 92 },
  store: { min: 84, ideal: 118, max: 260 },
};
const ROW_GUTTERS: Readonly<Record<ColumnName, Demand>> = {
  producer: { min: 6, ideal: 10, max: 20 },
  broker: { min: 24, ideal: 42, max: 90 },
  consumer: { min: 34, ideal: 50, max: 96 },
  store: { min: 18, ideal: 30, max: 60 },
};
const MARGIN = 14;
const CARD_GAP: Demand = { min: 10, ideal: 40, max: 64 };

export function layOut(
  header: Pick<TraceHeader, 'nodes' | 'places' | 'links'>,
  size: Size,
  turned = size.width < TURN_BELOW,
): Layout {
  const plan = planOf(header);
  const nodes = new Map<NodeId, NodeBox>();
  const places = new Map<PlaceId, PlaceBox>();
  const keep = (column: ColumnName, planned: PlannedNode, box: Box): void => {
    // Turned, a store's tables speak for it: their names stand where its own would.
    const headerHeight = turned
      ? column === 'store' && planned.places.length > 0
        ? 6
        : 26
      : Math.min(HEADER_HEIGHT, box.height < 200 ? 40 : HEADER_HEIGHT);
    const card: NodeBox = {
      node: planned.info.id,
      column,
      box,
      header: { ...box, height: Math.min(headerHeight, box.height) },
      compact: turned || box.height < 66,
    };
    nodes.set(card.node, card);
    for (const place of layPlaces(planned, card, turned)) places.set(place.place, place);
  };
  if (turned) layRows(plan, size, keep);
  else layColumns(plan, size, keep);
  return { size, turned, nodes, places, links: layLinks(header.links, plan, nodes, size, turned) };
}

type Keep = (column: ColumnName, planned: PlannedNode, box: Box) => void;

function layColumns(plan: Plan, size: Size, keep: Keep): void {
  const demands = plan.columns.flatMap(({ name }, index) => [
    index === 0 ? GUTTERS.producer : GUTTERS[name],
    CARD_WIDTHS[name],
  ]);
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

/** Cards of one column, one below the other, in the middle of the height. */
function stack(
  name: ColumnName,
  nodes: readonly PlannedNode[],
  height: number,
  put: (node: PlannedNode, y: number, height: number) => void,
): void {
  const demands = nodes.map((node) => nodeHeight(name, node));
  const gaps = nodes.slice(1).map(() => CARD_GAP);
  const sizes = share(height - 2 * MARGIN, [...demands, ...gaps]);
  const used = sizes.reduce((sum, part) => sum + part, 0);
  let y = Math.max(MARGIN, (height - used) / 2);
  nodes.forEach((node, index) => {
    put(node, y, sizes[index]!);
    y += sizes[index]! + (sizes[nodes.length + index] ?? 0);
  });
}

function layRows(plan: Plan, size: Size, keep: Keep): void {
  const demands = plan.columns.flatMap(({ name }, index) => [
    index === 0 ? ROW_GUTTERS.producer : ROW_GUTTERS[name],
    ROW_HEIGHTS[name],
  ]);
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
    column.nodes.forEach((node, i) => {
      keep(
        column.name,
        node,
        snapped(8 + even / 2 + i * (width + (count > 1 ? Math.max(gap, even) : 0)), y, width, height),
      );
    });
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
export function leastSize(header: Pick<TraceHeader, 'nodes' | 'places'>, turned: boolean): Size {
  const { columns } = planOf(header);
  const sum = (demands: readonly Demand[]): number => demands.reduce((all, demand) => all + demand.min, 0);
  if (turned) {
    const rows = columns.flatMap(({ name }, index) => [
      index === 0 ? ROW_GUTTERS.producer : ROW_GUTTERS[name],
      ROW_HEIGHTS[name],
    ]);
    return { width: 320, height: sum([...rows, ROW_GUTTERS.producer]) };
  }
  const across = columns.flatMap(({ name }, index) => [
    index === 0 ? GUTTERS.producer : GUTTERS[name],
    CARD_WIDTHS[name],
  ]);
  const heights = columns.map(({ name, nodes }) => {
    const cards = nodes.map((node) => nodeHeight(name, node));
    return sum(cards) + CARD_GAP.min * (nodes.length - 1) + 2 * MARGIN;
  });
  return { width: sum([...across, GUTTERS.producer]), height: Math.max(...heights, 0) };
}

/** The foot of the lowest card. */
export function lowest(layout: Layout): number {
  return Math.max(...[...layout.nodes.values()].map(({ box }) => bottom(box) + CARD_FOOT), 0);
}
