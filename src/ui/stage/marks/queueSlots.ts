import type { PlaceScene, RestingCopy, Scene } from '../../../analysis/scene/scene';
import { NONE, type CopyId, type MessageId, type Micros } from '../../../engine/units';
import { clamp, type Box, type Point } from '../geometry';
import { remaining } from '../interpolate';
import { CROWD, type StageModel } from '../model';
import type { PlaceBox } from '../places';
import { widthOf } from '../../design/text';
import { fromHead, packing, type Packing } from './pack';
import { redeliveryTab, token, TOKEN_RADIUS, type Token } from './token';

/** A queue: what is ready in its slots, what is unacked as ghosts beneath; dead letters in a tray. */

export interface QueueFigures {
  readonly ready: number;
  readonly unacked: number;
  readonly packed: Packing;
}

export function queueFigures(scene: Scene, place: PlaceBox): QueueFigures {
  const ready = scene.places[place.place]?.count ?? 0;
  const unacked = scene.places[place.held]?.count ?? 0;
  const packed = packing(ready, place.area);
  return { ready, unacked, packed };
}

const CAPTION = { size: 12 } as const;

/**
 * Words beneath the slots; the ghosts stand behind them. What is held is called as the broker calls it.
 * One below the other where the queue is narrow.
 */
export function caption(
  figures: Pick<QueueFigures, 'ready' | 'unacked'>,
  place: PlaceBox,
  model: StageModel,
): readonly string[] {
  const held = model.header.places[place.held]?.title;
  const ready = `ready ${figures.ready}`;
  if (held === undefined) return [ready];
  const both = `${ready} · ${held} ${figures.unacked}`;
  return widthOf(both, CAPTION) <= place.box.width ? [both] : [ready, `${held} ${figures.unacked}`];
}

export function ghostBox(place: PlaceBox, figures: Pick<QueueFigures, 'ready' | 'unacked'>, model: StageModel): Box {
  const box = place.figures!;
  const words = Math.max(...caption(figures, place, model).map((line) => widthOf(line, CAPTION))) + 6;
  return { x: box.x + words, y: box.y, width: Math.max(0, box.width - words), height: box.height };
}

export function placeQueue(scene: Scene, place: PlaceBox, model: StageModel, now: Micros): Token[] {
  const resting = scene.places[place.place];
  if (resting === undefined) return [];
  if (place.deadLetter) return tray(resting, place, model);
  const figures = queueFigures(scene, place);
  const tokens = inSlots(resting.copies, place.area, figures.packed, place, model);
  const held = scene.places[place.held];
  if (held !== undefined && place.figures !== null) tokens.push(...ghosts(scene, held, place, figures, model, now));
  return tokens;
}

function inSlots(
  copies: readonly RestingCopy[],
  area: Box,
  packed: Packing,
  place: PlaceBox,
  model: StageModel,
): Token[] {
  const tokens: Token[] = [];
  const { unit, capacity } = packed;
  const shown = Math.min(Math.ceil(copies.length / unit), capacity);
  for (let n = 0; n < shown; n += 1) {
    const at = fromHead(packed, area, n);
    const each = restingToken(copies[n * unit]!, at, packed, place, model);
    tokens.push(unit > 1 ? { ...each, hue: CROWD, messages: [] } : each);
  }
  if (isSmall(packed)) tokens.push(...exceptions(copies, area, packed, place, model));
  return tokens;
}

const isSmall = ({ detail }: Packing): boolean => detail === 'dots' || detail === 'cells';

/** So many of a crowd are drawn out of it. */
const EXCEPTIONS_MAX = 40;

/** What has been delivered before is never lost in a crowd: it is drawn full size over it. */
function exceptions(
  copies: readonly RestingCopy[],
  area: Box,
  packed: Packing,
  place: PlaceBox,
  model: StageModel,
): Token[] {
  const tokens: Token[] = [];
  for (let n = 0; n < copies.length && tokens.length < EXCEPTIONS_MAX; n += 1) {
    if (copies[n]!.deliveries === 0) continue;
    const at = fromHead(packed, area, Math.floor(n / packed.unit));
    const inside = {
      x: clamp(at.x, area.x + TOKEN_RADIUS, area.x + area.width - TOKEN_RADIUS),
      y: clamp(at.y, area.y + TOKEN_RADIUS, area.y + area.height - TOKEN_RADIUS),
    };
    tokens.push(restingToken(copies[n]!, inside, { ...packed, detail: 'discs', r: TOKEN_RADIUS }, place, model));
  }
  return tokens;
}

