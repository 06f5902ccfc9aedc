import { along, type Path, type Point } from '../geometry';

/** Packets on one way of a link that are too many to tell apart: a band, as broad as they are many. */
export interface Ribbon {
  /** The outline of the band, there and back. */
  readonly edge: readonly Point[];
  readonly count: number;
  readonly label: Point;
}

/** Pixels of the way that share one breadth. */
const PIECE = 6;
const BREADTH_MAX = 15;

/** Collects packets of one lane by where they are. */
export class RibbonBuilder {
  private readonly lane: Path;
  private readonly backwards: boolean;
  private readonly counts: number[];
  private total = 0;

  constructor(lane: Path, backwards: boolean) {
    this.lane = lane;
    this.backwards = backwards;
    this.counts = new Array<number>(Math.max(2, Math.round(lane.lengths[lane.lengths.length - 1]! / PIECE))).fill(0);
  }

  /** `part`: how far along its way, 0 to 1. */
  add(part: number): void {
    const at = this.backwards ? 1 - part : part;
    const index = Math.min(this.counts.length - 1, Math.max(0, Math.floor(at * this.counts.length)));
    this.counts[index]! += 1;
    this.total += 1;
  }

  build(): Ribbon {
    const pieces = this.counts.length;
    const upper: Point[] = [];
    const lower: Point[] = [];
    for (let i = 0; i <= pieces; i += 1) {
      const { x, y, angle } = along(this.lane, i / pieces);
      // A boundary is as broad as the broader of its sides; the ends taper.
      const most = Math.max(this.counts[i - 1] ?? 0, this.counts[i] ?? 0);
      const half = Math.min(BREADTH_MAX, most === 0 ? 0 : 1.5 + 1.1 * Math.sqrt(most));
      upper.push({ x: x + Math.sin(angle) * half, y: y - Math.cos(angle) * half });
      lower.push({ x: x - Math.sin(angle) * half, y: y + Math.cos(angle) * half });
    }
    // Its number stands where most of them are.
    const mean = this.counts.reduce((sum, count, i) => sum + count * (i + 0.5), 0) / Math.max(1, this.total) / pieces;
    return { edge: [...upper, ...lower.reverse()], count: this.total, label: along(this.lane, mean) };
  }
}
