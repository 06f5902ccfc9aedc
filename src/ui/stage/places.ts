import { NONE, type PlaceId } from '../../engine/units';
import type { PlaceInfo, PlaceShape } from '../../engine/trace/header';
import { bottom, clamp, middle, right, type Box } from './geometry';
import type { NodeBox } from './layout';
import {
  bindingWidth,
  deathsWidth,
  exchangeWidth,
  isSideTable,
  logColumns,
  share,
  waysWidth,
  type Demand,
  type PlannedNode,
  type PlannedPlace,
} from './plan';
import { insideLog, type Lane } from './logBox';

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
  /** Captions and ghosts of the unacked; null where there is no room or need. */
  readonly figures: Box | null;
  /** Expected against actual; null for places without an amount. */
  readonly foot: Box | null;
  /** Room for words between area and figures: tail and head, offsets. */
  readonly legend: boolean;
  /** Beneath a log: where each group stands in it. */
  readonly lanes: readonly Lane[];
  /** A table whose rows are discs side by side. */
  readonly chips: boolean;
}

/** The share of a low consumer's card that its hand takes. */
export const LOW_HAND = 0.36;

/** Inside a card; less in a narrow one. */
const padOf = (width: number): number => (width < 132 ? 8 : 14);

export function layPlaces(node: PlannedNode, card: NodeBox, turned: boolean): PlaceBox[] {
  const isClient = card.column === 'producer' || card.column === 'consumer';
  if (isClient) return [...(turned ? [] : layBelow(node, card, stripHeight(node, card))), ...strip(node.strip, card)];
  return turned ? layBeside(node, card) : layBelow(node, card, 0);
}

/** A consumer's card that also waits for something has a line of its own for that. */
const WAIT_LINE = 24;

const hasWaitLine = (places: readonly PlannedPlace[], { column, compact, box }: NodeBox): boolean =>
  column === 'consumer' && !compact && box.height >= 100 && places.some(({ info }) => info.shape !== 'hand');

function stripHeight({ places, strip: clients }: PlannedNode, card: NodeBox): number {
  if (places.length === 0) return 0;
  return 46 + (hasWaitLine(clients, card) ? WAIT_LINE : 0);
}

/** The hand of a consumer and what a producer waits to hear share the foot of the card. */
function strip(places: readonly PlannedPlace[], card: NodeBox): PlaceBox[] {
  const { box, compact } = card;
  const low = compact && box.height < 60;
  const inset = low || box.width < 110 ? 4 : 10;
  const isProducer = card.column === 'producer';
  const ownLine = hasWaitLine(places, card);
  const height = low ? (isProducer ? 22 : Math.min(40, box.height - 4)) : 40;
  const y = low && !isProducer ? box.y + (box.height - height) / 2 : bottom(box) - height - 3;
  // Beside the words of a producer's tally, all of them.
  const words = isProducer
    ? Math.min(compact ? (box.width < 200 ? 84 : 128) : 76, Math.max(0, box.width - 2 * inset - 26))
    : 0;
  const wanted = low && !isProducer ? Math.max(40, box.width * LOW_HAND) : box.width - 2 * inset - words;
  // The last is at the right, where the eye ends: the hand, since it is declared after what it draws from.
  const ordered = [...places].sort((a, b) => rank(a) - rank(b));
  const beneath = ownLine ? ordered.filter(({ info }) => info.shape !== 'hand') : [];
  const hand = ordered.find(({ info }) => info.shape === 'hand');
  // Where there is room for one only, it is what the consumer works on.
  const isCramped = compact && !isProducer && hand !== undefined;
  const beside = isCramped ? [hand] : ordered.filter((place) => !beneath.includes(place));
  // What a producer waits with stands in one row, whichever place it is in.
  const isShared = isProducer && beside.every(({ info }) => info.shape === 'waiting');
  const width = isShared ? wanted : wanted / Math.max(1, beside.length);
  const lift = ownLine ? WAIT_LINE : 0;
  return [
    ...beneath.map((place, index) => {
      const part = (box.width - 2 * inset) / beneath.length;
      const line = {
        x: box.x + inset + 2 + index * part,
        y: bottom(box) - WAIT_LINE - 3,
        width: part,
        height: WAIT_LINE,
      };
      const name = { ...line, width: Math.min(72, part * 0.6) };
      const area = { ...line, x: line.x + name.width, width: line.width - name.width };
      return { ...bare(place, line), title: name, area };
    }),
    ...beside.map((place, index) => {
      const x = right(box) - inset - wanted + (isShared ? 0 : index * width);
      const area = { x, y: y - lift + (isProducer && !compact ? 3 : 0), width, height };
      return { ...bare(place, area), area };
    }),
  ];
}

