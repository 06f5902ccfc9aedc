import { lazy, Suspense } from 'react';
import { useFigures } from '../figures';
import { right } from '../geometry';
import { groupsOf } from '../groups';
import type { NodeBox } from '../layout';
import type { StageModel } from '../model';
import { fitted, fittedName, fittedParts, widthOf } from '../../design/text';
import { LOW_HAND } from '../places';
import { LetterPlate } from './LetterPlate';
import { nodeFigures, type NodeFigures } from './nodeFigures';

/** A node: a card with its names; an outline only when it is down, hatched when it is paused. */

/** Only logs have groups. */
const AlertPlate = lazy(() => import('./AlertPlate'));
const GroupNames = lazy(() => import('./GroupNames'));

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
  const state = figures?.state ?? 'up';
  const { turned } = model.layout;
  const low = box.height < 60;
  const hatched = state === 'paused' || figures?.blocked === true;
  return (
    <g className={`stage-card is-${column} is-${state}`}>
      <rect className="stage-card-box" {...box} rx={column === 'broker' ? 12 : 10} />
      {hatched && <rect className="stage-hatch" {...box} rx={10} />}
      <Names card={card} model={model} figures={figures} />
      {figures !== null && figures.alert !== '' && (
        <Suspense fallback={null}>
          <AlertPlate words={figures.alert} x={right(box) - 10} y={box.y + (turned ? 5 : 9)} />
        </Suspense>
      )}
      {card.groups !== null && (
        <Suspense fallback={null}>
          <GroupNames box={card.groups} owners={ownersIn(card, model)} model={model} />
        </Suspense>
      )}
      {hatched && (
        <PauseSign
          x={right(box) - 20}
          y={low || turned ? box.y + box.height - 18 : box.y + 29}
          isStop={figures?.blocked === true}
        />
      )}
    </g>
  );
}

const ownersIn = ({ node }: NodeBox, { layout, header }: StageModel): number[] =>
  [...layout.places.values()]
    .filter(({ place }) => header.places[place]!.node === node)
    .flatMap(({ lanes }) => lanes.map(({ owner }) => owner));

interface NamesProps extends Props {
  readonly figures: NodeFigures | null;
}

/** Title, what it is or ails, and the step of its program. */
function Names({ card, model, figures }: NamesProps) {
  const info = model.header.nodes[card.node]!;
  const { box, column } = card;
  const { turned } = model.layout;
  const low = box.height < 60;
  const pad = box.width < 132 ? 9 : column === 'broker' || column === 'store' ? 14 : 12;
  const group = groupsOf(model.header).find(({ name }) => name === info.group?.name);
  const roomy = !turned && !low;
  // Where the hand would cover its name, the group's letter stands in the corner.
  const corner = group !== undefined && (!roomy || box.height < 88) ? 18 : 0;
  // The hand of a low card holds one disc; of a wide one several, and the name keeps clear of all.
  const whole = box.width - 2 * pad - corner;
  const oneDisc = low && column === 'consumer' ? 36 : 0;
  const hand = oneDisc > 0 && box.width > 130 ? box.width * LOW_HAND : oneDisc;
  const room = whole - hand;
  const font = turned && column === 'consumer' ? SMALL_TITLE : TITLE;
  const title = fittedName(info.title, room, font);
  const inline = column === 'broker' || (turned && column !== 'consumer');
  const isSilent = turned && column === 'store' && card.header.height < 20;
  const idle = figures?.idle === true ? 'no partition' : '';
  const trouble = figures?.trouble || (figures !== null && figures.slow !== 1 ? `×${figures.slow} slower` : '') || idle;
  const step = figures?.step ?? '';
  const second = trouble || (turned && column === 'consumer' ? step || info.subtitle : info.subtitle);
  const titleWidth = widthOf(title, font) + 8;
  const held = figures?.held ?? 0;
  const secondRoom = inline
    ? room - titleWidth
    : whole - (held > 1 ? Math.max(hand, turned ? oneDisc + 22 : 0) : oneDisc);
  // In a low card the hand takes the line, once there is something in it.
  const covered = column === 'consumer' && !turned && box.height < 80 && held > 0;
  const hidden = isSilent || covered || (low && !inline && !turned && trouble === '');
  const shown = hidden ? '' : secondLine(second, trouble !== '', Math.max(0, secondRoom));
  const top = box.y + (turned ? 36 : low ? 34 : 39);
  // Its group comes first: by it siblings differ.
  const grouped = group !== undefined && corner === 0;
  const secondY = inline ? box.y + (turned ? 19 : 22) : grouped ? top + 17 : top;
  return (
    <>
      <text
        className="stage-title"
        visibility={isSilent ? 'hidden' : undefined}
        fontSize={font.size}
        x={box.x + pad}
        y={box.y + (low && shown === '' ? box.height / 2 + 4.5 : low ? 18 : turned ? 19 : 22)}
      >
        {title}
      </text>
      {group !== undefined && corner > 0 && <LetterPlate group={group} x={right(box) - 19} y={box.y + 6} />}
      {grouped && (
        <>
          <LetterPlate group={group} x={box.x + pad} y={top - 11} />
          <text className="stage-line" x={box.x + pad + 19} y={top}>
            {fitted(group.name, room - 19, LINE)}
          </text>
        </>
      )}
      {shown !== '' && (box.height >= 80 || !grouped || trouble !== '') && (
        <text
          className={trouble !== '' ? 'stage-trouble' : 'stage-line'}
          x={box.x + pad + (inline ? titleWidth : 0)}
          y={secondY}
        >
          {shown}
        </text>
      )}
      {roomy && column === 'consumer' && step !== '' && <Step card={card} model={model} step={step} held={held} />}
    </>
  );
}

/** Of trouble its first word rather than half of how long it has lasted; of all else nothing rather than a stump. */
function secondLine(text: string, isTrouble: boolean, room: number): string {
  const font = { ...LINE, bold: isTrouble };
  if (isTrouble && widthOf(text, font) > room) return fitted(text.split(' ')[0]!, room, font);
  return withoutStump(fittedParts(text, room, font));
}

const STUMP = /^\S{0,4}…$/;
const withoutStump = (text: string): string => (STUMP.test(text) ? '' : text);

interface StepProps extends Props {
  readonly step: string;
  readonly held: number;
}

/** Beside the hand, at its height. */
function Step({ card, model, step, held }: StepProps) {
  const { box } = card;
  const pad = box.width < 132 ? 9 : 12;
  const hand = [...model.layout.places.values()].find(
    ({ place, shape }) => shape === 'hand' && model.header.places[place]!.node === card.node,
  );
  const room = box.width - 2 * pad - (held === 0 ? 0 : 42 + Math.max(0, held - 1) * 21);
  if (hand === undefined || room < 40) return null;
  return (
    <text className="stage-step" x={box.x + pad} y={hand.area.y + hand.area.height / 2 + 5}>
      {withoutStump(fitted(step, room, LINE))}
    </text>
  );
}

interface SignProps {
  readonly x: number;
  readonly y: number;
  /** Held back by another, not asleep. */
  readonly isStop: boolean;
}

function PauseSign({ x, y, isStop }: SignProps) {
  if (isStop) return <circle className="stage-stop" cx={x + 5} cy={y + 6} r={6} />;
  return (
    <g className="stage-pause">
      <rect x={x} y={y} width={4} height={12} rx={1} />
      <rect x={x + 7} y={y} width={4} height={12} rx={1} />
    </g>
  );
}
