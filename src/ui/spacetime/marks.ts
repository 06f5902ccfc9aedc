import { drawFlight, LINKED, strength, type Drawing } from './draw';
import type { EffectMark, SpaceModel } from './model';

/** Marks that are never left out: losses, effects, what was prevented, faults. */

/** The most losses and effects that are drawn one by one where there are very many. */
const MARKS_MAX = 400;

/** Losses end in the air, whatever else is too small to be seen. */
export function drawLosses(drawing: Drawing, isDense: boolean): void {
  const { model, frame, ink, emphasis, pen, labels } = drawing;
  const { flights, run } = model;
  const [from, to] = frame.times;
  let count = 0;
  for (const index of flights.lost) {
    const [, end] = flights.times(index);
    if (end < from || end > to || count >= MARKS_MAX) continue;
    count += 1;
    const [sender, receiver] = flights.ways(index);
    const across = frame.across(sender) + (frame.across(receiver) - frame.across(sender)) * flights.reach(index);
    const along = frame.along(end);
    const alpha = strength(emphasis, flights.sent[index]!, flights.ended[index]!);
    const [x, y] = [frame.x(along, across), frame.y(along, across)];
    if (isDense) drawFlight(drawing, index, false);
    labels.marks.push({ x, y });
    const r = 4.5;
    for (const points of [
      [x - r, y - r, x + r, y + r],
      [x + r, y - r, x - r, y + r],
    ])
      pen.path(points, { stroke: ink.lost, width: 2.2, alpha });
    const known = run.reading.packet(flights.packets[index]!);
    const number = run.header.messages[flights.messages[index]!]?.number;
    if (known === undefined || flights.isQuiet(index) || alpha < LINKED) continue;
    const text = `${known.words?.label ?? 'packet'}${number === undefined ? '' : ` ${number}`} lost`;
    labels.words.push({ along: along + 9, across, text, colour: ink.lost, weight: 650, rank: 1 });
  }
}

/** Rows of a table that count: a square on the table's line; a second one ringed, with its word. */
export function drawEffects(drawing: Drawing, isDense: boolean): void {
  const { model, frame, ink, emphasis, pen, labels } = drawing;
  const [from, to] = frame.times;
  let count = 0;
  for (const effect of isDense ? model.again : model.effects) {
    if (effect.at < from) continue;
    if (effect.at > to) break;
    if (effect.again && (count += 1) > MARKS_MAX) continue;
    const alpha = emphasis.hovered === effect.message ? 1 : strength(emphasis, effect.seq);
    const [along, across] = [frame.along(effect.at), frame.across(effect.node)];
    const [x, y] = [frame.x(along, across), frame.y(along, across)];
    const hue = model.run.hues[effect.message] ?? 'slate';
    pen.rect(x - 4, y - 4, 8, 8, 1.5, { fill: ink.fill[hue], stroke: ink.rim[hue], width: 1.5, alpha });
    if (!effect.again) continue;
    pen.disc(x, y, 8.5, { stroke: ink.duplicated, width: 2.4, alpha });
    labels.marks.push({ x, y });
    if (alpha >= LINKED)
      labels.words.push({
        along: along + 12,
        across,
        text: againText(model, effect),
        colour: ink.duplicated,
        weight: 650,
        rank: 0,
      });
  }
}

function againText({ run }: SpaceModel, { place, message }: EffectMark): string {
  const number = run.header.messages[message]?.number ?? '';
  return `${number} ${run.header.places[place]?.verb || 'done'} again`;
}

/** A dashed ring where a second effect would have been. */
export function drawPrevented({ model, frame, ink, emphasis, pen, labels }: Drawing): void {
  const { header } = model.run;
  for (const { at, place, message } of emphasis.prevented) {
    const info = header.places[place];
    const along = frame.along(at);
    if (info === undefined || along < 0 || along > frame.length) continue;
    const across = frame.across(info.node);
    pen.disc(frame.x(along, across), frame.y(along, across), 8.5, { stroke: ink.done, width: 2, dash: [3, 3] });
    const text = `${header.messages[message]?.number ?? ''} not ${info.verb || 'done'} again`;
    labels.words.push({ along: along + 12, across, text, colour: ink.done, weight: 650, rank: 0 });
  }
}

/** Diamonds at the rim, as on the scrubber. */
export function drawFaults({ model, frame, ink, pen }: Drawing): void {
  const [from, to] = frame.times;
  for (const { at } of model.faults) {
    if (at < from || at > to) continue;
    const along = frame.along(at);
    const [x, y] = [frame.x(along, 5), frame.y(along, 5)];
    pen.path([x, y - 5, x + 5, y, x, y + 5, x - 5, y], { fill: ink.ink });
  }
}