const rank = (place: PlannedPlace): number => (place.info.shape === 'hand' ? 1 : 0);

/** A place with nothing but its box. */
function bare(place: Pick<PlannedPlace, 'info' | 'held'>, box: Box): PlaceBox {
  const { id, shape, deadLetter } = place.info;
  return {
    place: id,
    held: place.held,
    shape,
    deadLetter,
    box,
    title: null,
    area: box,
    figures: null,
    foot: null,
    legend: false,
    lanes: [],
    chips: isSideTable(place.info),
  };
}

/** Places below one another; exchanges, if there are any, at their left. */
function layBelow(node: PlannedNode, card: NodeBox, atFoot: number): PlaceBox[] {
  const { places, info } = node;
  const pad = padOf(card.box.width);
  const foot = atFoot + (card.groups === null ? 6 : card.groups.height + 8);
  const ways = waysWidth(node);
  const deaths = deathsWidth(node);
  const whole = card.box.width - 2 * pad;
  const left = deaths + (ways === 0 ? 0 : Math.min(ways, Math.max(138, whole - deaths - 180)));
  const inner: Box = {
    x: card.box.x + pad + left,
    y: bottom(card.header),
    width: whole - left,
    height: bottom(card.box) - bottom(card.header) - foot,
  };
  const heights = share(
    inner.height,
    places.map((place) => place.height),
  );
  const rest = Math.max(0, inner.height - heights.reduce((sum, height) => sum + height, 0));
  let y = inner.y + Math.min(8, rest / 2);
  const placed = places.map((place, index) => {
    const isTable = place.info.shape === 'rows';
    const gap = index > 0 && !place.info.deadLetter ? 6 : isTable && place.info.title !== info.title ? 5 : 0;
    const box = { x: inner.x, y: y + gap, width: inner.width, height: heights[index]! - gap };
    y += heights[index]!;
    return inside(place, box, place.info.title !== info.title);
  });
  if (ways === 0) return placed;
  const width = left - deaths - Math.min(bindingWidth(node), left * 0.5);
  const column = { ...inner, x: card.box.x + pad, width: Math.min(width, exchangeWidth(node)) };
  return [...placed, ...layExchanges(node, column, placed, middle(card.box).y)];
}

const EXCHANGE_HEIGHT = 42;

/** Each beside the middle of what it leads to, and clear of one another. */
function layExchanges(
  { exchanges, bindings }: PlannedNode,
  column: Box,
  placed: readonly PlaceBox[],
  facing: number,
): PlaceBox[] {
  const wanted = exchanges.map((info, index) => {
    const targets = placed.filter(({ place }) => bindings.some(({ of, to }) => of === info.id && to === place));
    const ys = targets.map(({ area }) => middle(area).y);
    // A single one faces who publishes to it.
    const mean = ys.length > 0 ? ys.reduce((sum, each) => sum + each, 0) / ys.length : middle(column).y;
    const y = exchanges.length === 1 ? facing : mean;
    return { info, index, y };
  });
  wanted.sort((a, b) => a.y - b.y || a.index - b.index);
  const step = Math.min(EXCHANGE_HEIGHT + 12, column.height / Math.max(1, exchanges.length));
  const last = wanted.length - 1;
  let least = column.y + step / 2;
  return wanted.map(({ info, y }, index) => {
    const most = bottom(column) - step / 2 - (last - index) * step;
    const at = clamp(y, least, Math.max(least, most));
    least = at + step;
    return exchangeBox(info, { ...column, y: at - EXCHANGE_HEIGHT / 2, height: Math.min(EXCHANGE_HEIGHT, step - 4) });
  });
}

const exchangeBox = (info: PlaceInfo, box: Box): PlaceBox => bare({ info, held: NONE }, box);

