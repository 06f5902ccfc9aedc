import type { Micros } from '../../engine/units';
import type { Folding } from '../app/folding';

/** Where moments stand in a view over time: folded as on the scrubber, over the span that is shown. */
export class TimeScale {
  readonly folding: Folding;
  readonly from: number;
  readonly to: number;
  /** Pixels. */
  readonly length: number;

  constructor(folding: Folding, [from, to]: readonly [number, number], length: number) {
    this.folding = folding;
    this.from = from;
    this.to = to;
    this.length = length;
  }

  readonly x = (time: Micros): number =>
    ((this.folding.toShown(time) - this.from) / Math.max(1e-9, this.to - this.from)) * this.length;

  time(x: number): Micros {
    return this.folding.toTime(this.from + (x / this.length) * (this.to - this.from));
  }

  isInside(time: Micros): boolean {
    const x = this.x(time);
    return x >= -0.5 && x <= this.length + 0.5;
  }
}
