import type { Micros } from '../../engine/units';
import type { Point } from './figures';

/** A value at a place along, in pixels. */
export interface Place {
  readonly x: number;
  readonly value: number;
}

/** The index of the last point at or before a moment; 0 if there is none. */
export function indexAt(points: readonly { readonly at: Micros }[], time: Micros): number {
  let low = 0;
  let high = points.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.at <= time) low = middle;
    else high = middle;
  }
  return low;
}

export const valueAt = (points: readonly Point[], time: Micros): number => points[indexAt(points, time)]?.value ?? 0;

/**
 * The steps of a series that a window shows, as many as there are pixels: of many in one column of pixels
 * its first, least, greatest and last value, so that no peak is lost.
 */
export function stepsIn(points: readonly Point[], from: Micros, to: Micros, x: (time: Micros) => number): Place[] {
  const places: Place[] = [];
  let column = NaN;
  let held: Point[] = [];
  const flush = (): void => {
    if (held.length <= 4) for (const { at, value } of held) places.push({ x: x(at), value });
    else {
      const values = held.map(({ value }) => value);
      const at = x(held[0]!.at);
      for (const value of [values[0]!, Math.min(...values), Math.max(...values), values.at(-1)!])
        places.push({ x: at, value });
    }
    held = [];
  };
  for (let index = indexAt(points, from); index < points.length && points[index]!.at <= to; index += 1) {
    const point = points[index]!;
    const place = Math.floor(x(Math.max(from, point.at)));
    if (place !== column) {
      flush();
      column = place;
    }
    held.push(point.at < from ? { at: from, value: point.value } : point);
  }
  flush();
  const last = places.at(-1);
  if (last !== undefined) places.push({ x: x(to), value: last.value });
  return places;
}
