import { CONE } from '../../analysis/cone';
import type { Prevented } from '../../analysis/prevented';
import type { Absence, Work } from '../../analysis/spacetime/lives';
import { NONE, type MessageId, type NodeId, type PacketId } from '../../engine/units';
import { timeTicks } from '../app/timeTicks';
import { formatLength, formatTime } from '../design/format';
import { drawDensity, FLIGHTS_MAX } from './density';
import type { Frame } from './frame';
import type { Ink } from './ink';
import { drawLabels, newLabels, type Labels } from './labels';
import { drawCut } from './cuts';
import { drawEffects, drawFaults, drawLosses, drawPrevented } from './marks';
import type { SpaceModel } from './model';
import type { Pen } from './pen';

/** What is lit, and of what the rest is dimmed. */
export interface Emphasis {
  /** How each record stands to the selected message; null: nothing is selected. */
  readonly cone: Uint8Array | null;
  readonly selected: MessageId | null;
  readonly hovered: MessageId | null;
  readonly packet: PacketId | null;
  readonly showQuiet: boolean;
  /** Where an effect would have come again, if this variant did not prevent it. */
  readonly prevented: readonly Prevented[];
}

export interface Drawing {
  readonly model: SpaceModel;
  readonly frame: Frame;
  readonly ink: Ink;
  readonly emphasis: Emphasis;
  readonly pen: Pen;
  readonly labels: Labels;
}

/** Strength of what has nothing to do with the selected message, and of what only comes of it or led to it. */
const DIM = 0.13;
export const LINKED = 0.5;
/** Tears closer than so many pixels on the average would be a hatching that says nothing. */
const FOLD_PX = 14;

/** Draws all that stands in the frame. Returns how many packets were too many to be drawn one by one; 0 if they were. */
export function draw(pen: Pen, model: SpaceModel, frame: Frame, ink: Ink, emphasis: Emphasis): number {
  const drawing: Drawing = { model, frame, ink, emphasis, pen, labels: newLabels() };
  const [from, to] = frame.times;
  const packets = model.flights.spans.startsIn(from, to);
  const isDense = packets > FLIGHTS_MAX;
  drawTicks(drawing, drawFolds(drawing));
  for (const cut of model.cuts) drawCut(drawing, cut);
  for (const node of model.order) drawLine(drawing, node);
  if (isDense) {
    drawDensity(drawing);
    drawOwn(drawing);
  } else {
    const numbers: WorkNumber[] = [];
    model.lives.spans.forEachIn(from, to, (index) => drawWork(drawing, model.lives.works[index]!, numbers));
    drawFlights(drawing);
    drawNumbers(drawing, numbers);
  }
  drawLosses(drawing, isDense);
  drawEffects(drawing, isDense);
  drawPrevented(drawing);
  drawFaults(drawing);
  drawLabels(drawing);
  return isDense ? packets : 0;
}

/** Strength of what stands in a record. */
export function strength({ cone }: Emphasis, ...seqs: readonly number[]): number {
  if (cone === null) return 1;
  let bits = 0;
  for (const seq of seqs) if (seq !== NONE) bits |= cone[seq]!;
  if ((bits & CONE.own) !== 0) return 1;
  return bits !== 0 ? LINKED : DIM;
}

/** Time that is left out: torn paper, as on the scrubber. Returns where its length is written. */
function drawFolds({ frame, ink, pen }: Drawing): number[] {
  const written: number[] = [];
  const [from, to] = frame.times;
  const gaps = frame.folding.foldedIn(from, to);
  if (gaps.length > frame.length / FOLD_PX) return written;
  for (const gap of gaps) {
    const [start, end] = [frame.along(gap.from), frame.along(gap.to)];
    const breadth = frame.turned ? frame.size.width : frame.size.height;
    const middle = (start + end) / 2;
    const slant = 3;
    for (const along of [middle - 3, middle + 3]) {
      pen.path(
        [
          frame.x(along - slant, breadth),
          frame.y(along - slant, breadth),
          frame.x(along + slant, 0),
          frame.y(along + slant, 0),
        ],
        { stroke: ink.hair, width: 1.5 },
      );
    }
    if (end - start > 56 && !frame.turned) {
      const text = { colour: ink.ink3, size: 11, weight: 400, anchor: 'middle', halo: ink.back } as const;
      pen.text(middle, frame.size.height - 10, `≈ ${formatLength(gap.to - gap.from)}`, text);
      written.push(middle);
    }
  }
  return written;
}

