import type { RestingCopy, Scene } from '../../../analysis/scene/scene';
import type { CopyId, MessageId } from '../../../engine/units';
import type { Box } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { NO_LOST, type Lost } from './lostRows';
import { token, type Token } from './token';

/**
 * A table: a row for every effect, the newest always in sight. A second row of the same message is the
 * loudest thing on the stage: moved aside, joined to the first by a bracket, with a plate, and it stays.
 */

export interface TableFigures {
  readonly rows: readonly RowShape[];
  /** Rows of lost messages and of those there is no room for are not in it. */
  readonly hidden: number;
  readonly total: number;
  /** Messages with a row. */
  readonly distinct: number;
  /** Messages with more than one row. */
  readonly twice: number;
  readonly brackets: readonly Bracket[];
  /** Where rows will come: of the first column only, and none among discs. */
  readonly spots: readonly Box[];
}

export interface RowShape {
  readonly copy: CopyId;
  readonly message: MessageId;
  readonly box: Box;
  /** Which row of its message it is, from 1. */
  readonly nth: number;
  /** How many rows its message has. */
  readonly of: number;
  /** An empty row: an effect that will provably never come. */
  readonly never: boolean;
}

export interface Bracket {
  readonly message: MessageId;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far the second row of a message is moved aside. */
export const DUPLICATE_SHIFT = 6;
const ROW_MAX = 32;
const ROW_MIN = 22;
/** A column of rows holds a disc and a verb. */
const COLUMN_MIN = 104;
/** The room at the left in which brackets stand. */
const BRACKET_ROOM = 8;

interface Grid {
  readonly columns: number;
  readonly lines: number;
  readonly width: number;
  readonly height: number;
  /** Filled line by line, not column by column. */
  readonly across: boolean;
}

/** Of a row that is a disc alone. */
const CHIP = 25;

function chipsIn(area: Box): Grid {
  const columns = Math.max(1, Math.floor(area.width / CHIP));
  const lines = Math.max(1, Math.floor(area.height / CHIP));
  // Along the first line, then the next: as one reads.
  return { columns, lines, width: area.width / columns, height: Math.min(CHIP, area.height / lines), across: true };
}

function gridIn(area: Box, wanted: number): Grid {
  const columns = Math.max(1, Math.floor(area.width / COLUMN_MIN));
  const most = Math.max(1, Math.floor(area.height / ROW_MIN));
  const needed = Math.max(1, Math.ceil(wanted / columns));
  const lines = Math.min(most, Math.max(needed, Math.floor(area.height / (ROW_MAX + 6))));
  return {
    columns,
    lines,
    width: area.width / columns,
    height: Math.min(ROW_MAX + 6, area.height / lines),
    across: false,
  };
}

export function tableFigures(scene: Scene, place: PlaceBox, lost: Lost = NO_LOST): TableFigures {
  const { copies, repeats } = scene.places[place.place] ?? { copies: [], repeats: NO_REPEATS };
  const last = copies[copies.length - 1]?.copy ?? -1;
  const before = known.get(place);
  // Rows are only ever added: as many, and the same last one, are the same rows. Canvas and rows both ask, every frame.
  if (before?.count === copies.length && before.last === last && before.lost === lost) return before.figures;
  const figures = figuresOf(copies, repeats, place, lost);
  known.set(place, { count: copies.length, last, lost, figures });
  return figures;
}

const known = new WeakMap<
  PlaceBox,
  { readonly count: number; readonly last: CopyId; readonly lost: Lost; readonly figures: TableFigures }
>();

type Repeats = ReadonlyMap<MessageId, readonly RestingCopy[]>;
const NO_REPEATS: Repeats = new Map();

function figuresOf(copies: readonly RestingCopy[], repeats: Repeats, place: PlaceBox, lost: Lost): TableFigures {
  const grid = place.chips ? chipsIn(place.area) : gridIn(place.area, copies.length + lost.count);
  const room = Math.max(1, grid.columns * grid.lines);
  const dead = lost.latest.slice(-Math.max(1, Math.floor(room / 2)));
  const shown = keepDuplicates(copies, repeats, Math.max(1, room - dead.length));
  const rows = shown.map((row, i): RowShape => {
    const { copy, message } = row;
    const several = repeats.get(message);
    const nth = several === undefined ? 1 : several.indexOf(row) + 1;
    return { copy, message, box: rowBox(place.area, grid, i, nth > 1), nth, of: several?.length ?? 1, never: false };
  });
  dead.forEach((message, i) => {
    rows.push({
      copy: -1,
      message,
      box: rowBox(place.area, grid, shown.length + i, false),
      nth: 1,
      of: 0,
      never: true,
    });
  });
  const spots = grid.across
    ? []
    : Array.from({ length: Math.max(0, grid.lines - rows.length) }, (_, i) =>
        rowBox(place.area, grid, rows.length + i, false),
      );
  const hidden = copies.length - shown.length;
  const twice = repeats.size;
  const again = [...repeats.values()].reduce((sum, several) => sum + several.length - 1, 0);
  const distinct = copies.length - again;
  return { rows, hidden, total: copies.length, distinct, twice, brackets: bracketsOf(rows, grid), spots };
}

/** The newest that fit; a message with two rows keeps both, at the cost of older single ones. */
export function keepDuplicates(copies: readonly RestingCopy[], repeats: Repeats, room: number): RestingCopy[] {
  if (copies.length <= room) return [...copies];
  const keep = new Set<RestingCopy>();
  // Where there is room for a pair only, it is the duplicate that is seen.
  if (room > 3) keep.add(copies[copies.length - 1]!);
  for (const copy of newestRepeated(copies, repeats, room)) if (keep.size < room) keep.add(copy);
  for (let i = copies.length - 1; i >= 0 && keep.size < room; i -= 1) keep.add(copies[i]!);
  return [...keep].sort((a, b) => a.index - b.index);
}

/** Copies of messages that have several, the newest first: so many at least, if there are. */
function newestRepeated(copies: readonly RestingCopy[], repeats: Repeats, wanted: number): RestingCopy[] {
  // Few are put in order; of many, some stand among the newest rows.
  if (repeats.size <= wanted) return [...repeats.values()].flat().sort((a, b) => b.index - a.index);
  const found: RestingCopy[] = [];
  for (let i = copies.length - 1; i >= 0 && found.length < wanted; i -= 1)
    if (repeats.has(copies[i]!.message)) found.push(copies[i]!);
  return found;
}

function rowBox(area: Box, grid: Grid, i: number, shifted: boolean): Box {
  const { columns, lines, across } = grid;
  // Down the first column, then the next; or along the lines.
  const column = across ? i % columns : Math.floor(i / lines);
  const line = across ? Math.floor(i / columns) : i % lines;
  const y = area.y + line * grid.height;
  if (across) return { x: area.x + column * grid.width, y, width: grid.width - 1, height: grid.height - 1 };
  const gap = grid.height > 30 ? 6 : 3;
  const shift = shifted ? DUPLICATE_SHIFT : 0;
  const columnGap = columns > 1 ? 6 : 0;
  return {
    x: area.x + column * grid.width + BRACKET_ROOM + shift,
    y,
    width: grid.width - BRACKET_ROOM - shift - columnGap,
    height: grid.height - gap,
  };
}

function bracketsOf(rows: readonly RowShape[], grid: Grid): Bracket[] {
  const brackets: Bracket[] = [];
  for (const row of grid.across ? [] : rows) {
    if (row.nth < 2 || row.never) continue;
    const before = rows.find((other) => other.message === row.message && other.nth === row.nth - 1 && !other.never);
    if (before === undefined) continue;
    const sameColumn = Math.abs(before.box.x - row.box.x) < grid.width / 2;
    if (!sameColumn) continue;
    brackets.push({
      message: row.message,
      x: before.box.x - BRACKET_ROOM + 2,
      top: before.box.y + before.box.height / 2,
      bottom: row.box.y + row.box.height / 2,
    });
  }
  return brackets;
}

export function placeTable(scene: Scene, place: PlaceBox, model: StageModel, lost: Lost = NO_LOST): Token[] {
  return tableFigures(scene, place, lost)
    .rows.filter(({ never }) => !never)
    .map(({ copy, message, box }) =>
      token({
        form: 'disc',
        x: place.chips ? box.x + box.width / 2 : box.x + 4 + Math.min(10, box.height / 2 - 1),
        y: box.y + box.height / 2,
        r: Math.min(10, box.height / 2 - 1.5),
        hue: model.hueOf(message),
        text: model.numberOf(message),
        messages: [message],
        target: { kind: 'copy', copy, message, place: place.place },
      }),
    );
}

export interface Reckoning {
  readonly expected: number;
  readonly actual: number;
}

/**
 * What the rows should be worth, against what they are. Expected: each message once, of those that have
 * a row or are lost to it. So a duplicate and a loss both show, and what is merely under way does not.
 */
export function reckoning(
  figures: { readonly total: number; readonly distinct: number },
  lost: number,
  amount: number,
): Reckoning {
  return { expected: (figures.distinct + lost) * amount, actual: figures.total * amount };
}
