import { bottom, clamp, type Box } from './geometry';
import type { PlaceBox } from './places';

/** Where the parts of a log stand: its name, its cells, their offsets, and a lane for each group that reads it. */

export interface Lane {
  /** Whose marks stand in it. */
  readonly owner: number;
  readonly box: Box;
}

/** At the left of cells and lanes: the group's letter. */
export const LANE_GUTTER = 18;
const OFFSETS = 13;
const BRACKETS = 8;
const CELL: { readonly min: number; readonly max: number } = { min: 16, max: 30 };
const LANE: { readonly min: number; readonly max: number } = { min: 9, max: 17 };

export function insideLog(
  box: Box,
  titled: boolean,
  owners: readonly number[],
  bracketed: boolean,
): Pick<PlaceBox, 'title' | 'area' | 'legend' | 'lanes'> {
  const titleHeight = titled ? clamp(box.height * 0.22, 13, 20) : 0;
  const above = bracketed ? BRACKETS : 0;
  const left = box.height - titleHeight - above;
  // Offsets are left out before lanes get too low to be read.
  const legend = left >= CELL.min + OFFSETS + 4 + owners.length * 12;
  const forLanes = left - (legend ? OFFSETS : 2);
  const lane = clamp((forLanes - 24) / Math.max(1, owners.length), LANE.min, LANE.max);
  const height = clamp(forLanes - owners.length * lane, CELL.min, CELL.max);
  const gutter = owners.length > 0 ? LANE_GUTTER : 0;
  const area = { x: box.x + gutter, y: box.y + titleHeight + above, width: box.width - gutter, height };
  const first = bottom(area) + (legend ? OFFSETS : 2);
  return {
    title: titled ? { ...box, height: titleHeight } : null,
    area,
    legend,
    lanes: owners.map((owner, i) => ({ owner, box: { ...box, y: first + i * lane, height: lane } })),
  };
}
