import type { Scene } from '../../../analysis/scene/scene';
import type { NodeInfo } from '../../../engine/trace/header';
import { useFigures } from '../figures';
import { right } from '../geometry';
import type { NodeBox } from '../layout';
import type { StageModel } from '../model';
import { fitted, fittedName, widthOf } from '../text';
import { span } from '../time';

/** A node: a card with its names; an outline only when it is down, hatched when it is paused. */

interface NodeFigures {
  readonly state: 'not-started' | 'up' | 'down' | 'paused' | 'ended';
  /** What its second line says instead of the subtitle; empty for nothing. */
  readonly trouble: string;
  /** The step of its program that runs. */
  readonly step: string;
  readonly slow: number;
  /** How many it holds: they stand at the foot of the card. */
  readonly held: number;
}

export function nodeFigures(scene: Scene, info: NodeInfo, model: StageModel): NodeFigures {
  const node = scene.nodes[info.id];
  if (node === undefined) return { state: 'not-started', trouble: '', step: '', slow: 1, held: 0 };
  const since = span(scene.at - node.since);
  const trouble = troubleOf(node.state, since);
  const step = node.state === 'up' ? stepOf(scene, info, model) : '';
  return { state: node.state, trouble, step, slow: node.slow, held: heldBy(scene, info, model) };
}

function troubleOf(state: NodeFigures['state'], since: string): string {
  switch (state) {
    case 'not-started':
      return 'not started yet';
    case 'down':
      return `crashed ${since}`;
    case 'paused':
      return `paused ${since}`;
    case 'ended':
      return 'closed and left';
    case 'up':
      return '';
  }
}

function heldBy(scene: Scene, info: NodeInfo, { header }: StageModel): number {
  let held = 0;
  for (const { node, shape, id } of header.places) {
    if (node === info.id && shape === 'hand') held += scene.places[id]?.count ?? 0;
  }
  return held;
}

/** The label of the step at work: only while what it works on is in hand. */
function stepOf(scene: Scene, info: NodeInfo, { header }: StageModel): string {
  const step = scene.nodes[info.id]?.step;
  if (step === null || step === undefined) return '';
  const held = header.places.some(
    ({ node, shape, id }) =>
      node === info.id && shape === 'hand' && scene.places[id]?.copies.some(({ message }) => message === step.message),
  );
  return held ? (info.program[step.index]?.label ?? '') : '';
}

const TITLE = { size: 13, bold: true } as const;
const SMALL_TITLE = { size: 12, bold: true } as const;
const LINE = { size: 12 } as const;

interface Props {
  readonly card: NodeBox;
  readonly model: StageModel;
}

export function NodeCard({ card, model }: Props) {
  const info = model.header.nodes[card.node]!;
  const figures = useFigures(nodeFigures, info, model);
  const { box, column } = card;
  const low = box.height < 60;
  const turned = model.layout.turned;
  const state = figures?.state ?? 'up';
  const pad = box.width < 132 ? 9 : column === 'broker' || column === 'store' ? 14 : 12;
  const room = box.width - 2 * pad - (low && column === 'consumer' ? 36 : 0);
  const font = turned && column === 'consumer' ? SMALL_TITLE : TITLE;
  const title = fittedName(info.title, room, font);
  const inline = column === 'broker' || (turned && column !== 'consumer');
  const isSilent = turned && column === 'store' && card.header.height < 20;
  const trouble = figures?.trouble ?? '';
  const slow = figures !== null && figures.slow !== 1 ? `×${figures.slow} slower` : '';
  const second = trouble || slow || (turned && column === 'consumer' ? figures?.step || info.subtitle : info.subtitle);
  const titleWidth = widthOf(title, font) + 8;
  const held = figures?.held ?? 0;
  const secondRoom = inline ? room - titleWidth : turned && held > 1 ? room - 22 : room;
  // A second line that is too long goes on in a third, where the card has one.
  const [first = '', ...others] = second.split(' · ');
  const wraps =
    column === 'consumer' &&
    !turned &&
    box.height >= 80 &&
    others.length > 0 &&
    widthOf(second, LINE) > secondRoom &&
    trouble === '';
  const shown =
    isSilent || (low && !inline && !turned && trouble === '')
      ? ''
      : fitted(wraps ? first : second, Math.max(0, secondRoom), LINE);
  const step = figures?.step ?? '';
  const thirdRoom = held === 0 ? room : room - 42 - Math.max(0, held - 1) * 21;
  const third = step !== '' ? step : wraps ? others.join(' · ') : '';
  return (
    <g className={`stage-card is-${column} is-${state}`}>
      <rect className="stage-card-box" {...box} rx={column === 'broker' ? 12 : 10} />
      {state === 'paused' && <rect className="stage-hatch" {...box} rx={10} />}
      <text
        className="stage-title"
        visibility={isSilent ? 'hidden' : undefined}
        fontSize={font.size}
        x={box.x + pad}
        y={box.y + (low ? (low && !shown ? box.height / 2 + 4.5 : 18) : turned ? 19 : 22)}
      >
        {title}
      </text>
      {shown !== '' && (
        <text
          className={trouble || slow ? 'stage-trouble' : 'stage-line'}
          x={box.x + pad + (inline ? titleWidth : 0)}
          y={box.y + (inline ? (turned ? 19 : 22) : low ? 34 : turned ? 36 : 39)}
        >
          {shown}
        </text>
      )}
      {!low && !turned && column === 'consumer' && third !== '' && thirdRoom > 40 && (
        <text
          className={step !== '' ? 'stage-step' : 'stage-line'}
          x={box.x + pad}
          y={step !== '' ? box.y + box.height - 17 : box.y + 56}
        >
          {fitted(third, thirdRoom, LINE)}
        </text>
      )}
      {state === 'paused' && <PauseSign x={right(box) - 20} y={low || turned ? box.y + box.height - 18 : box.y + 29} />}
    </g>
  );
}

function PauseSign({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g className="stage-pause">
      <rect x={x} y={y} width={4} height={12} rx={1} />
      <rect x={x + 7} y={y} width={4} height={12} rx={1} />
    </g>
  );
}
