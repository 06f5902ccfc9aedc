import type { NodeInfo, PlaceInfo, TraceHeader } from '../../engine/trace/header';
import { NONE, type NodeId, type PlaceId } from '../../engine/units';

/**
 * What stands on the stage and how much room each part wants, from the header alone: sizes come later
 * (layout.ts). Which broker it is does not matter here; shapes of places and columns of nodes do.
 */

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
}

export interface PlannedNode {
  readonly info: NodeInfo;
  readonly places: readonly PlannedPlace[];
}

export type ColumnName = NodeInfo['column'];

export interface Plan {
  /** Only columns with nodes in them, in reading order. */
  readonly columns: readonly { readonly name: ColumnName; readonly nodes: readonly PlannedNode[] }[];
}

const ORDER: readonly ColumnName[] = ['producer', 'broker', 'consumer', 'store'];

export function planOf(header: Pick<TraceHeader, 'nodes' | 'places'>): Plan {
  const columns = ORDER.map((name) => ({
    name,
    nodes: header.nodes.filter((node) => node.column === name).map((info) => planNode(info, header.places)),
  }));
  return { columns: columns.filter(({ nodes }) => nodes.length > 0) };
}

function planNode(info: NodeInfo, all: readonly PlaceInfo[]): PlannedNode {
  const own = all.filter((place) => place.node === info.id);
  const heldOf = new Map(own.filter(isHeldOfAnother).map((place) => [place.of, place.id]));
  const shown = own.filter(
    (place) => !isHeldOfAnother(place) && place.shape !== 'exchange' && place.shape !== 'binding',
  );
  // Dead letters at the foot, whatever the order of declaration: they are where things end.
  const places = [...shown.filter((place) => !place.deadLetter), ...shown.filter((place) => place.deadLetter)];
  return {
    info,
    places: places.map((place) => ({ info: place, held: heldOf.get(place.id) ?? NONE, height: heightOf(place) })),
  };
}

const isHeldOfAnother = (place: PlaceInfo): boolean => place.shape === 'held' && place.of !== NONE;

function heightOf(place: PlaceInfo): Demand {
  if (place.deadLetter) return { min: 28, ideal: 38, max: 44 };
  switch (place.shape) {
    case 'slots':
      return { min: 78, ideal: 142, max: 160 };
    case 'log':
      return { min: 62, ideal: 96, max: 112 };
    case 'rows':
      return place.amount > 0 ? { min: 120, ideal: 290, max: 420 } : { min: 60, ideal: 92, max: 150 };
    case 'held':
    case 'hand':
    case 'waiting':
    case 'exchange':
    case 'binding':
      return { min: 30, ideal: 44, max: 56 };
  }
}

/** The height that a card wants beside its places: its names and its edge. */
export const HEADER_HEIGHT = 46;
export const CARD_FOOT = 10;

export function nodeHeight(column: ColumnName, node: PlannedNode): Demand {
  if (column === 'producer') return { min: 64, ideal: 96, max: 104 };
  if (column === 'consumer') return { min: 46, ideal: 84, max: 92 };
  const sum = (pick: keyof Demand): number => node.places.reduce((total, place) => total + place.height[pick], 0);
  return {
    min: 38 + sum('min') + CARD_FOOT,
    ideal: HEADER_HEIGHT + sum('ideal') + CARD_FOOT,
    max: HEADER_HEIGHT + sum('max') + CARD_FOOT,
  };
}

/**
 * Shares `total` among demands: all at their least if it is scarce, else evenly between least and
 * ideal, else between ideal and most. Never more than the most, so a rest may remain.
 */
export function share(total: number, demands: readonly Demand[]): number[] {
  const sum = (pick: keyof Demand): number => demands.reduce((all, demand) => all + demand[pick], 0);
  const [min, ideal, max] = [sum('min'), sum('ideal'), sum('max')];
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
