import { widthOf } from '../design/text';
import type { Drawing } from './draw';
import { AXIS } from './frame';

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
  /** Bars of work, which a word covers only where there is no room beside them. */
  readonly bars: Box[];
}

/** By its left edge and its middle. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const newLabels = (): Labels => ({ words: [], marks: [], bars: [] });

const HEIGHT = 14;
/** Half the width of a mark with the room around it. */
const MARK = 7;
const SIZE = 11.5;

export function drawLabels({ frame, ink, pen, labels }: Drawing): void {
  const taken: Box[] = labels.marks.map(({ x, y }) => ({ x: x - MARK, y, width: 2 * MARK, height: HEIGHT }));
  for (const label of [...labels.words].sort((a, b) => a.rank - b.rank)) {
    const width = widthOf(label.text, { size: SIZE, bold: label.weight >= 600 }) + 4;
    const inside = frame.turned ? frame.size.width : frame.length;
    const foot = frame.turned ? frame.size.height : frame.size.height - AXIS;
    const rooms = SIDES.map((side): Box => {
      const { x, y } = place(label, side * HEIGHT, width, inside, frame.turned);
      return { x, y, width, height: HEIGHT };
    }).filter((room) => taken.every((other) => !meet(room, other)));
    const isInside = ({ y }: Box): boolean => y >= HEIGHT / 2 && y <= foot;
    const clear = rooms.find((room) => isInside(room) && labels.bars.every((bar) => !meet(room, bar)));
    const free = clear ?? rooms.find(isInside) ?? rooms[0];
    if (free === undefined) continue;
    taken.push(free);
    // Over bars a word stands on a plate of its own.
    if (clear === undefined)
      pen.rect(free.x - 3, free.y - HEIGHT / 2, width + 4, HEIGHT, 3, { fill: ink.back, stroke: ink.hair });
    pen.text(free.x, free.y, label.text, {
      colour: label.colour,
      size: SIZE,
      weight: label.weight,
      anchor: 'start',
      halo: ink.back,
    });
  }
}

/** Lines above and below its mark on which a word may stand, the nearest first. */
const SIDES = [0, -1, 1, -2, 2, -3, 3] as const;

const meet = (one: Box, other: Box): boolean =>
  Math.abs(one.y - other.y) < (one.height + other.height) / 2 &&
  one.x <= other.x + other.width &&
  one.x + one.width >= other.x;

function place({ along, across }: Label, aside: number, width: number, inside: number, turned: boolean) {
  const [x, y] = turned ? [across + 8, along + aside] : [along, across + aside];
  // What would run out of the picture stands on the other side of its mark.
  return { x: x + width > inside ? Math.max(0, x - width - 20) : x, y };
}
