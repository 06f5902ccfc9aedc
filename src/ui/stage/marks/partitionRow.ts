import type { Scene } from '../../../analysis/scene/scene';
import { textOf } from '../../../engine/trace/words';
import type { Box } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { token, TOKEN_RADIUS, type Token } from './token';

/**
 * A log: a row of cells that only grows, at the right, with the offset under each cell; positions in
 * it as marks beneath. The row scrolls to the newest, a whole cell at a time.
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
  readonly marks: readonly LogMark[];
}

export interface LogMark {
  readonly name: string;
  readonly glyph: '▲' | '△' | '▌' | '┆' | '◆';
  /** The letter of a group, or empty. */
  readonly letter: string;
  readonly value: number;
  readonly x: number;
  /** Off the drawn part, to the left: drawn at the edge with its number. */
  readonly hidden: boolean;
  /** How far behind the end of the log; null for marks of which that is no question. */
  readonly lag: number | null;
}

export function logFigures(scene: Scene, place: PlaceBox, model: StageModel): LogFigures {
  const resting = scene.places[place.place];
  const cells = Math.max(1, Math.floor(place.area.width / CELL));
  const width = place.area.width / cells;
  const marks = resting?.marks ?? [];
  const lastCopy = resting?.copies[resting.copies.length - 1];
  const markedEnd = Math.max(0, ...marks.filter(({ name }) => glyphOf(textOf(name)) !== '┆').map(({ value }) => value));
  const end = Math.max(lastCopy === undefined ? 0 : lastCopy.index + 1, markedEnd, resting?.everPut ?? 0);
  const first = Math.max(0, end + 1 - cells);
  const start = resting?.copies[0]?.index ?? end;
  const box = place.area;
  return {
    first,
    cells,
    end,
    start,
    width,
    marks: marks.map(({ name, owner, value }) => {
      const text = textOf(name);
      const glyph = glyphOf(text);
      const hidden = value < first;
      return {
        name: text,
        glyph,
        letter: glyph === '▲' ? letterOf(owner, model) : '',
        value,
        // A position is a boundary: the left edge of the cell that will be read next.
        x: box.x + Math.max(0, value - first) * width,
        hidden,
        lag: glyph === '▲' ? Math.max(0, end - value) : null,
      };
    }),
  };
}

/** Marks by what their name speaks of; the words are the models'. */
export function glyphOf(name: string): LogMark['glyph'] {
  if (name.includes('commit')) return '▲';
  if (name.includes('watermark')) return '▌';
  if (name.includes('stable')) return '┆';
  if (name.includes('end')) return '◆';
  return '△';
}

function letterOf(owner: number, model: StageModel): string {
  const { subscriptions, nodes } = model.header;
  const name = subscriptions[owner] ?? nodes[owner]?.title ?? '';
  return subscriptions.length > 1 ? name.slice(0, 1).toUpperCase() : '';
}

/** The box of one cell. */
export function cellBox(area: Box, figures: Pick<LogFigures, 'first' | 'width'>, offset: number): Box {
  return { x: area.x + (offset - figures.first) * figures.width, y: area.y, width: figures.width, height: area.height };
}

export function placeLog(scene: Scene, place: PlaceBox, model: StageModel): Token[] {
  const figures = logFigures(scene, place, model);
  const tokens: Token[] = [];
  for (const copy of scene.places[place.place]?.copies ?? []) {
    if (copy.index < figures.first) continue;
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
        target: { kind: 'copy', copy: copy.copy, message: copy.message, place: place.place },
      }),
    );
  }
  return tokens;
}
