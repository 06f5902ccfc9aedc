import { NONE, type PlaceId } from '../../engine/units';
import type { PlaceShape } from '../../engine/trace/header';
import { bottom, clamp, right, type Box } from './geometry';
import type { NodeBox } from './layout';
import { share, type Demand, type PlannedNode, type PlannedPlace } from './plan';

/** Where the parts of one place stand within its card. */
export interface PlaceBox {
  readonly place: PlaceId;
  /** What is unacked of it, drawn in `figures`; NONE without. */
  readonly held: PlaceId;
  readonly shape: PlaceShape;
  readonly deadLetter: boolean;
  readonly box: Box;
  /** One line with its name; null if the card's own name says it. */
  readonly title: Box | null;
  /** Where its copies rest: slots, cells, rows, discs. */
  readonly area: Box;
  /** Captions, ghosts of the unacked, or marks beneath a log; null where there is no room or need. */
  readonly figures: Box | null;
  /** Expected against actual; null for places without an amount. */
  readonly foot: Box | null;
  /** Room for words between area and figures: tail and head, offsets. */
  readonly legend: boolean;
}

/** Inside a card; less in a narrow one. */
const padOf = (width: number): number => (width < 132 ? 8 : 14);

export function layPlaces(node: PlannedNode, card: NodeBox, turned: boolean): PlaceBox[] {
  if (card.column === 'producer' || card.column === 'consumer') return strip(node.places, card);
  return turned ? layBeside(node.places, card) : layBelow(node.places, card, node.info);
}

/** The hand of a consumer and what a producer waits to hear share the foot of the card. */
function strip(places: readonly PlannedPlace[], card: NodeBox): PlaceBox[] {
  const { box, compact } = card;
  const low = compact && box.height < 60;
  const inset = low || box.width < 110 ? 4 : 10;
  const isProducer = card.column === 'producer';
  const height = low ? (isProducer ? 22 : Math.min(40, box.height - 4)) : 40;
  const y = low && !isProducer ? box.y + (box.height - height) / 2 : bottom(box) - height - 3;
  const wanted = low && !isProducer ? Math.max(40, box.width * 0.36) : box.width - 2 * inset;
  // The last is at the right, where the eye ends: the hand, since it is declared after what it draws from.
  const ordered = [...places].sort((a, b) => rank(a) - rank(b));
  const width = wanted / Math.max(1, ordered.length);
  // Beside the words of the tally.
  const words = isProducer ? (compact ? 84 : 74) : 0;
  const beside = Math.min(words, Math.max(0, width - 26));
  return ordered.map((place, index) => {
    const x = right(box) - inset - wanted + index * width;
    const area = { x: x + beside, y: y + (isProducer && !compact ? 3 : 0), width: width - beside, height };
    return { ...bare(place, area), title: null, area, figures: null, foot: null, legend: false };
  });
}

const rank = (place: PlannedPlace): number => (place.info.shape === 'hand' ? 1 : 0);

function bare(place: PlannedPlace, box: Box): Pick<PlaceBox, 'place' | 'held' | 'shape' | 'deadLetter' | 'box'> {
  const { id, shape, deadLetter } = place.info;
  return { place: id, held: place.held, shape, deadLetter, box };
}

function layBelow(places: readonly PlannedPlace[], card: NodeBox, node: { readonly title: string }): PlaceBox[] {
  const inner: Box = {
    x: card.box.x + padOf(card.box.width),
    y: bottom(card.header),
    width: card.box.width - 2 * padOf(card.box.width),
    height: bottom(card.box) - bottom(card.header) - 6,
  };
  const heights = share(
    inner.height,
    places.map((place) => place.height),
  );
  const rest = Math.max(0, inner.height - heights.reduce((sum, height) => sum + height, 0));
  let y = inner.y + Math.min(10, rest / 2);
  return places.map((place, index) => {
    const isTable = place.info.shape === 'rows';
    const gap = index > 0 && !place.info.deadLetter ? 6 : isTable && place.info.title !== node.title ? 5 : 0;
    const box = { x: inner.x, y: y + gap, width: inner.width, height: heights[index]! - gap };
    y += heights[index]!;
    return inside(place, box, place.info.title !== node.title);
  });
}

