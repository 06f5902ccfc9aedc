import { NONE, type MessageId, type NodeId, type PacketId, type Seq } from '../../engine/units';
import type { Frame } from './frame';
import type { SpaceModel } from './model';

/** What stands under a point of the diagram. */
export type Hit =
  | { readonly kind: 'packet'; readonly packet: PacketId; readonly index: number; readonly seq: Seq }
  | { readonly kind: 'work'; readonly message: MessageId; readonly seq: Seq }
  | { readonly kind: 'effect'; readonly message: MessageId; readonly seq: Seq }
  | { readonly kind: 'absence'; readonly node: NodeId; readonly seq: Seq };

/** So near, in pixels, is on it. */
const REACH = 7;

/** The nearest thing, small ones first; null for empty space. */
export function hitAt(
  model: SpaceModel,
  frame: Frame,
  along: number,
  across: number,
  isDense: boolean,
  showQuiet: boolean,
): Hit | null {
  const [from, to] = [frame.time(along - REACH - 3), frame.time(along + REACH + 3)];
  for (const effect of isDense ? model.again : model.effects) {
    if (effect.at < from) continue;
    if (effect.at > to) break;
    if (
      Math.hypot(frame.along(effect.at) - along, frame.across(effect.node) - across) <=
      REACH + (effect.again ? 3 : 0)
    )
      return { kind: 'effect', message: effect.message, seq: effect.seq };
  }
  return (
    (isDense ? null : flightAt(model, frame, along, across, showQuiet)) ??
    lossAt(model, frame, along, across) ??
    lifeAt(model, frame, along, across, isDense)
  );
}

function flightAt(
  { flights }: SpaceModel,
  frame: Frame,
  along: number,
  across: number,
  showQuiet: boolean,
): Hit | null {
  let best = -1;
  let least = REACH;
  flights.spans.forEachIn(frame.time(along - REACH), frame.time(along + REACH), (index) => {
    if (flights.isQuiet(index) && !showQuiet) return;
    const [start, end] = flights.times(index);
    const [from, to] = flights.ways(index);
    const c = frame.across(from);
    const d = c + (frame.across(to) - c) * flights.reach(index);
    const distance = toSegment(along, across, frame.along(start), c, frame.along(end), d);
    // Where two cross, the one that carries something.
    const handicap = flights.shape(index) === 'message' ? 0 : 1;
    if (distance + handicap < least) [best, least] = [index, distance + handicap];
  });
  if (best === -1) return null;
  return { kind: 'packet', packet: flights.packets[best]!, index: best, seq: flights.sent[best]! };
}

/** Losses can be pointed at even where packets are too many to be drawn. */
function lossAt({ flights }: SpaceModel, frame: Frame, along: number, across: number): Hit | null {
  for (const index of flights.lost) {
    const [, end] = flights.times(index);
    const [from, to] = flights.ways(index);
    const c = frame.across(from) + (frame.across(to) - frame.across(from)) * flights.reach(index);
    if (Math.hypot(frame.along(end) - along, c - across) <= REACH + 2)
      return { kind: 'packet', packet: flights.packets[index]!, index, seq: flights.ended[index]! };
  }
  return null;
}

function lifeAt({ lives }: SpaceModel, frame: Frame, along: number, across: number, isDense: boolean): Hit | null {
  const time = frame.time(along);
  let found: Hit | null = null;
  if (!isDense) {
    lives.spans.forEachIn(time, time, (index) => {
      const work = lives.works[index]!;
      if (Math.abs(frame.across(work.node) - across) <= Math.max(REACH, frame.row / 3))
        found = { kind: 'work', message: work.message, seq: work.seq };
    });
  }
  if (found !== null) return found;
  const absence = lives.absences.find(
    ({ node, from, to }) => from <= time && time <= to && Math.abs(frame.across(node) - across) <= REACH + 2,
  );
  return absence === undefined ? null : { kind: 'absence', node: absence.node, seq: absence.seq };
}

function toSegment(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const square = dx * dx + dy * dy;
  const part = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / square));
  return Math.hypot(x - (x1 + part * dx), y - (y1 + part * dy));
}

/** The message that a hit is about; NONE for none. */
export function messageOfHit(model: SpaceModel, hit: Hit): MessageId {
  switch (hit.kind) {
    case 'packet':
      return model.flights.messages[hit.index]!;
    case 'absence':
      return NONE;
    default:
      return hit.message;
  }
}