/** Turned: what stood below one another stands side by side, logs excepted; dead letters in the head. */
function layBeside(node: PlannedNode, card: NodeBox): PlaceBox[] {
  const { places, exchanges } = node;
  const pad = 10;
  const dead = places.filter((place) => place.info.deadLetter);
  const living = places.filter((place) => !place.info.deadLetter);
  const ways = exchanges.length > 0 ? clamp((card.box.height - card.header.height) * 0.32, 40, 60) : 0;
  const inner: Box = {
    x: card.box.x + pad,
    y: bottom(card.header) + ways,
    width: card.box.width - 2 * pad,
    height: card.box.height - card.header.height - ways - 6,
  };
  const trays = laySideBySide(dead, {
    x: right(inner) - Math.min(card.box.width * 0.62, 170 * dead.length),
    y: card.box.y + 2,
    width: Math.min(card.box.width * 0.62, 170 * dead.length),
    height: card.header.height - 2,
  });
  const strips = exchanges.map((info, index) => {
    const width = Math.min(150, inner.width / exchanges.length - 8);
    const x = inner.x + ((index + 0.5) * inner.width) / exchanges.length - width / 2;
    return exchangeBox(info, { x, y: bottom(card.header), width, height: Math.min(26, ways - 14) });
  });
  if (living.length === 0) return [...strips, ...trays];
  if (living.some((place) => place.info.shape === 'log')) return [...layLogs(living, inner), ...strips, ...trays];
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
  return [...rest, ...strips, ...trays];
}

function laySideBySide(places: readonly PlannedPlace[], box: Box): PlaceBox[] {
  const width = box.width / Math.max(1, places.length);
  return places.map((place, index) => inside(place, { ...box, x: box.x + index * width, width }, true));
}

function layLogs(places: readonly PlannedPlace[], inner: Box): PlaceBox[] {
  const columns = logColumns(places.length);
  const gap = columns > 1 ? 14 : 0;
  const rows = Math.ceil(places.length / columns);
  const width = (inner.width - gap * (columns - 1)) / columns;
  const height = inner.height / rows;
  return places.map((place, i) => {
    // Down the first column, then the next.
    const [column, row] = [Math.floor(i / rows), i % rows];
    const box = { x: inner.x + column * (width + gap), y: inner.y + row * height, width, height: height - 2 };
    return inside(place, box, height >= 40);
  });
}

const widthOf = (place: PlannedPlace): Demand =>
  place.info.amount > 0 ? { min: 230, ideal: 270, max: 320 } : { min: 64, ideal: 90, max: 160 };

function inside(place: PlannedPlace, box: Box, titled: boolean): PlaceBox {
  const { shape, deadLetter, amount } = place.info;
  const base = bare(place, box);
  if (deadLetter) return deadTray(base, place);
  if (shape === 'log') return { ...base, ...insideLog(box, titled, place.lanes, place.bracketed) };
  const line = box.height < 100 ? 18 : 22;
  const title = titled ? { ...box, height: Math.min(line, box.height) } : null;
  const top = box.y + (title?.height ?? (shape === 'rows' ? 6 : 0));
  const left = bottom(box) - top;
  switch (shape) {
    case 'slots': {
      const legend = box.height >= 112;
      const figuresHeight = clamp(left * 0.3, 24, 28);
      const height = Math.max(22, left - figuresHeight - (legend ? 20 : 4));
      const area = { ...box, y: top, height };
      const y = bottom(area) + (legend ? 18 : 2);
      return { ...base, title, area, figures: { ...box, y, height: figuresHeight }, legend };
    }
    case 'rows':
      return { ...base, title, ...rowsAndFoot(box, top, amount > 0) };
    default:
      return { ...base, title, area: { ...box, y: top, height: left } };
  }
}

/** Rows above, the reckoning beneath; beside them where the place is wide and low. */
function rowsAndFoot(box: Box, top: number, hasFoot: boolean): Pick<PlaceBox, 'area' | 'foot'> {
  const height = bottom(box) - top;
  if (!hasFoot) return { area: { ...box, y: top, height: height - 4 }, foot: null };
  if (box.width > 2.2 * height) {
    const width = Math.min(118, Math.max(102, box.width * LOW_HAND));
    return {
      area: { ...box, y: top, width: box.width - width - 10, height: height - 2 },
      foot: { x: right(box) - width, y: top, width, height: height - 2 },
    };
  }
  const footHeight = height > 190 ? 72 : 60;
  return {
    area: { ...box, y: top, height: height - footHeight - 8 },
    foot: { ...box, y: bottom(box) - footHeight - 2, height: footHeight },
  };
}

function deadTray(base: PlaceBox, { info: { title } }: PlannedPlace): PlaceBox {
  const { box } = base;
  // The name takes what it needs, up to half: the tray is what matters once something is in it.
  const nameWidth = Math.min(box.width * 0.55, title.length * 7.6 + 8);
  return {
    ...base,
    title: { ...box, width: nameWidth },
    area: { ...box, x: box.x + nameWidth, width: box.width - nameWidth },
  };
}
