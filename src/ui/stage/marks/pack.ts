import type { Box, Point } from '../geometry';
import { TOKEN_RADIUS } from './token';

/**
 * How much of a crowd can be seen: discs with numbers while there is room, then small discs, then
 * cells of 3 px, one a message, or one for ten, a hundred.
 */
export type Detail = 'slots' | 'discs' | 'dots' | 'cells';

export interface Packing {
  readonly detail: Detail;
  readonly columns: number;
  readonly rows: number;
  readonly pitch: number;
  /** Half a token's size. */
  readonly r: number;
  /** How many fit. */
  readonly capacity: number;
  /** How many messages one of them stands for. */
  readonly unit: number;
}

const SLOT_PITCH = 31;
const DISC_PITCH = 2 * TOKEN_RADIUS + 2;
const DOT_PITCH = 12;
const CELL_PITCH = 4;
/** An area higher than this is made for a crowd: it has rows from the first message on. */
const ONE_ROW = 60;

const grid = (detail: Detail, box: Box, pitch: number, r: number, single = false): Packing => {
  const columns = Math.max(1, Math.floor(box.width / pitch));
  const rows = single ? 1 : Math.max(1, Math.floor(box.height / pitch));
  return { detail, columns, rows, pitch, r, capacity: columns * rows, unit: 1 };
};

/** The slots of an uncrowded queue: as many as the box is wide. */
export function slotsIn(box: Box): Packing {
  const r = Math.min(TOKEN_RADIUS, (box.height - 4) / 2);
  const packed = grid('slots', box, box.width < 150 ? DISC_PITCH + 2 : SLOT_PITCH, r, true);
  // From edge to edge, so that slots stand under their name.
  return { ...packed, pitch: box.width / packed.columns };
}

/** The largest detail at which `count` fit into the box. */
export function packing(count: number, box: Box): Packing {
  const slots = slotsIn(box);
  if (count <= slots.capacity && box.height <= ONE_ROW) return slots;
  const discs = grid('discs', box, DISC_PITCH, TOKEN_RADIUS);
  if (count <= discs.capacity && box.height >= DISC_PITCH) return discs;
  const dots = grid('dots', box, DOT_PITCH, 5);
  if (count <= dots.capacity) return dots;
  const cells = grid('cells', box, CELL_PITCH, 1.5);
  let unit = 1;
  while (count > cells.capacity * unit) unit *= 10;
  return { ...cells, unit };
}

/** The middle of the nth from the head: the head is at the right, and what is full continues to the left. */
export function fromHead(packed: Packing, box: Box, n: number): Point {
  const column = Math.floor(n / packed.rows);
  const row = n % packed.rows;
  if (packed.rows === 1) return { x: box.x + box.width - (column + 0.5) * packed.pitch, y: box.y + box.height / 2 };
  const used = packed.rows * packed.pitch;
  return {
    x: box.x + box.width - (column + 0.5) * packed.pitch,
    y: box.y + (box.height - used) / 2 + (row + 0.5) * packed.pitch,
  };
}
