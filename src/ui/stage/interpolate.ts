import type { PacketScene } from '../../analysis/scene/scene';
import type { Micros } from '../../engine/units';
import { along, clamp, type Placed, type Point } from './geometry';
import type { LinkPath } from './links';

/** Where a thing is between two records. Only the picture depends on it; what happens does not. */

/** A packet that will be lost falls half the way along, unless the fault says otherwise. */
export const LOST_AT = 0.5;
/** One that waits at a cut, or outlives the trace, slows down towards this part of the way. */
const WAITS_AT = 0.42;
const WAIT_SCALE: Micros = 20_000;

/** How far along its way a packet is, 0 to 1. Linear: position is elapsed time over latency. */
export function progress(
  packet: Pick<PacketScene, 'sentAt' | 'endAt' | 'isLost'>,
  now: Micros,
  lostAt = LOST_AT,
): number {
  const elapsed = Math.max(0, now - packet.sentAt);
  if (!Number.isFinite(packet.endAt)) return (WAITS_AT * elapsed) / (elapsed + WAIT_SCALE);
  const whole = packet.endAt - packet.sentAt;
  const part = whole > 0 ? clamp(elapsed / whole, 0, 1) : 1;
  return packet.isLost ? part * lostAt : part;
}

/** Without travel: at the sender, then at the receiver. */
export function inSteps(part: number): number {
  return part < 0.5 ? 0.06 : 0.94;
}

/** The point of a lane at which a packet from `from` is, when it has done `part` of its way. */
export function onLane(link: LinkPath, from: number, isAnswer: boolean, part: number): Placed {
  const lane = isAnswer ? link.answers : link.path;
  if (from === link.from) return along(lane, part);
  const point = along(lane, 1 - part);
  return { ...point, angle: point.angle + Math.PI };
}

/** Milliseconds on the screen, whatever the speed of the run: a fall is a sign, not an event. */
export const FALL_MS = 240;
export const FADE_MS = 160;

export interface Fall {
  /** 0 where it was lost, 1 in its grave. */
  readonly down: number;
  /** 0 with its fill, 1 without. */
  readonly faded: number;
}

export function fall(sinceMs: number): Fall {
  const t = clamp(sinceMs / FALL_MS, 0, 1);
  return { down: t * t, faded: clamp((sinceMs - FALL_MS) / FADE_MS, 0, 1) };
}

export function between(a: Point, b: Point, t: number): Point {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

/** What remains of a clock, 1 to 0. */
export function remaining(clock: { readonly from: Micros; readonly duration: Micros }, now: Micros): number {
  return clock.duration > 0 ? clamp(1 - (now - clock.from) / clock.duration, 0, 1) : 0;
}
