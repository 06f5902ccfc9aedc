import type { LinkInfo } from '../../engine/trace/header';
import type { NodeId } from '../../engine/units';
import {
  along,
  bottom,
  clamp,
  curve,
  middle,
  right,
  rounded,
  straight,
  type Box,
  type Path,
  type Point,
  type Size,
} from './geometry';
import type { NodeBox } from './layout';
import { columnIndex, type Plan } from './plan';

/** A link as drawn: from the node that stands first to the other. */
export interface LinkPath {
  /** Its number in the header's list. */
  readonly index: number;
  /** Where the paths begin… */
  readonly from: NodeId;
  /** …and end. Packets the other way run them backwards. */
  readonly to: NodeId;
  readonly path: Path;
  /** Answers keep to a lane of their own. */
  readonly answers: Path;
  /** Where what is lost on it comes to lie: the first spot, and the step to the next. */
  readonly grave: Point;
  readonly graveStep: Point;
}

/** How far below its link the lane of answers runs. */
export const ANSWER_LANE = 8;

export function layLinks(
  links: readonly LinkInfo[],
  plan: Plan,
  nodes: ReadonlyMap<NodeId, NodeBox>,
  size: Size,
  turned: boolean,
): LinkPath[] {
  const columns = columnIndex(plan);
  const laid: LinkPath[] = [];
  links.forEach(({ a, b }, index) => {
    const [columnA, columnB] = [columns.get(a), columns.get(b)];
    if (columnA === undefined || columnB === undefined || a === b) return;
    const forward = columnA < columnB || (columnA === columnB && above(nodes, a, b));
    const [first, second] = forward ? [a, b] : [b, a];
    const [from, to] = [nodes.get(first)!, nodes.get(second)!];
    const path = pathBetween(from, to, Math.abs(columnA - columnB), size, turned);
    laid.push({
      index,
      from: first,
      to: second,
      path,
      answers: beside(path, turned),
      ...graveOf(path, from, to, turned, nodes, size),
    });
  });
  return laid;
}

function above(nodes: ReadonlyMap<NodeId, NodeBox>, a: NodeId, b: NodeId): boolean {
  const [boxA, boxB] = [nodes.get(a)!.box, nodes.get(b)!.box];
  return boxA.y < boxB.y || (boxA.y === boxB.y && boxA.x <= boxB.x);
}

function pathBetween(from: NodeBox, to: NodeBox, columnsApart: number, size: Size, turned: boolean): Path {
  if (columnsApart === 1) return turned ? downwards(from, to) : sideways(from, to);
  if (columnsApart === 0) return withinColumn(from.box, to.box, turned);
  // Over cards between them: by the edge of the stage that is nearer.
  return turned ? aroundSide(from.box, to.box, size) : aroundEdge(from.box, to.box, size);
}

function sideways(from: NodeBox, to: NodeBox): Path {
  const start = { x: right(from.box), y: portY(from.box, to) };
  const end = { x: to.box.x, y: to.column === 'store' ? facing(to.box, start.y) : middle(to.box).y };
  if (Math.abs(start.y - end.y) < 0.5) return straight(start, end);
  const reach = (end.x - start.x) * 0.55;
  return curve(start, { x: start.x + reach, y: start.y }, { x: end.x - reach * 0.85, y: end.y }, end);
}

const portY = (box: Box, to: NodeBox): number => (to.column === 'store' ? facing(box, middle(box).y) : middle(box).y);

/** The height at which a tall card meets a link from straight across. */
const facing = (box: Box, y: number): number => clamp(y, box.y + 18, bottom(box) - 18);