/** Turned: what stood below one another stands side by side, logs excepted; dead letters in the head. */
function layBeside(places: readonly PlannedPlace[], card: NodeBox): PlaceBox[] {
  const pad = 10;
  const dead = places.filter((place) => place.info.deadLetter);
  const living = places.filter((place) => !place.info.deadLetter);
  const inner: Box = {
    x: card.box.x + pad,
    y: bottom(card.header),
    width: card.box.width - 2 * pad,
    height: card.box.height - card.header.height - 6,
  };
  const headWidth = Math.min(card.box.width * 0.62, 170 * dead.length);
  const trays = dead.map((place, index) => {
    const width = headWidth / dead.length;
    const box = {
      x: right(inner) - headWidth + index * width,
      y: card.box.y + 2,
      width,
      height: card.header.height - 2,
    };
    return inside(place, box, true);
  });
  if (living.length === 0) return trays;
  if (living.some((place) => place.info.shape === 'log')) {
    const height = inner.height / living.length;
    return [
      ...living.map((place, i) => inside(place, { ...inner, y: inner.y + i * height, height }, height >= 40)),
      ...trays,
    ];
  }
  const weights = living.map((place): Demand => widthOf(place));
  const gap = 12;
  const widths = share(inner.width - gap * (living.length - 1), weights);
  const spare = (inner.width - gap * (living.length - 1)) / widths.reduce((sum, width) => sum + width, 0);
  let x = inner.x;
  const rest = living.map((place, index) => {
    const width = widths[index]! * Math.min(spare, 1e6);
    const box = { x, y: inner.y, width, height: inner.height };
    x += width + gap;
    return inside(place, box, true);
  });
  return [...rest, ...trays];
}

const widthOf = (place: PlannedPlace): Demand =>
  place.info.amount > 0 ? { min: 230, ideal: 270, max: 320 } : { min: 64, ideal: 90, max: 160 };

function inside(place: PlannedPlace, box: Box, titled: boolean): PlaceBox {
  const { shape, deadLetter, amount } = place.info;
  const base = bare(place, box);
  const line = box.height < 100 ? 18 : 22;
  const title = titled ? { ...box, height: Math.min(line, box.height) } : null;
  const top = box.y + (title?.height ?? (shape === 'rows' ? 6 : 0));
  const left = bottom(box) - top;
  if (deadLetter) return deadTray(base, box, place);
  switch (shape) {
    case 'slots': {
      const legend = box.height >= 118;
      const figuresHeight = Math.min(30, Math.max(24, left * 0.32));
      const height = clamp(left - figuresHeight - (legend ? 22 : 4), 22, 44);
      const area = { ...box, y: top, height };
      const y = bottom(area) + (legend ? 18 : 2);
      return { ...base, title, area, figures: { ...box, y, height: figuresHeight }, foot: null, legend };
    }
    case 'log': {
      const legend = left >= 62;
      const height = clamp(left - 26 - (legend ? 14 : 0), 18, 32);
      const area = { ...box, y: top, height };
      const y = bottom(area) + (legend ? 14 : 0);
      return { ...base, title, area, figures: { ...box, y, height: bottom(box) - y }, foot: null, legend };
    }
    case 'rows':
      return { ...base, title, figures: null, legend: false, ...rowsAndFoot(box, top, amount > 0) };
    case 'held':
    case 'hand':
    case 'waiting':
    case 'exchange':
    case 'binding':
      return { ...base, title, area: { ...box, y: top, height: left }, figures: null, foot: null, legend: false };
  }
}

/** Rows above, the reckoning beneath; beside them where the place is wide and low. */
function rowsAndFoot(box: Box, top: number, hasFoot: boolean): Pick<PlaceBox, 'area' | 'foot'> {
  const height = bottom(box) - top;
  if (!hasFoot) return { area: { ...box, y: top, height: height - 4 }, foot: null };
  if (box.width > 2.2 * height) {
    const width = Math.min(118, Math.max(102, box.width * 0.36));
    return {
      area: { ...box, y: top, width: box.width - width - 10, height: height - 2 },
      foot: { x: right(box) - width, y: top, width, height: height - 2 },
    };
  }
  const footHeight = height > 190 ? 74 : 60;
  return {
    area: { ...box, y: top, height: height - footHeight - 8 },
    foot: { ...box, y: bottom(box) - footHeight - 2, height: footHeight },
  };
}

function deadTray(base: ReturnType<typeof bare>, box: Box, place: PlannedPlace): PlaceBox {
  const { title } = place.info;
  // The name takes what it needs, up to half: the tray is what matters once something is in it.
  const nameWidth = Math.min(box.width * 0.55, title.length * 7.6 + 8);
  const name = { ...box, width: nameWidth };
  const area = { x: box.x + nameWidth, y: box.y, width: box.width - nameWidth, height: box.height };
  return {
    ...base,
    held: place.held === NONE ? NONE : place.held,
    title: name,
    area,
    figures: null,
    foot: null,
    legend: false,
  };
}
