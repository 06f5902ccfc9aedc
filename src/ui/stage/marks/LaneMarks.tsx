import { right, type Box } from '../geometry';
import type { Group } from '../groups';
import { LANE_GUTTER } from '../logBox';
import { edgeOf, type LaneFigures, type LogFigures } from './partitionRow';

/** Where one group stands in a log: ▲ committed, △ position, and the lag as a bracket with its number. */

interface Props {
  readonly lane: LaneFigures;
  readonly box: Box;
  readonly area: Box;
  readonly figures: LogFigures;
  readonly group: Group | null;
}

const HALF = 4.5;
/** A bracket shorter than this has its number at its end. */
const WORDS_FROM = 62;
const NUMBER_FROM = 26;

export function LaneMarks({ lane, box, area, figures, group }: Props) {
  const { committed, position, lag } = lane;
  const y = box.y + box.height / 2;
  const x = (offset: number): number => Math.min(edgeOf(area, figures, offset), right(area));
  const end = x(figures.end);
  const from = committed === null ? null : x(committed);
  const same = committed !== null && position === committed;
  return (
    <g className={`stage-lane is-group-${group?.colour ?? 0}`}>
      {group !== null && (
        <text className="stage-lane-letter" x={box.x + LANE_GUTTER / 2 - 2} y={y + 4} textAnchor="middle">
          {group.letter}
        </text>
      )}
      {from !== null && lag > 0 && (
        <Lag from={from} end={end} y={y} lag={lag} position={position === null ? from : x(position)} />
      )}
      {position !== null && position >= figures.first && (
        <path className="stage-position" d={triangle(x(position) + (same ? 2 * HALF + 2 : 0), y)} />
      )}
      {from !== null && <path className="stage-committed" d={triangle(from, y)} />}
      {committed !== null && committed < figures.first && (
        <text className="stage-offset" x={from! + HALF + 3} y={y + 4}>
          {committed}
        </text>
      )}
    </g>
  );
}

interface LagProps {
  readonly from: number;
  readonly end: number;
  readonly y: number;
  readonly lag: number;
  readonly position: number;
}

/** The number stands in the longer of the two parts that the position leaves of the bracket. */
function Lag({ from, end, y, lag, position }: LagProps) {
  const split = Math.min(Math.max(position, from), end);
  const [left, last] = split - from > end - split ? [from + HALF + 2, split - HALF - 2] : [split + HALF + 2, end];
  const room = last - left;
  const text = room >= WORDS_FROM ? `lag ${lag}` : room >= NUMBER_FROM ? String(lag) : '';
  return (
    <>
      <path className="stage-lag" d={`M${from} ${y}H${end}M${end} ${y - 3.5}v7`} />
      {text === '' ? (
        <text className="stage-lag-text" x={end + 5} y={y + 4}>
          {lag}
        </text>
      ) : (
        <text className="stage-lag-text" x={(left + last) / 2} y={y + 4} textAnchor="middle">
          {text}
        </text>
      )}
    </>
  );
}

/** Its tip points at the boundary above. */
const triangle = (x: number, y: number): string => `M${x} ${y - 4.5}l${HALF} 8.5h${-2 * HALF}Z`;
