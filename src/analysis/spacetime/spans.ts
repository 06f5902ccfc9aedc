import type { Micros } from '../../engine/units';

/** Spans in a block: one look at a block's latest end tells whether any of it reaches into a window. */
const BLOCK = 256;

/**
 * Which of many spans of time lie in a window, without looking at all: spans in the order of their
 * starts, and for each block of them the latest end.
 */
export class Spans {
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  private readonly reach: Float64Array;

  /** `starts` must not fall. Both are kept, not copied. */
  constructor(starts: Float64Array, ends: Float64Array) {
    this.starts = starts;
    this.ends = ends;
    this.reach = new Float64Array(Math.ceil(starts.length / BLOCK));
    for (let index = 0; index < ends.length; index += 1) {
      const block = Math.floor(index / BLOCK);
      this.reach[block] = Math.max(this.reach[block]!, ends[index]!);
    }
  }

  /** The first span that starts at or after a moment. */
  firstFrom(time: Micros): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many start in a window: about how many there are in it, at the cost of two searches. */
  startsIn(from: Micros, to: Micros): number {
    return this.firstFrom(to) - this.firstFrom(from);
  }

  /** Calls with the index of each span that has a moment in the window, in the order of their starts. */
  forEachIn(from: Micros, to: Micros, take: (index: number) => void): void {
    const before = this.firstFrom(from);
    const { starts, ends, reach } = this;
    for (let block = 0; block * BLOCK < before; block += 1) {
      if (reach[block]! < from) continue;
      const last = Math.min((block + 1) * BLOCK, before);
      for (let index = block * BLOCK; index < last; index += 1) if (ends[index]! >= from) take(index);
    }
    for (let index = before; index < starts.length && starts[index]! <= to; index += 1) take(index);
  }
}
