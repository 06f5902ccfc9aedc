import { widthOf } from '../design/text';
import type { Drawing } from './draw';

/** A word beside a mark. Of those that would cover one another the one of lower rank stays. */
export interface Label {
  readonly along: number;
  readonly across: number;
  readonly text: string;
  readonly colour: string;
  readonly weight: number;
  /** 0: must be read. */
  readonly rank: number;
}

export interface Labels {
  readonly words: Label[];
  /** Marks that no word may cover, where they stand: crosses, and rings around a second effect. */
  readonly marks: { readonly x: number; readonly y: number }[];
}

export const newLabels = (): Labels => ({ words: [], marks: [] });

const HEIGHT = 14;
/** Half the width of a mark with the room around it. */
const MARK = 7;
const SIZE = 11.5;

export function drawLabels({ frame, ink, pen, labels }: Drawing): void {
  const taken: { readonly x: number; readonly y: number; readonly width: number }[] = labels.marks.map(({ x, y }) => ({
    x: x - MARK,
    y,
    width: 2 * MARK,
  }));
  for (const label of [...labels.words].sort((a, b) => a.rank - b.rank)) {
    const width = widthOf(label.text, { size: SIZE, bold: label.weight >= 600 }) + 4;
    const inside = frame.turned ? frame.size.width : frame.length;
    const free = [0, -1, 1]
      .map((side) => place(label, side * HEIGHT, width, inside, frame.turned))
      .find(({ x, y }) =>
        taken.every((other) => Math.abs(other.y - y) >= HEIGHT || x > other.x + other.width || x + width < other.x),
      );
    if (free === undefined) continue;
    taken.push({ ...free, width });
    pen.text(free.x, free.y, label.text, {
      colour: label.colour,
      size: SIZE,
      weight: label.weight,
      anchor: 'start',
      halo: ink.back,
    });
  }
}

function place({ along, across }: Label, aside: number, width: number, inside: number, turned: boolean) {
  const [x, y] = turned ? [across + 8, along + aside] : [along, across + aside];
  // What would run out of the picture stands on the other side of its mark.
  return { x: x + width > inside ? Math.max(0, x - width - 20) : x, y };
}
