import type { Micros } from '../../engine/units';
import type { Folding } from './folding';

/** A moment with its label, at a place of a view over time. */
export interface TimeTick {
  readonly time: Micros;
  /** Pixels along. */
  readonly along: number;
  readonly label: string;
}

/** Pixels that a label needs. */
const TICK_PX = 84;
/** Pixels at both rims where a label would be cut off. */
const RIM = 8;

/** 1, 2 or 5 times a power of ten, at least as long. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? 10 * power;
}

/** Moments in numbers, as many as there is room for; none within folded time, where they would say nothing. */
export function timeTicks(folding: Folding, [from, to]: readonly [number, number], length: number): TimeTick[] {
  const step = niceStep((TICK_PX * (to - from)) / Math.max(1, length));
  const digits = step >= 1e6 ? 0 : step >= 1e5 ? 1 : step >= 1e4 ? 2 : step >= 1e3 ? 3 : 6;
  const ticks: TimeTick[] = [];
  let free = RIM;
  const take = (time: Micros): void => {
    const along = ((folding.toShown(time) - from) / (to - from)) * length;
    if (along < free || along > length - RIM || folding.gapAt(time) !== null) return;
    free = along + TICK_PX * 0.8;
    ticks.push({ time, along, label: `${(time / 1e6).toFixed(digits)} s` });
  };
  const [first, last] = [folding.toTime(from), folding.toTime(to)];
  const gaps = folding.foldedIn(first, last);
  let start = first;
  for (let next = 0; next <= gaps.length; next += 1) {
    const end = gaps[next]?.from ?? last;
    for (let tick = Math.ceil(start / step) * step; tick <= end; tick += step) take(tick);
    start = gaps[next]?.to ?? last;
  }
  return ticks;
}
