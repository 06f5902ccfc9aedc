import type { RestingCopy, Scene } from '../../../analysis/scene/scene';
import type { Micros } from '../../../engine/units';
import { right, type Point } from '../geometry';
import { remaining } from '../interpolate';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { redeliveryTab, token, TOKEN_RADIUS, type Token } from './token';

/**
 * What a node holds: a consumer's hand, what a producer waits to hear of. The one being worked on
 * stands at the right under its running clock; the rest is the buffer, to its left.
 */

/** Half of a disc with its clock around it. */
const CLOCKED = 18;
const BUFFER_PITCH = 20;

export interface HandFigures {
  readonly count: number;
  /** Those that do not fit. */
  readonly more: number;
}

const fitting = (place: PlaceBox): number =>
  Math.max(1, 1 + Math.floor((place.area.width - 2 * CLOCKED - 2) / BUFFER_PITCH));

export function handFigures(scene: Scene, place: PlaceBox): HandFigures {
  const count = scene.places[place.place]?.copies.length ?? 0;
  const fits = fitting(place);
  if (count <= fits) return { count, more: 0 };
  // A number of two figures takes the room of one more.
  const more = count - fits + 1;
  return { count, more: more > 9 ? more + 1 : more };
}

/** Where what is being worked on stands. */
export const workX = (place: PlaceBox): number => right(place.area) - CLOCKED - 1;

const WAITING_MAX = 12;

/** How many of those that wait are not drawn where there is no tally that counts them. */
export function waitingHidden(count: number, { area, title }: PlaceBox): number {
  if (title === null) return 0;
  return count > WAITING_MAX ? count : Math.max(0, count - waitingShown(area.width));
}

const waitingShown = (width: number): number =>
  Math.max(1, Math.floor((width - 2 * WAITING_DOT.r) / WAITING_PITCH_MIN) + 1);

/** Discs while they stand clear of one another, so that their numbers can be read; else dots without numbers. */
const WAITING_DISCS = [
  { r: TOKEN_RADIUS - 1, pitch: 22 },
  { r: TOKEN_RADIUS - 2, pitch: 19 },
] as const;
const WAITING_DOT = { r: 5, pitch: 12 } as const;
const WAITING_PITCH_MIN = 8;

/** What a client or a server keeps waiting: discs, or dots if there are many, the latest in front. */
export function placeWaiting(scene: Scene, place: PlaceBox, model: StageModel): Token[] {
  const waiting = sharing(place, model).flatMap((each) =>
    (scene.places[each.place]?.copies ?? []).map((copy) => ({ copy, own: each === place })),
  );
  // Beyond a dozen the number says it.
  if (waiting.length === 0 || waiting.length > WAITING_MAX) return [];
  const { x, y, width, height } = place.area;
  const shown = waiting.slice(-waitingShown(width));
  const steps = shown.length - 1;
  const high = Math.min(height, place.title === null ? 2 * TOKEN_RADIUS - 3 : height);
  const disc = WAITING_DISCS.find(({ r, pitch }) => steps * pitch + 2 * r <= width && 2 * r <= high);
  const { r, pitch } = disc ?? WAITING_DOT;
  const step = steps > 0 ? Math.min(pitch, (width - 2 * r - 2) / steps) : 0;
  return shown.flatMap(({ copy, own }, n) => {
    if (!own) return [];
    const at = { x: x + r + 1 + n * step, y: y + height / 2 };
    const each = inHand(copy, at, r, null, place, model);
    return disc === undefined ? { ...each, form: 'dot' as const } : each;
  });
}

/** The places whose copies stand in one row with those of this: all that a producer waits with. */
function sharing(place: PlaceBox, { layout, header }: StageModel): readonly PlaceBox[] {
  if (place.title !== null) return [place];
  const nodeOf = (each: PlaceBox): number => header.places[each.place]!.node;
  return [...layout.places.values()].filter(
    (each) => each.shape === 'waiting' && each.title === null && nodeOf(each) === nodeOf(place),
  );
}

export function placeHand(scene: Scene, place: PlaceBox, model: StageModel, now: Micros): Token[] {
  const resting = scene.places[place.place];
  const info = model.header.places[place.place];
  if (resting === undefined || info === undefined || resting.copies.length === 0) return [];
  const node = scene.nodes[info.node];
  const clocks = node?.clocks ?? [];
  const clockOf = (copy: RestingCopy) => clocks.find(({ message }) => message === copy.message);
  const working =
    resting.copies.find((copy) => clockOf(copy) !== undefined) ?? workedOn(resting.copies, node?.step?.message);
  const buffer = resting.copies.filter((copy) => copy !== working);
  const { more } = handFigures(scene, place);
  const shown = more > 0 ? buffer.slice(0, Math.max(0, fitting(place) - (more > 9 ? 3 : 2))) : buffer;
  const y = place.area.y + place.area.height / 2;
  const tokens: Token[] = [];
  let x = workX(place);
  if (working !== undefined) {
    const clock = clockOf(working);
    const part = clock === undefined ? null : remaining(clock, now);
    tokens.push(inHand(working, { x, y }, TOKEN_RADIUS, part, place, model));
    x -= CLOCKED + 13;
  }
  for (const copy of shown) {
    tokens.push(inHand(copy, { x, y }, TOKEN_RADIUS - 2, null, place, model));
    x -= BUFFER_PITCH;
  }
  return tokens;
}

const workedOn = (copies: readonly RestingCopy[], message: number | undefined): RestingCopy | undefined =>
  copies.find((copy) => copy.message === message);

function inHand(
  copy: RestingCopy,
  at: Point,
  r: number,
  clock: number | null,
  place: PlaceBox,
  model: StageModel,
): Token {
  return token({
    form: 'disc',
    ...at,
    r,
    hue: model.hueOf(copy.message),
    text: model.numberOf(copy.message),
    tab: place.shape === 'waiting' ? '' : redeliveryTab(model.deliveryOf(copy.copy) - 1),
    messages: [copy.message],
    clock,
    target: { kind: 'copy', copy: copy.copy, message: copy.message, place: place.place },
  });
}
