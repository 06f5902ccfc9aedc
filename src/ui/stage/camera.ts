import type { Point, Size } from './geometry';
import { leastSize, TURN_BELOW } from './layout';
import type { Subject } from './plan';

/**
 * How the logical stage maps to the screen: one factor. 1 on a desk, more on a projector so that
 * numbers can be read from the last row, less only when the least layout does not fit. It never moves
 * by itself.
 */
export interface Camera {
  readonly scale: number;
  /** Columns run from top to bottom: by the screen's width, not the scaled one. */
  readonly turned: boolean;
  /** What layout works with: the screen's size divided by the scale. */
  readonly logical: Size;
}

const COMFORT: Size = { width: 1080, height: 520 };
const SCALE_MIN = 0.5;
const SCALE_MAX = 2.4;

export function cameraFor(subject: Subject, screen: Size): Camera {
  const turned = screen.width < TURN_BELOW;
  const least = leastSize(subject, turned);
  const fit = Math.min(screen.width / least.width, screen.height / least.height);
  const comfort = turned ? 1 : Math.min(screen.width / COMFORT.width, screen.height / COMFORT.height);
  const wanted = fit < 1 ? fit : Math.max(1, Math.min(comfort, fit));
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, wanted));
  return { scale, turned, logical: { width: screen.width / scale, height: screen.height / scale } };
}

export function toLogical(camera: Camera, point: Point): Point {
  return { x: point.x / camera.scale, y: point.y / camera.scale };
}

export function toScreen(camera: Camera, point: Point): Point {
  return { x: point.x * camera.scale, y: point.y * camera.scale };
}
