import type { MarkScene, PlaceScene, Scene } from '../../../analysis/scene/scene';
import { textOf } from '../../../engine/trace/words';
import type { NodeId } from '../../../engine/units';
import type { Box } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { token, TOKEN_RADIUS, type Token } from './token';
import { logLore, transactionsAt, type ShownTransaction } from './transactions';

/**
 * A log: a row of cells that only grows, at the right, with the offset under each cell, and beneath them a
 * lane for each group that reads it. The row scrolls to the newest, a whole cell at a time.
 */

const CELL = 27;

export interface LogFigures {
  /** Offset of the first cell drawn. */
  readonly first: number;
  /** How many cells are drawn, empty ones at the right included. */
  readonly cells: number;
  /** The offset that the next record gets. */
  readonly end: number;
  /** The oldest offset that is still kept. */
  readonly start: number;
  readonly width: number;
  /** Offsets below are on as many replicas as must be; Infinity where nobody says. */
  readonly high: number;
  /** Offsets below belong to no open transaction; Infinity without transactions. */
  readonly stable: number;
  /** Offsets that were appended together with the one before. */
  readonly joined: readonly number[];
  readonly transactions: readonly ShownTransaction[];
  readonly lanes: readonly LaneFigures[];
}

/** How one group stands in the log. */
export interface LaneFigures {
  readonly owner: number;
  /** Offsets, null before there is one: where it would begin again, and what it reads next. */
  readonly committed: number | null;
  readonly position: number | null;
  /** How far what is committed is behind the end of the log; 0 without a commit. */
  readonly lag: number;
  /** Who reads it for the group: a node; NONE: nobody; null: the group has not met yet. */
  readonly reader: NodeId | null;
}

export function logFigures(scene: Scene, place: PlaceBox, model: StageModel): LogFigures {
  const resting = scene.places[place.place];
  const cells = Math.max(1, Math.floor(place.area.width / CELL));
  const width = place.area.width / cells;
  const marks = resting?.marks ?? [];
  const high = valueOf(marks, '▌') ?? Infinity;
  const stable = valueOf(marks, '┆') ?? Infinity;
  const lore = logLore(model.lore.signs, place.place);
  const end = endOf(resting, marks);
  const first = Math.max(0, end + 1 - cells);
  return {
    first,
    cells,
    end,
    start: resting?.copies[0]?.index ?? end,
    width,
    high,
    stable,
    joined: joinedFrom(resting, first),
    transactions: transactionsAt(lore, scene.seq, first),
    lanes: place.lanes.map(({ owner }) => laneOf(owner, marks, end)),
  };
}

function endOf(resting: PlaceScene | undefined, marks: readonly MarkScene[]): number {
  const last = resting?.copies[resting.copies.length - 1];
  const marked = marks.reduce(
    (most, { name, value }) => (glyphOf(textOf(name)) === null ? most : Math.max(most, value)),
    0,
  );
  return Math.max(last === undefined ? 0 : last.index + 1, marked, resting?.everPut ?? 0);
}

function laneOf(owner: number, marks: readonly MarkScene[], end: number): LaneFigures {
  const own = marks.filter((mark) => mark.owner === owner);
  const committed = valueOf(own, '▲');
  return {
    owner,
    committed,
    position: valueOf(own, '△'),
    lag: committed === null ? 0 : Math.max(0, end - committed),
    reader: own.find(({ name }) => textOf(name) === 'assigned to')?.value ?? null,
  };
}

/** Records of one append, which share its moment. */
function joinedFrom(resting: PlaceScene | undefined, first: number): number[] {
  const joined: number[] = [];
  const copies = resting?.copies ?? [];
  for (let i = copies.length - 1; i > 0 && copies[i]!.index > first; i -= 1) {
    const [before, copy] = [copies[i - 1]!, copies[i]!];
    if (before.since === copy.since && before.index + 1 === copy.index) joined.push(copy.index);
  }
  return joined;
}

export type Glyph = '▲' | '△' | '▌' | '┆' | '◆';

function valueOf(marks: readonly MarkScene[], glyph: Glyph): number | null {
  const found = marks.find(({ name }) => glyphOf(textOf(name)) === glyph);
  return found === undefined ? null : found.value;
}

/** Marks by what their name speaks of; the words are the models'. Null for figures that are no position. */
export function glyphOf(name: string): Glyph | null {
  if (name.includes('commit')) return '▲';
  if (name.includes('watermark')) return '▌';
  if (name.includes('stable')) return '┆';
  if (name.includes('end')) return '◆';
  return name.includes('position') ? '△' : null;
}

/** The left edge of the cell of an offset: a position is a boundary, before what will be read next. */
export const edgeOf = (area: Box, { first, width }: Pick<LogFigures, 'first' | 'width'>, offset: number): number =>
  area.x + Math.max(0, offset - first) * width;

/** The box of one cell. */
export function cellBox(area: Box, figures: Pick<LogFigures, 'first' | 'width'>, offset: number): Box {
  return { x: area.x + (offset - figures.first) * figures.width, y: area.y, width: figures.width, height: area.height };
}

export function placeLog(scene: Scene, place: PlaceBox, model: StageModel): Token[] {
  const figures = logFigures(scene, place, model);
  const { struck } = logLore(model.lore.signs, place.place);
  const tokens: Token[] = [];
  const copies = scene.places[place.place]?.copies ?? [];
  for (let i = copies.length - 1; i >= 0 && copies[i]!.index >= figures.first; i -= 1) {
    const copy = copies[i]!;
    const cell = cellBox(place.area, figures, copy.index);
    tokens.push(
      token({
        form: 'disc',
        x: cell.x + cell.width / 2,
        y: cell.y + cell.height / 2,
        r: Math.min(TOKEN_RADIUS, cell.height / 2 - 2, cell.width / 2 - 1.5),
        hue: model.hueOf(copy.message),
        text: model.numberOf(copy.message),
        messages: [copy.message],
        struck: (struck.get(copy.index) ?? Infinity) < scene.seq,
        target: { kind: 'copy', copy: copy.copy, message: copy.message, place: place.place },
      }),
    );
  }
  return tokens;
}