function downwards(from: NodeBox, to: NodeBox): Path {
  const across = (box: Box, x: number): number => clamp(x, box.x + 18, right(box) - 18);
  const wideTo = to.box.width > from.box.width * 1.4;
  const startX = wideTo ? middle(from.box).x : across(from.box, middle(to.box).x);
  const start = { x: startX, y: bottom(from.box) };
  const end = { x: wideTo ? across(to.box, startX) : middle(to.box).x, y: to.box.y };
  if (Math.abs(start.x - end.x) < 0.5) return straight(start, end);
  const reach = (end.y - start.y) * 0.55;
  return curve(start, { x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end);
}

function withinColumn(a: Box, b: Box, turned: boolean): Path {
  if (turned) return straight({ x: right(a), y: middle(a).y }, { x: b.x, y: middle(b).y });
  const x = (middle(a).x + middle(b).x) / 2;
  return straight({ x, y: bottom(a) }, { x, y: b.y });
}

function aroundEdge(a: Box, b: Box, size: Size): Path {
  const y = size.height - 7;
  const [from, to] = [middle(a).x, middle(b).x];
  return rounded(
    [
      { x: from, y: bottom(a) },
      { x: from, y },
      { x: to, y },
      { x: to, y: bottom(b) },
    ],
    14,
  );
}

function aroundSide(a: Box, b: Box, size: Size): Path {
  const x = size.width - 4;
  const [from, to] = [middle(a).y, middle(b).y];
  return rounded(
    [
      { x: right(a), y: from },
      { x, y: from },
      { x, y: to },
      { x: right(b), y: to },
    ],
    10,
  );
}

/** The same path a lane further: below it, or to its right when turned. */
function beside(path: Path, turned: boolean): Path {
  const count = path.points.length - 1;
  const points = path.points.map((point, i) => {
    const { angle } = along(path, i / Math.max(1, count));
    let normal = { x: -Math.sin(angle), y: Math.cos(angle) };
    if (turned ? normal.x < 0 : normal.y < 0) normal = { x: -normal.x, y: -normal.y };
    return { x: point.x + normal.x * ANSWER_LANE, y: point.y + normal.y * ANSWER_LANE };
  });
  return rounded(points, 0);
}

function graveOf(
  path: Path,
  from: NodeBox,
  to: NodeBox,
  turned: boolean,
  nodes: ReadonlyMap<NodeId, NodeBox>,
  size: Size,
): Pick<LinkPath, 'grave' | 'graveStep'> {
  const end = along(path, 1);
  const start = along(path, 0);
  const onStage = (x: number, y: number): Point => ({
    x: clamp(x, 12, size.width - 12),
    y: clamp(y, 12, size.height - 12),
  });
  if (turned)
    return { grave: onStage((start.x + end.x) / 2 + 26, (start.y + end.y) / 2 + 4), graveStep: { x: 15, y: 0 } };
  const gap = end.x - start.x;
  if (from.column === 'producer')
    // Where there is little room they lie closer: not over the card.
    return {
      grave: onStage(start.x + gap * (gap < 110 ? 0.8 : 0.62), start.y + 46),
      graveStep: { x: -clamp((gap * 0.8 - 8) / 3, 10, 21), y: 0 },
    };
  // Below the link's end where links fan out, so that it is plain whose grave it is; half the way to the next.
  const y = end.y + clamp(pitchBelow(to, nodes) * 0.4, 20, 46);
  return {
    grave: onStage(end.x - Math.min(16, gap * 0.3), y),
    graveStep: { x: -Math.min(21, Math.abs(gap) * 0.24), y: 0 },
  };
}

/** From the middle of a card to the middle of the next one in its column; large for the last. */
function pitchBelow(card: NodeBox, nodes: ReadonlyMap<NodeId, NodeBox>): number {
  let pitch = 110;
  for (const other of nodes.values()) {
    const down = middle(other.box).y - middle(card.box).y;
    if (other.column === card.column && down > 0) pitch = Math.min(pitch, down);
  }
  return pitch;
}

/** Links by their two ends, whichever is named first. */
export function linkIndex(links: readonly LinkPath[]): (a: NodeId, b: NodeId) => LinkPath | undefined {
  const key = (a: NodeId, b: NodeId): number => a * 65_536 + b;
  const byEnds = new Map<number, LinkPath>();
  for (const link of links) {
    byEnds.set(key(link.from, link.to), link);
    byEnds.set(key(link.to, link.from), link);
  }
  return (a, b) => byEnds.get(key(a, b));
}
