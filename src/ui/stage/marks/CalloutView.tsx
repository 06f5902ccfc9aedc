import { useMemo } from 'react';
import type { Scene } from '../../../analysis/scene/scene';
import { NONE } from '../../../engine/units';
import { W } from '../../../engine/words';
import { useFigures } from '../figures';
import { along, clamp, right, type Box, type Point } from '../geometry';
import { between } from '../interpolate';
import type { StageModel } from '../model';
import { widthOf } from '../../design/text';
import { moment } from '../time';
import { settle, type Callout } from './callouts';
import { linkFigures, linkWord } from './LinkLine';
import { labelOf, placeGraves } from './packets';

/** Says of the latest losses what they were, when and by whom, and of links what ails them. */

/** Each of so many losses is told of; of more only the latest, and how many there are beside it. */
const LOSSES_MAX = 2;
const LINE = 15;

export function calloutsOf(scene: Scene, model: StageModel): Callout[] {
  const losses = lossesOf(scene, model);
  // Between the rows of a turned stage there is room for one line: the loss says what the link would.
  return model.layout.turned && losses.length > 0 ? losses.slice(0, 1) : [...losses, ...troublesOf(scene, model)];
}

function lossesOf(scene: Scene, model: StageModel): Callout[] {
  const callouts: Callout[] = [];
  const graves = placeGraves(scene, model, () => Infinity);
  const solid = graves.map(({ token: { x, y } }) => ({ x: x - 12, y: y - 12, width: 24, height: 24 }));
  // What a reset took along lies beside it: one callout tells of both.
  const told = graves.filter(({ lost }) => lost.why !== W.reset || lost.fault !== NONE).reverse();
  const others = told.length > LOSSES_MAX ? told.length - 1 : 0;
  for (const { lost, token, from } of others > 0 ? told.slice(0, 1) : told) {
    const words = model.wordsOf(lost.packet.what);
    const title = `${labelOf(lost.packet, words, model)} lost`;
    const detail = `${lost.fault === NONE ? 'at' : 'you, at'} ${moment(lost.at)}${others > 0 ? `, and ${others} more` : ''}`;
    const lines = model.layout.turned
      ? [oneLine(title, others > 0 ? `, and ${others} more` : ` · ${detail}`, token, model)]
      : [title, detail];
    callouts.push({
      key: `loss-${lost.packet.packet}`,
      lines,
      width: Math.max(...lines.map((line) => widthOf(line, { size: 12, bold: true }))) + 12,
      height: lines.length * LINE + (lines.length > 1 ? 7 : 5),
      anchor: { x: token.x, y: token.y },
      solid: callouts.length === 0 ? solid : [],
      avoid: [0, 0.2, 0.4, 0.6, 0.8, 1].map((t) => between(from, token, t)),
    });
  }
  return callouts;
}

/** Between two rows it stands beside what it speaks of: with what there is room for. */
function oneLine(title: string, more: string, { x }: Point, { layout }: StageModel): string {
  const room = Math.max(x, layout.size.width - x) - BESIDE;
  return widthOf(title + more, { size: 12, bold: true }) <= room ? title + more : title;
}

/** What lies beside it, and the rim. */
const BESIDE = 50;

function troublesOf(scene: Scene, model: StageModel): Callout[] {
  return model.layout.links.flatMap((link): Callout[] => {
    const word = linkWord(linkFigures(scene, link));
    if (word === '') return [];
    const length = link.path.lengths[link.path.lengths.length - 1]!;
    const first = link.path.points[0]!;
    const last = link.path.points[link.path.points.length - 1]!;
    const room = model.layout.turned ? 200 : Math.abs(last.x - first.x) - 8;
    const lines = widthOf(word, { size: 12, bold: true }) > room ? word.split(' ') : [word];
    return [
      {
        key: `link-${link.index}`,
        lines,
        width: Math.max(...lines.map((line) => widthOf(line, { size: 12, bold: true }))),
        height: lines.length * LINE,
        anchor: along(link.path, 0.5),
        solid: [],
        avoid: length > 0 ? [0.35, 0.45, 0.5, 0.55, 0.65].map((t) => along(link.path, t)) : [],
      },
    ];
  });
}

interface Props {
  readonly model: StageModel;
}

export default function Callouts({ model }: Props) {
  const callouts = useFigures(calloutsOf, model);
  const placed = useMemo(() => settle(callouts ?? [], model.layout), [callouts, model]);
  return (
    <>
      {placed.map(({ callout, box }) =>
        callout.key.startsWith('loss') ? (
          <LossTag key={callout.key} callout={callout} box={box} />
        ) : (
          <text key={callout.key} className="stage-link-word" textAnchor="middle">
            {callout.lines.map((line, i) => (
              <tspan key={line} x={box.x + box.width / 2} y={box.y + 11.5 + i * LINE}>
                {line}
              </tspan>
            ))}
          </text>
        ),
      )}
    </>
  );
}

function LossTag({ callout, box }: { readonly callout: Callout; readonly box: Box }) {
  const { anchor, lines } = callout;
  const middle = box.x + box.width / 2;
  return (
    <g className="stage-tag">
      <path className="stage-tag-leader" d={leader(box, anchor)} />
      <rect className="stage-tag-box" {...box} rx={7} />
      <text className="stage-tag-title" x={middle} y={box.y + 15} textAnchor="middle">
        {lines[0]}
      </text>
      {lines.length > 1 && (
        <text className="stage-tag-detail" x={middle} y={box.y + 30} textAnchor="middle">
          {lines[1]}
        </text>
      )}
    </g>
  );
}

/** From the nearest edge of the tag to just before what it speaks of. */
function leader(box: Box, anchor: { readonly x: number; readonly y: number }): string {
  const x = clamp(anchor.x, box.x, right(box));
  const y = clamp(anchor.y, box.y, box.y + box.height);
  const away = Math.hypot(anchor.x - x, anchor.y - y);
  if (away < 14) return '';
  const t = (away - 12) / away;
  return `M${x} ${y}L${x + (anchor.x - x) * t} ${y + (anchor.y - y) * t}`;
}