/** Pixels between a length that is left out and the next moment in numbers. */
const CLEAR_PX = 58;

function drawTicks({ frame, ink, pen }: Drawing, written: readonly number[]): void {
  const { folding, from, to, length, turned, size } = frame;
  const text = { colour: ink.ink3, size: 11, weight: 400 } as const;
  for (const { along, label } of timeTicks(folding, [from, to], length)) {
    if (written.some((other) => Math.abs(other - along) < CLEAR_PX)) continue;
    if (turned) pen.text(3, along, label, { ...text, anchor: 'start' });
    else {
      pen.path([along, size.height - 21, along, size.height - 17], { stroke: ink.hair });
      pen.text(Math.max(22, along), size.height - 9, label, { ...text, anchor: 'middle' });
    }
  }
}

/** A node's line, with a gap where it is down and hatching where it is paused. */
function drawLine(drawing: Drawing, node: NodeId): void {
  const { model, frame, ink, pen, labels } = drawing;
  const absences = model.lives.absences.filter((absence) => absence.node === node && absence.kind !== 'slow');
  const across = frame.across(node);
  const [from, to] = frame.times;
  const stroke = (start: number, end: number, dash: readonly number[], alpha: number): void => {
    const [a, b] = [Math.max(-4, start), Math.min(frame.length + 4, end)];
    if (b > a)
      pen.path([frame.x(a, across), frame.y(a, across), frame.x(b, across), frame.y(b, across)], {
        stroke: ink.line,
        dash,
        alpha,
      });
  };
  let reached = -4;
  for (const absence of absences) {
    if (absence.to < from || absence.from > to) continue;
    const [start, end] = [frame.along(absence.from), frame.along(absence.to)];
    stroke(reached, start, [], 0.55);
    reached = end;
    if (absence.kind === 'paused') {
      stroke(start, end, [2, 5], 1);
      drawPause(drawing, start, across);
    } else {
      drawEdge(drawing, start, across);
      if (end < frame.length) drawEdge(drawing, end, across);
    }
    labels.words.push({
      along: Math.max(4, start + 8),
      across,
      text: wordOf(absence),
      colour: ink.ink2,
      weight: 600,
      rank: 2,
    });
  }
  stroke(reached, frame.length + 4, [], 0.55);
}

const wordOf = ({ kind, from, to }: Absence): string =>
  `${kind === 'down' ? 'crashed' : kind === 'paused' ? 'paused' : 'slow'} ${formatLength(to - from)}`;

function drawEdge({ frame, ink, pen }: Drawing, along: number, across: number): void {
  pen.path(
    [frame.x(along, across - 7), frame.y(along, across - 7), frame.x(along, across + 7), frame.y(along, across + 7)],
    {
      stroke: ink.ink2,
      width: 2,
    },
  );
}

function drawPause(drawing: Drawing, along: number, across: number): void {
  drawEdge(drawing, along, across);
  drawEdge(drawing, along + 4, across);
}

/** A handler at work, in its message's hue, with the number where there is room. */
function drawWork({ model, frame, ink, emphasis, pen, labels }: Drawing, work: Work, numbers: WorkNumber[]): void {
  const { run, lives } = model;
  const lanes = Math.min(lives.lanes[work.node] ?? 1, 6);
  const thick = Math.max(2, Math.min(12, (frame.row - 4) / lanes));
  const top = frame.across(work.node) - (thick * lanes) / 2 + thick * (work.lane % lanes);
  const [start, end] = [Math.max(-20, frame.along(work.from)), Math.min(frame.length + 20, frame.along(work.to))];
  const length = Math.max(2, end - start);
  const hue = run.hues[work.message] ?? 'slate';
  const isLit = emphasis.hovered === work.message;
  const alpha = isLit ? 1 : strength(emphasis, work.seq);
  const look = {
    fill: ink.fill[hue],
    stroke: isLit ? ink.ink : ink.rim[hue],
    width: isLit ? 2 : 1,
    alpha,
    dash: work.cut ? [3, 2] : [],
  };
  const [w, h] = frame.turned ? [thick - 1, length] : [length, thick - 1];
  pen.rect(frame.x(start, top), frame.y(start, top), w, h, 5, look);
  labels.bars.push({ x: frame.x(start, top), y: frame.y(start, top) + h / 2, width: w, height: h });
  if (thick >= 11 && length >= 20)
    numbers.push({ along: Math.max(0, start) + 10, across: top + (thick - 1) / 2, work, alpha });
}

