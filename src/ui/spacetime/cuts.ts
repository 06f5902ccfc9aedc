import type { Cut } from '../../analysis/spacetime/cuts';
import { formatLength } from '../design/format';
import type { Drawing } from './draw';

/** Pixels between two strokes of the hatching, and how far a stroke leans over. */
const STROKE_PX = 9;
const LEAN = 5;
/** A stroke for so many pixels between the lines: where nodes stand far apart the hatching is in rows. */
const ROW_PX = 14;
const MARGIN = 7;

/** A link that is cut: hatched between the lines of its two nodes, with an edge where it begins and where it is healed. */
export function drawCut({ frame, ink, pen, labels }: Drawing, { a, b, from, to, isHealed }: Cut): void {
  const [first, last] = frame.times;
  if (to < first || from > last) return;
  const [top, foot] = [frame.across(a), frame.across(b)].sort((one, other) => one - other) as [number, number];
  const [start, end] = [Math.max(-STROKE_PX, frame.along(from)), Math.min(frame.length + STROKE_PX, frame.along(to))];
  const upright = (along: number): void =>
    pen.path(
      [
        frame.x(along, top + MARGIN),
        frame.y(along, top + MARGIN),
        frame.x(along, foot - MARGIN),
        frame.y(along, foot - MARGIN),
      ],
      { stroke: ink.ink2, width: 1.5, dash: [2, 3] },
    );
  const rows = Math.max(1, Math.floor((foot - top - 2 * MARGIN) / ROW_PX));
  const height = (foot - top - 2 * MARGIN) / rows;
  for (let row = 0; row < rows; row += 1) {
    const [high, low] = [top + MARGIN + row * height + 2, top + MARGIN + (row + 1) * height - 2];
    for (let along = start + LEAN; along + LEAN <= end; along += STROKE_PX)
      pen.path(
        [
          frame.x(along - LEAN / 2, low),
          frame.y(along - LEAN / 2, low),
          frame.x(along + LEAN / 2, high),
          frame.y(along + LEAN / 2, high),
        ],
        {
          stroke: ink.ink3,
          alpha: 0.45,
        },
      );
  }
  upright(start);
  if (isHealed) upright(end);
  labels.words.push({
    along: Math.max(4, start + 8),
    across: (top + foot) / 2,
    text: `cut ${formatLength(to - from)}${isHealed ? '' : ', to the end'}`,
    colour: ink.ink2,
    weight: 600,
    rank: 1,
  });
}
