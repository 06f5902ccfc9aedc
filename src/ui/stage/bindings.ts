import { NONE, type PlaceId } from '../../engine/units';
import { along, curve, middle, right, type Box, type Path, type Placed, type Point } from './geometry';
import type { PlaceBox } from './places';
import type { Plan } from './plan';

/** The way from an exchange to a queue, or to another exchange, as drawn. */
export interface BindingPath {
  readonly place: PlaceId;
  readonly from: PlaceId;
  readonly to: PlaceId;
  readonly path: Path;
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
  for (const { bindings } of plan.columns.flatMap(({ nodes }) => nodes)) {
    for (const { id, of, to } of bindings) {
      const [from, target] = [places.get(of), to === NONE ? undefined : places.get(to)];
      if (from === undefined || target === undefined) continue;
      const path = turned ? down(from.box, target) : across(from.box, target);
      paths.set(id, { place: id, from: of, to, path, label: along(path, LABEL_AT) });
    }
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