/** The number of a message at work, over whatever crosses its bar. */
interface WorkNumber {
  readonly along: number;
  readonly across: number;
  readonly work: Work;
  readonly alpha: number;
}

function drawNumbers({ model, frame, ink, pen }: Drawing, numbers: readonly WorkNumber[]): void {
  for (const { along, across, work, alpha } of numbers) {
    const number = String(model.run.header.messages[work.message]?.number ?? '');
    const lettering = { colour: ink.token, size: 10, weight: 700, anchor: 'middle', alpha } as const;
    const hue = model.run.hues[work.message] ?? 'slate';
    pen.text(frame.x(along, across), frame.y(along, across), number, { ...lettering, halo: ink.fill[hue] });
  }
}

function drawFlights(drawing: Drawing): void {
  const { model, frame, emphasis } = drawing;
  const { flights } = model;
  const [from, to] = frame.times;
  const lit: number[] = [];
  flights.spans.forEachIn(from, to, (index) => {
    if (flights.isQuiet(index) && !emphasis.showQuiet) return;
    const isLit =
      flights.packets[index] === emphasis.packet ||
      (emphasis.hovered !== null && flights.messages[index] === emphasis.hovered) ||
      (emphasis.selected !== null && flights.messages[index] === emphasis.selected);
    if (isLit) lit.push(index);
    else drawFlight(drawing, index, false);
  });
  // What is lit lies over what is not.
  for (const index of lit) drawFlight(drawing, index, true);
}

/** Where there are too many to draw, still those of the selected message. */
function drawOwn(drawing: Drawing): void {
  const { model, frame, emphasis } = drawing;
  const { cone } = emphasis;
  if (cone === null) return;
  const { flights } = model;
  const [from, to] = frame.times;
  flights.spans.forEachIn(from, to, (index) => {
    if ((cone[flights.sent[index]!]! & CONE.own) !== 0) drawFlight(drawing, index, true);
  });
}

/** One packet: slanted by its latency; an answer is thin and in ink, a message in its hue. */
export function drawFlight({ model, frame, ink, emphasis, pen }: Drawing, index: number, isLit: boolean): void {
  const { flights, run } = model;
  const [start, end] = flights.times(index);
  const [from, to] = flights.ways(index);
  const [a, c] = [frame.along(start), frame.across(from)];
  const reach = flights.reach(index);
  const [b, d] = [frame.along(end), c + (frame.across(to) - c) * reach];
  const shape = flights.shape(index);
  const message = flights.messages[index]!;
  const hue = run.hues[message] ?? 'slate';
  const isMessage = shape === 'message';
  const alpha = isLit ? 1 : strength(emphasis, flights.sent[index]!, flights.ended[index]!) * (isMessage ? 0.95 : 0.6);
  const colour = isMessage ? ink.rim[hue] : isLit ? ink.ink : ink.ink3;
  const hasArrived = flights.end(index) === 'arrived';
  pen.path([frame.x(a, c), frame.y(a, c), frame.x(b, d), frame.y(b, d)], {
    stroke: colour,
    width: (isMessage ? 1.75 : 1.1) + (isLit ? 0.9 : 0),
    dash: hasArrived ? (shape === 'request' ? [2, 3] : []) : [3, 3],
    alpha,
  });
  if (!hasArrived) return;
  const [x, y] = [frame.x(b, d), frame.y(b, d)];
  if (isMessage) pen.disc(x, y, isLit ? 3.6 : 2.6, { fill: colour, alpha });
  else if (shape !== 'request') {
    const r = isLit ? 4 : 3;
    pen.path([x, y - r, x + r, y, x, y + r, x - r, y], {
      fill: shape === 'refusal' ? ink.back : colour,
      stroke: colour,
      alpha,
    });
  }
}

/** "2.418 s to 3.020 s": what the frame shows, in words. */
export function spanText(frame: Frame): string {
  return `${formatTime(Math.max(0, frame.time(0)))} to ${formatTime(frame.time(frame.length))}`;
}
