import type { Belief } from '../../../analysis/beliefs';
import type { Scene } from '../../../analysis/scene/scene';
import type { PlaceInfo } from '../../../engine/trace/header';
import type { NodeId } from '../../../engine/units';
import { useFigures } from '../figures';
import { bottom, right } from '../geometry';
import type { NodeBox } from '../layout';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { fitted, widthOf } from '../../design/text';
import { handFigures, waitingHidden, workX } from './consumerHand';
import { TOKEN_RADIUS } from './token';

/** Numbers beside what a node holds: those that do not fit, and what a producer was told so far. */

interface HandProps {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

/** Its name where it has a line of its own, a ring where the hand is empty, and the number of those that do not fit. */
export function HandMarks({ place, model }: HandProps) {
  const figures = useFigures(heldFigures, place, model);
  if (figures === null) return null;
  const { area, title, shape } = place;
  const info = model.header.places[place.place]!;
  const isClient = isOfClient(place, model);
  const beside = area.width < 60;
  const tally = title === null ? '' : tallyWords(figures.count, info, title.width);
  const y = area.y + area.height / 2;
  return (
    <g>
      {title !== null &&
        (isClient ? (
          <text className="stage-figures" x={title.x} y={title.y + title.height / 2 + 4}>
            waiting <tspan className="stage-number">{figures.count}</tspan>
          </text>
        ) : (
          <>
            <text className="stage-name" x={title.x} y={title.y + 14}>
              {fitted(info.title, title.width - widthOf(tally, { size: 12, bold: true }) - 6, NAME)}
            </text>
            <text className="stage-count" x={right(title)} y={title.y + 14} textAnchor="end">
              {tally}
            </text>
          </>
        ))}
      {shape === 'hand' && figures.empty && (
        <circle className="stage-empty" cx={workX(place)} cy={y} r={TOKEN_RADIUS} />
      )}
      {figures.more > 0 && (
        <text
          className="stage-legend"
          x={beside ? area.x - 1 : area.x}
          y={y + (beside ? 10 : 4)}
          textAnchor={beside ? 'end' : 'start'}
        >
          +{figures.more}
        </text>
      )}
    </g>
  );
}

const NAME = { size: 12, mono: true } as const;

/** "3 of 20", or "3/20" where the name needs the room. */
function tallyWords(count: number, { title, capacity }: PlaceInfo, width: number): string {
  if (capacity === 0) return `${count}`;
  const long = `${count} of ${capacity}`;
  return widthOf(title, NAME) + widthOf(long, { size: 12, bold: true }) + 6 <= width ? long : `${count}/${capacity}`;
}

const isOfClient = ({ place }: PlaceBox, { header }: StageModel): boolean => {
  const { column } = header.nodes[header.places[place]!.node]!;
  return column === 'producer' || column === 'consumer';
};

interface HeldFigures {
  readonly count: number;
  readonly more: number;
  /** Nothing is in hand, and its node could take something. */
  readonly empty: boolean;
}

function heldFigures(scene: Scene, place: PlaceBox, model: StageModel | undefined): HeldFigures {
  const count = scene.places[place.place]?.count ?? 0;
  const node = model?.header.places[place.place]?.node;
  const up = node !== undefined && scene.nodes[node]?.state === 'up';
  if (place.shape !== 'waiting') return { ...handFigures(scene, place), empty: up && count === 0 };
  return { count, more: waitingHidden(count, place), empty: false };
}

interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly never: number;
  readonly waiting: number;
}

export function tallyOf(scene: Scene, node: NodeId, model: StageModel): Tally {
  const told = (belief: Belief): number => scene.census.toldOf(scene, node, belief);
  let waiting = 0;
  for (const place of model.header.places) {
    if (place.node === node && place.shape === 'waiting') waiting += scene.places[place.id]?.count ?? 0;
  }
  return { yes: told('acknowledged'), no: told('failed'), never: told('unknown'), waiting };
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
