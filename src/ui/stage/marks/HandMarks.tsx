import type { Scene } from '../../../analysis/scene/scene';
import type { NodeId } from '../../../engine/units';
import { useFigures } from '../figures';
import { bottom } from '../geometry';
import type { NodeBox } from '../layout';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { handFigures } from './consumerHand';

/** Numbers beside what a node holds: those that do not fit, and what a producer was told so far. */

interface HandProps {
  readonly place: PlaceBox;
}

export function HandMore({ place }: HandProps) {
  const figures = useFigures(handFigures, place);
  if (figures === null || figures.more === 0) return null;
  return (
    <text
      className="stage-legend"
      x={place.area.width < 60 ? place.area.x - 1 : place.area.x}
      y={place.area.y + place.area.height / 2 + (place.area.width < 60 ? 10 : 4)}
      textAnchor={place.area.width < 60 ? 'end' : 'start'}
    >
      +{figures.more}
    </text>
  );
}

interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly never: number;
  readonly waiting: number;
}

export function tallyOf(scene: Scene, node: NodeId, model: StageModel): Tally {
  const tally = { yes: 0, no: 0, never: 0 };
  for (const row of scene.messages) {
    if (model.header.messages[row.message]?.node !== node) continue;
    if (row.belief === 'acknowledged') tally.yes += 1;
    else if (row.belief === 'failed') tally.no += 1;
    else if (row.belief === 'unknown') tally.never += 1;
  }
  const waiting = model.header.places.find((place) => place.node === node && place.shape === 'waiting');
  return { ...tally, waiting: waiting === undefined ? 0 : (scene.places[waiting.id]?.count ?? 0) };
}

interface Props {
  readonly card: NodeBox;
  readonly model: StageModel;
}

/** "told ✓ 7 ✕ 1", "waiting 1": what the producer knows of its messages, which need not be the truth. */
export function ProducerTally({ card, model }: Props) {
  const figures = useFigures(tallyOf, card.node, model);
  if (figures === null) return null;
  const { box, compact } = card;
  const x = box.x + (box.width < 132 ? 9 : 12);
  const told = (
    <>
      told <tspan className="stage-number">✓ {figures.yes}</tspan>
      {figures.no > 0 && <tspan className="stage-number"> ✕ {figures.no}</tspan>}
      {figures.never > 0 && <tspan className="stage-number"> ? {figures.never}</tspan>}
    </>
  );
  if (compact) {
    return (
      <text className="stage-figures" x={x} y={bottom(box) - (box.height < 60 ? 9 : 14)}>
        {told}
      </text>
    );
  }
  return (
    <g>
      <text className="stage-figures" x={x} y={bottom(box) - 35}>
        {told}
      </text>
      <text className="stage-figures" x={x} y={bottom(box) - 14}>
        waiting <tspan className="stage-number">{figures.waiting}</tspan>
      </text>
    </g>
  );
}
