import type { Micros } from '../../engine/units';

/** A stretch of time in which nothing on the stage moves or changes. */
export interface Gap {
  readonly from: Micros;
  readonly to: Micros;
}

/** How long a gap lasts on screen at most. */
export const GAP_MAX_MS = 600;

/**
 * Time with its gaps folded: shown time runs as time does, but no gap takes more than `gapMax` of it.
 * Piecewise linear and rising, so each moment has one place and each place one moment.
 */
export class Folding {
  /** Corners of the line: time and shown time where a gap begins or ends. */
  private readonly times: number[] = [0];
  private readonly shown: number[] = [0];
  /** Gaps that are shorter on screen than they are. */
  readonly folded: readonly Gap[];
  readonly end: Micros;
  /** Shown time at the end. */
  readonly length: number;

  constructor(gaps: readonly Gap[], end: Micros, gapMax: Micros) {
    this.end = end;
    this.folded = gaps.filter(({ from, to }) => to - from > gapMax);
    for (const { from, to } of this.folded) {
      this.corner(from, this.last() + from - this.lastTime());
      this.corner(to, this.last() + gapMax);
    }
    this.corner(end, this.last() + end - this.lastTime());
    this.length = this.last();
  }

  private corner(time: number, shown: number): void {
    this.times.push(time);
    this.shown.push(shown);
  }

  private last(): number {
    return this.shown[this.shown.length - 1]!;
  }

  private lastTime(): number {
    return this.times[this.times.length - 1]!;
  }

  /** Where a moment stands in shown time. */
  toShown(time: Micros): number {
    return interpolate(this.times, this.shown, time);
  }

  /** The moment at a place of shown time. */
  toTime(shown: number): Micros {
    return interpolate(this.shown, this.times, shown);
  }

  /** The folded gap that this moment lies in, or null. */
  gapAt(time: Micros): Gap | null {
    const gap = this.folded[this.firstEndingAfter(time)];
    return gap !== undefined && time > gap.from ? gap : null;
  }

  /** The folded gaps that have a moment in a stretch of time. */
  foldedIn(from: Micros, to: Micros): readonly Gap[] {
    const first = this.firstEndingAfter(from);
    let next = first;
    while (next < this.folded.length && this.folded[next]!.from < to) next += 1;
    return this.folded.slice(first, next);
  }

  private firstEndingAfter(time: Micros): number {
    let low = 0;
    let high = this.folded.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.folded[middle]!.to <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function interpolate(from: readonly number[], to: readonly number[], at: number): number {
  if (at <= from[0]!) return to[0]!;
  let low = 0;
  let high = from.length - 1;
  if (at >= from[high]!) return to[high]!;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (from[middle]! <= at) low = middle;
    else high = middle;
  }
  const width = from[high]! - from[low]!;
  if (width === 0) return to[low]!;
  return to[low]! + ((at - from[low]!) / width) * (to[high]! - to[low]!);
}
