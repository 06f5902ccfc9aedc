import { NONE, type PlaceId } from '../../engine/units';
import { along, curve, middle, right, rounded, type Box, type Path, type Placed, type Point } from './geometry';
import type { PlaceBox } from './places';
import { DEATH_LANE, type Death, type Plan } from './plan';

/** The way from an exchange to a queue, or to another exchange, as drawn; or that of a queue's dead letters. */
export interface BindingPath {
  /** The binding; of dead letters the queue that they leave. */
  readonly place: PlaceId;
  readonly from: PlaceId;
  readonly to: PlaceId;
  readonly path: Path;
  readonly isDeath: boolean;
  /** The way it goes at its end, in degrees: 0 to the right, 180 to the left. */
  readonly into: number;
  /** Where what it asks for is written; the exchange's end is crowded, the queue's is not. */
  readonly label: Placed;
}

const LABEL_AT = 0.58;

export function layBindings(
  plan: Plan,
  places: ReadonlyMap<PlaceId, PlaceBox>,
  turned: boolean,
): ReadonlyMap<PlaceId, BindingPath> {
  const paths = new Map<PlaceId, BindingPath>();
  for (const { bindings, deaths } of plan.columns.flatMap(({ nodes }) => nodes)) {
    for (const { id, of, to } of bindings) {
      const [from, target] = [places.get(of), to === NONE ? undefined : places.get(to)];
      if (from === undefined || target === undefined) continue;
      const path = turned ? down(from.box, target) : across(from.box, target);
      const into = turned ? 90 : target.shape === 'exchange' ? 180 : 0;
      paths.set(id, { place: id, from: of, to, path, into, isDeath: false, label: along(path, LABEL_AT) });
    }
    // Turned, queues stand side by side, their captions where such a way would run: the badges tell it alone.
    if (!turned) for (const [place, death] of layDeaths(deaths, places)) paths.set(place, death);
  }
  return paths;
}

function across(from: Box, target: PlaceBox): Path {
  const start: Point = { x: right(from), y: middle(from).y };
  if (target.shape === 'exchange') return aside(start, { x: right(target.box), y: middle(target.box).y });
  const end: Point = { x: target.area.x - 2, y: middle(target.area).y };
  const reach = Math.max(16, (end.x - start.x) * 0.5);
  return curve(start, { x: start.x + reach, y: start.y }, { x: end.x - reach, y: end.y }, end);
}

/** From one exchange to another in the same column: out to the right and back. */
function aside(start: Point, end: Point): Path {
  const out = 26;
  return curve(start, { x: start.x + out, y: start.y }, { x: end.x + out, y: end.y }, end);
}

function down(from: Box, target: PlaceBox): Path {
  const start: Point = { x: middle(from).x, y: from.y + from.height };
  const to = target.shape === 'exchange' ? target.box : (target.title ?? target.area);
  const end: Point = { x: middle(to).x, y: to.y };
  const reach = Math.max(6, (end.y - start.y) * 0.5);
  return curve(start, { x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end);
}

/** From a queue's tail side: what dies in it enters another at the tail, or an exchange. */
function layDeaths(deaths: readonly Death[], places: ReadonlyMap<PlaceId, PlaceBox>): [PlaceId, BindingPath][] {
  const all = deaths.flatMap(({ from, to }) => {
    const [start, end] = [places.get(from), places.get(to.id)];
    return start === undefined || end === undefined ? [] : [{ from, to: to.id, start, end }];
  });
  const reach = ({ start, end }: { start: PlaceBox; end: PlaceBox }): number =>
    Math.abs(middle(start.area).y - middle(end.area).y);
  // The shortest runs nearest to the queues: none crosses another.
  const lanes = all.filter(({ end }) => end.shape !== 'exchange').sort((a, b) => reach(a) - reach(b));
  return all.map((death): [PlaceId, BindingPath] => {
    const { from, to, start, end } = death;
    const isBack = end.shape === 'exchange';
    const path = isBack
      ? backwards(start, end.box)
      : beside(start, end, FIRST_LANE + lanes.indexOf(death) * DEATH_LANE);
    const into = isBack ? 180 : 0;
    return [from, { place: from, from, to, path, into, isDeath: true, label: along(path, LABEL_AT) }];
  });
}

const FIRST_LANE = 8;
/** Above the middle of a queue, so that what leaves it and what comes to it are two lines. */
const ASIDE = 9;

function beside(start: PlaceBox, end: PlaceBox, lane: number): Path {
  const y = middle(start.area).y + (start.area.height > 30 ? ASIDE : 4);
  const into = end.deadLetter ? middle(end.box).y : middle(end.area).y - ASIDE;
  const [x, last] = [start.area.x, end.deadLetter ? end.box.x : end.area.x];
  const at = Math.min(x, last) - lane;
  return rounded(
    [
      { x: x - 1, y },
      { x: at, y },
      { x: at, y: into },
      { x: last - 2, y: into },
    ],
    5,
  );
}

function backwards(start: PlaceBox, exchange: Box): Path {
  const from: Point = { x: start.area.x - 2, y: middle(start.area).y + ASIDE };
  const to: Point = { x: right(exchange), y: middle(exchange).y + Math.sign(from.y - middle(exchange).y) * 8 };
  const reach = Math.max(14, (from.x - to.x) * 0.5);
  return curve(from, { x: from.x - reach, y: from.y }, { x: to.x + reach, y: to.y }, to);
}
