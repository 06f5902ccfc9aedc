import type { NodeId } from '../../engine/units';
import type { Micros } from '../../engine/units';
import type { Folding } from '../app/folding';

/** The size of the diagram's inside, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const RIM = 14;
/** Room for the axis, at the end of the lines. */
export const AXIS = 24;
const ROW_MIN = 17;
const ROW_MAX = 64;

/**
 * Where moments and nodes stand in the picture: time runs to the right and nodes are rows; turned, on a
 * phone, time runs down and nodes are columns. `along` is the direction of time, `across` that of nodes.
 */
export class Frame {
  readonly folding: Folding;
  readonly turned: boolean;
  /** The span in shown time. */
  readonly from: number;
  readonly to: number;
  readonly size: Size;
  /** Extent in the direction of time, in pixels. */
  readonly length: number;
  /** Distance of two rows, in pixels. */
  readonly row: number;
  private readonly rows: readonly number[];

  /** `order`: the nodes as they stand, first row first. */
  constructor(
    folding: Folding,
    span: readonly [number, number],
    size: Size,
    order: readonly NodeId[],
    turned: boolean,
  ) {
    this.folding = folding;
    [this.from, this.to] = span;
    this.size = size;
    this.turned = turned;
    this.length = turned ? size.height : size.width;
    const breadth = (turned ? size.width : size.height - AXIS) - 2 * RIM;
    const gaps = Math.max(1, order.length - 1);
    this.row = turned ? breadth / Math.max(1, order.length) : Math.min(ROW_MAX, Math.max(ROW_MIN, breadth / gaps));
    const first = turned ? RIM + this.row / 2 : RIM + Math.max(0, (breadth - this.row * gaps) / 2);
    const rows: number[] = [];
    order.forEach((node, index) => (rows[node] = first + index * this.row));
    this.rows = rows;
  }

  /** Pixels of the whole breadth that so many rows need. */
  static breadthFor(rows: number): number {
    return 2 * RIM + AXIS + Math.max(1, rows - 1) * ROW_MIN;
  }

  /** Where a moment stands, in pixels along. */
  along(time: Micros): number {
    return ((this.folding.toShown(time) - this.from) / (this.to - this.from)) * this.length;
  }

  /** The moment at a place. */
  time(along: number): Micros {
    return this.folding.toTime(this.from + (along / this.length) * (this.to - this.from));
  }

  /** Where a node's line stands, in pixels across. */
  across(node: NodeId): number {
    return this.rows[node] ?? 0;
  }

  /** Microseconds at both ends of the picture, and a little beyond. */
  get times(): readonly [from: Micros, to: Micros] {
    return [this.time(-8), this.time(this.length + 8)];
  }

  x(along: number, across: number): number {
    return this.turned ? across : along;
  }

  y(along: number, across: number): number {
    return this.turned ? along : across;
  }
}
