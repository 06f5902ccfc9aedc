import type { Selection } from '../app/selectionStore';
import { clamp, contains, distanceTo, type Point } from './geometry';
import type { Layout } from './layout';
import { capsuleHalf } from './paintToken';
import type { Grave } from './marks/packets';
import type { Token } from './marks/token';

/** What is under the pointer. Things that move first, then what lies in places, then what stands, then links. */

/** Half the least size of a target, for a mouse and for a finger. */
export const REACH_MOUSE = 16;
export const REACH_TOUCH = 22;
const LINK_REACH = 9;

export interface Targets {
  readonly tokens: readonly Token[];
  readonly graves: readonly Pick<Grave, 'token'>[];
  readonly layout: Layout;
}

export function hit(targets: Targets, point: Point, reach: number): Selection | null {
  const exact = nearestToken(targets.tokens, point, reach, (token) => token.target.kind === 'packet' && !token.quiet);
  if (exact !== null) return exact.target;
  const resting = nearestToken(targets.tokens, point, 3, (token) => token.target.kind === 'copy');
  if (resting !== null) return resting.target;
  const dead = nearestToken(
    targets.graves.map(({ token }) => token),
    point,
    12,
    () => true,
  );
  if (dead !== null) return dead.target;
  return hitPlaceOrNode(targets.layout, point) ?? hitLink(targets.layout, point);
}

/** The token whose edge is nearest, if nearer than `reach` counted from its middle, or 3 px from its edge. */
function nearestToken(
  tokens: readonly Token[],
  point: Point,
  reach: number,
  wanted: (token: Token) => boolean,
): Token | null {
  let best: Token | null = null;
  let bestAway = Infinity;
  for (const token of tokens) {
    if (!wanted(token)) continue;
    const half = token.form === 'capsule' ? capsuleHalf(token) - token.r : 0;
    const away = Math.hypot(point.x - clamp(point.x, token.x - half, token.x + half), point.y - token.y);
    if (away <= Math.max(reach, token.r + 3) && away <= bestAway) {
      best = token;
      bestAway = away;
    }
  }
  return best;
}

function hitPlaceOrNode(layout: Layout, point: Point): Selection | null {
  for (const place of layout.places.values()) {
    // A hand is the node's own: the card is what one means.
    if (place.shape !== 'hand' && place.shape !== 'waiting' && contains(place.box, point))
      return { kind: 'place', place: place.place };
  }
  for (const node of layout.nodes.values()) if (contains(node.box, point)) return { kind: 'node', node: node.node };
  return null;
}

function hitLink(layout: Layout, point: Point): Selection | null {
  let best: Selection | null = null;
  let bestAway = LINK_REACH;
  for (const link of layout.links) {
    const away = distanceTo(link.path, point);
    if (away < bestAway) {
      bestAway = away;
      best = { kind: 'link', a: link.from, b: link.to };
    }
  }
  return best;
}
