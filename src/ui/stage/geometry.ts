/** Points, boxes and paths of the stage, in logical pixels (camera.ts maps them to the screen). */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

export function contains(box: Box, point: Point): boolean {
  return point.x >= box.x && point.x <= right(box) && point.y >= box.y && point.y <= bottom(box);
}

/** True if the boxes share an area; touching edges do not count. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

/** The box grown by `by` on all sides; shrunk if negative. */
export function grown(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/**
 * A path as a chain of short straight pieces with the length up to each, so that a position at a
 * fraction of the way is at that fraction of the *drawn* length: a packet's speed is even.
 */
export interface Path {
  /** The same path as SVG path data. */
  readonly d: string;
  readonly points: readonly Point[];
  /** Length from the start to each point; the last is the whole length. */
  readonly lengths: readonly number[];
}

const PIECES = 32;

function measured(d: string, points: readonly Point[]): Path {
  const lengths: number[] = [0];
  for (let i = 1; i < points.length; i += 1) lengths.push(lengths[i - 1]! + distance(points[i - 1]!, points[i]!));
  return { d, points, lengths };
}

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** A straight path. */
export function straight(from: Point, to: Point): Path {
  return measured(`M${n(from.x)} ${n(from.y)}L${n(to.x)} ${n(to.y)}`, [from, to]);
}

/** A cubic Bézier curve. */
export function curve(from: Point, c1: Point, c2: Point, to: Point): Path {
  const points: Point[] = [];
  for (let i = 0; i <= PIECES; i += 1) {
    const t = i / PIECES;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    points.push({
      x: a * from.x + b * c1.x + c * c2.x + d * to.x,
      y: a * from.y + b * c1.y + c * c2.y + d * to.y,
    });
  }
  return measured(
    `M${n(from.x)} ${n(from.y)}C${n(c1.x)} ${n(c1.y)} ${n(c2.x)} ${n(c2.y)} ${n(to.x)} ${n(to.y)}`,
    points,
  );
}

/** Straight pieces through the corners, rounded by `radius`. */
export function rounded(corners: readonly Point[], radius: number): Path {
  const first = corners[0]!;
  const points: Point[] = [first];
  let d = `M${n(first.x)} ${n(first.y)}`;
  for (let i = 1; i < corners.length - 1; i += 1) {
    const [before, corner, after] = [corners[i - 1]!, corners[i]!, corners[i + 1]!];
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const enter = towards(corner, before, r);
    const leave = towards(corner, after, r);
    points.push(enter);
    for (let step = 1; step <= 6; step += 1) {
      const t = step / 6;
      const u = 1 - t;
      points.push({
        x: u * u * enter.x + 2 * u * t * corner.x + t * t * leave.x,
        y: u * u * enter.y + 2 * u * t * corner.y + t * t * leave.y,
      });
    }
    d += `L${n(enter.x)} ${n(enter.y)}Q${n(corner.x)} ${n(corner.y)} ${n(leave.x)} ${n(leave.y)}`;
  }
  const last = corners[corners.length - 1]!;
  points.push(last);
  return measured(`${d}L${n(last.x)} ${n(last.y)}`, points);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

export interface Placed extends Point {
  /** Direction of the path there, in radians. */
  readonly angle: number;
}

/** The point at a fraction (0…1) of the path's length. */
export function along(path: Path, fraction: number): Placed {
  const { points, lengths } = path;
  const total = lengths[lengths.length - 1]!;
  const wanted = clamp(fraction, 0, 1) * total;
  let high = 1;
  while (high < points.length - 1 && lengths[high]! < wanted) high += 1;
  const [a, b] = [points[high - 1]!, points[high]!];
  const piece = lengths[high]! - lengths[high - 1]!;
  const t = piece > 0 ? (wanted - lengths[high - 1]!) / piece : 0;
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t, angle: Math.atan2(b.y - a.y, b.x - a.x) };
}

/** How far a point is from the path. */
export function distanceTo(path: Path, point: Point): number {
  let best = Infinity;
  for (let i = 1; i < path.points.length; i += 1) {
    best = Math.min(best, distanceToPiece(path.points[i - 1]!, path.points[i]!, point));
  }
  return best;
}

function distanceToPiece(a: Point, b: Point, p: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const square = dx * dx + dy * dy;
  const t = square > 0 ? clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0, 1) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