/** A copy at rest at the given detail. Its number is drawn if it has the room, or when it is pointed at. */
export function restingToken(copy: RestingCopy, at: Point, packed: Packing, place: PlaceBox, model: StageModel): Token {
  const small = isSmall(packed);
  return token({
    form: packed.detail === 'cells' ? 'cell' : small ? 'dot' : 'disc',
    ...at,
    r: packed.r,
    hue: model.hueOf(copy.message),
    text: model.numberOf(copy.message),
    tab: small ? '' : redeliveryTab(copy.deliveries),
    messages: [copy.message],
    target: { kind: 'copy', copy: copy.copy, message: copy.message, place: place.place },
  });
}

const GHOST_PITCH = { min: 19, max: 24 };
/** Room for "+12". */
const MORE_WIDTH = 26;

function ghosts(
  scene: Scene,
  held: PlaceScene,
  place: PlaceBox,
  figures: QueueFigures,
  model: StageModel,
  now: Micros,
): Token[] {
  const box = ghostBox(place, figures, model);
  const shown = ghostsShown(box, held.count);
  const room = shown < held.count ? box.width - MORE_WIDTH : box.width;
  const pitch = Math.min(GHOST_PITCH.max, room / Math.max(1, shown));
  const r = Math.min(TOKEN_RADIUS - 1, box.height / 2 - 1, pitch / 2 - 1);
  const clocks = scene.nodes[model.header.places[held.id]?.node ?? NONE]?.clocks ?? [];
  return held.copies.slice(0, shown).map((copy, n) => {
    const clock = clocks.find(({ message }) => message === copy.message);
    return token({
      form: 'ghost',
      x: box.x + (n + 0.5) * pitch,
      y: box.y + box.height / 2,
      r,
      hue: model.hueOf(copy.message),
      text: model.numberOf(copy.message),
      messages: [copy.message],
      clock: clock === undefined ? null : remaining(clock, now),
      target: { kind: 'copy', copy: copy.copy, message: copy.message, place: held.id },
    });
  });
}

/** How many ghosts are drawn: the number of the others takes room, too. */
function ghostsShown(box: Box, count: number): number {
  if (count * GHOST_PITCH.min <= box.width) return count;
  return Math.max(0, Math.floor((box.width - MORE_WIDTH) / GHOST_PITCH.min));
}

/** How many ghosts there is no room for. */
export function ghostsHidden(
  place: PlaceBox,
  figures: Pick<QueueFigures, 'ready' | 'unacked'>,
  model: StageModel,
): number {
  return figures.unacked - ghostsShown(ghostBox(place, figures, model), figures.unacked);
}

/** Dead letters lie in their tray, the latest at the right; 26 px at its right end are for the count. */
function tray(resting: PlaceScene, place: PlaceBox, model: StageModel): Token[] {
  const box = { ...place.area, width: place.area.width - 26 };
  const pitch = 2 * TOKEN_RADIUS + 3;
  const fits = Math.max(0, Math.floor(box.width / pitch));
  return resting.copies
    .slice(-fits || resting.copies.length)
    .slice(0, fits)
    .map((copy, n, shown) =>
      token({
        form: 'disc',
        x: box.x + box.width - (shown.length - n - 0.5) * pitch,
        y: box.y + box.height / 2,
        r: Math.min(TOKEN_RADIUS, box.height / 2 - 1),
        hue: model.hueOf(copy.message),
        text: model.numberOf(copy.message),
        messages: [copy.message],
        target: { kind: 'copy', copy: copy.copy, message: copy.message, place: place.place },
      }),
    );
}

/** From a ghost to the disc that a consumer holds of the same message. */
export interface Thread {
  readonly from: Point;
  readonly to: Point;
  readonly message: MessageId;
  readonly copy: CopyId;
}

const THREADS_MAX = 12;

export function placeThreads(tokens: readonly Token[], model: StageModel): Thread[] {
  const { places } = model.header;
  const inHand = new Map<MessageId, Token>();
  for (const each of tokens) {
    if (each.target.kind === 'copy' && places[each.target.place]?.shape === 'hand')
      inHand.set(each.target.message, each);
  }
  const threads: Thread[] = [];
  for (const ghost of tokens) {
    if (ghost.form !== 'ghost' || ghost.target.kind !== 'copy' || threads.length >= THREADS_MAX) continue;
    const disc = inHand.get(ghost.target.message);
    if (disc === undefined) continue;
    threads.push({ from: ghost, to: disc, message: ghost.target.message, copy: ghost.target.copy });
  }
  return threads;
}
