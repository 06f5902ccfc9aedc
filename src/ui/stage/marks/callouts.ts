import { clamp, contains, distanceTo, grown, overlaps, right, type Box, type Point } from '../geometry';
import type { Layout } from '../layout';

/** Words that belong to a point of the stage and must find room near it: of what was lost, of a broken link. */

export interface Callout {
  readonly key: string;
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly anchor: Point;
  /** What it must not cover: other things that were lost. */
  readonly solid: readonly Box[];
  /** Drawn points that it should not cover: a trail, a broken line. */
  readonly avoid: readonly Point[];
}

export interface PlacedCallout {
  readonly callout: Callout;
  readonly box: Box;
}

const STEP = 6;
const REACH = 190;

/** Finds each the nearest spot on which it covers no card, none before it and, if it can, no link and no trail. */
export function settle(callouts: readonly Callout[], layout: Layout): PlacedCallout[] {
  // Turned, there is little more than a line of room between the rows.
  const cards = [...layout.nodes.values()].map(({ box }) => grown(box, layout.turned ? 0 : 4));
  const avoid = callouts.flatMap((callout) => callout.avoid);
  const taken: Box[] = callouts.flatMap((callout) => [...callout.solid]);
  return callouts.map((callout) => {
    const { width, height, anchor } = callout;
    let best: Box = {
      x: clamp(anchor.x - width / 2, 4, Math.max(4, layout.size.width - width - 4)),
      y: 4,
      width,
      height,
    };
    let bestCost = Infinity;
    for (let dx = -REACH; dx <= REACH; dx += STEP) {
      for (let dy = -REACH; dy <= REACH; dy += layout.turned ? STEP / 3 : STEP) {
        const box = { x: anchor.x + dx - width / 2, y: anchor.y + dy - height / 2, width, height };
        const cost = costOf(box, anchor, layout, { cards, taken, avoid });
        if (cost < bestCost) {
          bestCost = cost;
          best = box;
        }
      }
    }
    taken.push(grown(best, 3));
    return { callout, box: best };
  });
}

interface Obstacles {
  readonly cards: readonly Box[];
  readonly taken: readonly Box[];
  readonly avoid: readonly Point[];
}

function costOf(box: Box, anchor: Point, layout: Layout, { cards, taken, avoid }: Obstacles): number {
  if (box.x < 4 || box.y < 4 || right(box) > layout.size.width - 4 || box.y + box.height > layout.size.height - 4)
    return Infinity;
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  let cost = Math.hypot(centre.x - anchor.x, (centre.y - anchor.y) * 1.15);
  for (const card of cards) {
    cost += areaShared(card, box) * (layout.turned ? 0.35 : 0.6);
    // Its line to what it speaks of should not run over a card.
    if (liesBetween(card, centre, anchor)) cost += 500;
  }
  for (const other of taken) if (overlaps(other, box)) cost += 900;
  const close = grown(box, 9);
  for (const point of avoid) if (overlaps(close, { ...point, width: 0.1, height: 0.1 })) cost += 30;
  for (const link of layout.links) {
    if (distanceTo(link.path, centre) < box.height / 2 + 8) cost += 60;
    else if (link.path.points.some((point) => overlaps(box, { ...point, width: 0.1, height: 0.1 }))) cost += 40;
  }
  return cost;
}

/** Whether the way from one point to the other leads over the box and out of it again. */
function liesBetween(box: Box, one: Point, other: Point): boolean {
  if (contains(box, one) || contains(box, other)) return false;
  return [0.2, 0.35, 0.5, 0.65, 0.8].some((t) =>
    contains(box, { x: one.x + (other.x - one.x) * t, y: one.y + (other.y - one.y) * t }),
  );
}

function areaShared(a: Box, b: Box): number {
  const width = Math.min(right(a), right(b)) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
