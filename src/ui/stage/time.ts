import { MILLISECOND, SECOND, type Micros } from '../../engine/units';

/** "2.418 s": a moment, as exact as the clock of the page. */
export const moment = (at: Micros): string => `${(at / SECOND).toFixed(3)} s`;

/** "4.2 s", "240 ms": how long something lasts, in two or three figures. */
export function span(duration: Micros): string {
  if (duration < 1 * MILLISECOND) return '0 ms';
  if (duration < SECOND) return `${Math.floor(duration / (10 * MILLISECOND)) * 10 || 1} ms`;
  if (duration < 100 * SECOND) return `${(Math.floor(duration / (SECOND / 10)) / 10).toFixed(1)} s`;
  return `${Math.floor(duration / SECOND)} s`;
}
