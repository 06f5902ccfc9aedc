import { useFigures } from '../figures';
import { right, type Box } from '../geometry';
import { groupsOf, type Group } from '../groups';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { fitted, fittedName, widthOf } from '../../design/text';
import { NONE } from '../../../engine/units';
import { LaneMarks } from './LaneMarks';
import { LetterPlate } from './LetterPlate';
import { cellBox, edgeOf, logFigures, type LogFigures } from './partitionRow';
import type { ShownTransaction } from './transactions';
import './log.css';

/** What stands of a log: its cells, the offsets under them, brackets of transactions, and the groups' lanes. */

interface Props {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

export default function PartitionRow({ place, model }: Props) {
  const figures = useFigures(logFigures, place, model);
  if (figures === null) return null;
  const groups = groupsOf(model.header);
  const { area } = place;
  const offsets = Array.from({ length: figures.cells }, (_, i) => figures.first + i);
  return (
    <g className="stage-log">
      {place.title && <LogTitle place={place} figures={figures} model={model} groups={groups} />}
      <Cells area={area} figures={figures} />
      {place.legend &&
        offsets
          .filter((offset) => offset < figures.end && (figures.width > 24 || offset % 5 === 0))
          .map((offset) => (
            <text
              key={offset}
              className="stage-offset"
              x={edgeOf(area, figures, offset) + figures.width / 2}
              y={area.y + area.height + 11}
              textAnchor="middle"
            >
              {offset}
            </text>
          ))}
      {figures.transactions.map((transaction) => (
        <Bracket key={transaction.first} area={area} figures={figures} transaction={transaction} />
      ))}
      <Bounds area={area} figures={figures} />
      {figures.lanes.map((lane, i) => (
        <LaneMarks
          key={lane.owner}
          lane={lane}
          box={place.lanes[i]!.box}
          area={area}
          figures={figures}
          group={groups.find(({ owner }) => owner === lane.owner) ?? null}
        />
      ))}
    </g>
  );
}

/** Cells side by side; those of one batch without a gap. Empty ones only hint at what will come. */
function Cells({ area, figures }: { readonly area: Box; readonly figures: LogFigures }) {
  const { first, cells, end, width } = figures;
  const joined = new Set(figures.joined);
  const offsets = Array.from({ length: cells }, (_, i) => first + i);
  return (
    <>
      {offsets.map((offset) => {
        const [left, after] = [joined.has(offset) ? 0 : 1, joined.has(offset + 1) ? 0 : 1];
        const cell = cellBox(area, figures, offset);
        return (
          <path
            key={offset}
            className={cellClass(figures, offset)}
            d={cellPath(cell.x + left, area.y, width - left - after, area.height, left === 1, after === 1)}
          />
        );
      })}
      {offsets
        .filter((offset) => joined.has(offset))
        .map((offset) => {
          const x = edgeOf(area, figures, offset);
          return (
            <line key={offset} className="stage-seam" x1={x} x2={x} y1={area.y + 5} y2={area.y + area.height - 5} />
          );
        })}
      <line
        className="stage-log-end"
        x1={edgeOf(area, figures, end)}
        x2={edgeOf(area, figures, end)}
        y1={area.y - 2}
        y2={area.y + area.height + 2}
      />
    </>
  );
}

/** A box whose corners are round where it is not joined to another. */
function cellPath(x: number, y: number, width: number, height: number, left: boolean, end: boolean): string {
  const [a, b] = [left ? 4 : 0, end ? 4 : 0];
  return (
    `M${x + a} ${y}H${x + width - b}q${b} 0 ${b} ${b}v${height - 2 * b}q0 ${b} ${-b} ${b}H${x + a}` +
    `q${-a} 0 ${-a} ${-a}v${-(height - 2 * a)}q0 ${-a} ${a} ${-a}Z`
  );
}

function cellClass(figures: LogFigures, offset: number): string {
  if (offset >= figures.end) return 'stage-cell is-empty';
  if (offset < figures.start && !figures.transactions.some(({ marker }) => marker === offset))
    return 'stage-cell is-gone';
  if (offset >= figures.high) return 'stage-cell is-beyond';
  return offset >= figures.stable ? 'stage-cell is-unstable' : 'stage-cell';
}

interface BracketProps {
  readonly area: Box;
  readonly figures: LogFigures;
  readonly transaction: ShownTransaction;
}

/** A transaction, above its cells; its marker in a cell of its own. */
function Bracket({ area, figures, transaction: { first, marker, state, level } }: BracketProps) {
  const from = edgeOf(area, figures, first) + 2;
  const to = edgeOf(area, figures, state === 'open' ? figures.end : marker + 1) - 2;
  const y = area.y - 4 - 4 * level;
  const start = first < figures.first ? `M${from} ${y}` : `M${from} ${area.y}V${y}`;
  const middle = { x: edgeOf(area, figures, marker) + figures.width / 2, y: area.y + area.height / 2 };
  const r = Math.min(7.5, area.height / 2 - 3);
  return (
    <g className={`stage-transaction is-${state}`}>
      <path d={`${start}H${to}${state === 'open' ? '' : `V${area.y}`}`} />
      {state === 'commits' && (
        <path
          className="stage-marker"
          d={`M${middle.x - r * 0.6} ${middle.y}l${r * 0.45} ${r * 0.5}l${r * 0.8} ${-r}`}
        />
      )}
      {state === 'aborts' && (
        <path
          className="stage-marker"
          d={`M${middle.x - r * 0.5} ${middle.y - r * 0.5}l${r} ${r}m0 ${-r}l${-r} ${r}`}
        />
      )}
    </g>
  );
}

/** Up to where one may read: what replicas have, and what no open transaction holds back. */
function Bounds({ area, figures }: { readonly area: Box; readonly figures: LogFigures }) {
  const { high, stable, first } = figures;
  const lines = [
    { value: high, className: 'stage-watermark' },
    { value: stable, className: 'stage-stable' },
  ];
  return (
    <>
      {lines
        .filter(({ value }) => Number.isFinite(value) && value >= first && value > 0)
        .map(({ value, className }) => {
          const x = Math.min(edgeOf(area, figures, value), right(area));
          return (
            <line key={className} className={className} x1={x} x2={x} y1={area.y - 3} y2={area.y + area.height + 3} />
          );
        })}
    </>
  );
}

interface TitleProps extends Props {
  readonly figures: LogFigures;
  readonly groups: readonly Group[];
}

const NAME = { size: 12, mono: true } as const;
const READER = { size: 12 } as const;
const CHIP = 18;

/** Its name, and at the right who reads it for each group. */
function LogTitle({ place, figures, model, groups }: TitleProps) {
  const box = place.title!;
  const info = model.header.places[place.place]!;
  const y = box.y + box.height - 6;
  const readers = figures.lanes.flatMap(({ owner, reader }) => {
    const group = groups.find((one) => one.owner === owner);
    return group === undefined || reader === null ? [] : [{ group, reader }];
  });
  const named = (most: number): Reader[] =>
    readers.map(({ group, reader }) => {
      const title = reader === NONE ? 'nobody' : (model.header.nodes[reader]?.title ?? '');
      return { group, isNobody: reader === NONE, name: fittedName(title, most, READER) };
    });
  const [title, shown] = titleAndReaders(info.title, box.width, named);
  const badges = readers.length === 0 ? info.badges.join(' · ') : '';
  return (
    <>
      <text className="stage-name" x={box.x} y={y}>
        {title}
      </text>
      {badges !== '' && (
        <text className="stage-line" x={right(box)} y={y} textAnchor="end">
          {badges}
        </text>
      )}
      {shown.map(({ group, name, isNobody }, i) => {
        // From the right edge on, the last group outermost.
        const end = right(box) - shown.slice(i + 1).reduce((sum, reader) => sum + chipWidth(reader), 0);
        const width = nameWidth(shown[i]!);
        return (
          <g key={group.owner}>
            <LetterPlate group={group} x={end - width - CHIP} y={y - 11} />
            <text className={isNobody ? 'stage-trouble' : 'stage-line'} x={end} y={y} textAnchor="end">
              {name}
            </text>
          </g>
        );
      })}
    </>
  );
}

const nameWidth = ({ name, isNobody }: Reader): number => widthOf(name, { ...READER, bold: isNobody });
const chipWidth = (reader: Reader): number => CHIP + nameWidth(reader) + 8;

interface Reader {
  readonly group: Group;
  readonly isNobody: boolean;
  readonly name: string;
}

/** The longest of both that fit side by side: readers give way before the name does, and go if nothing helps. */
function titleAndReaders(
  title: string,
  width: number,
  named: (most: number) => Reader[],
): readonly [string, readonly Reader[]] {
  for (const most of [76, 50, 28]) {
    const readers = named(most);
    const taken = readers.reduce((sum, reader) => sum + chipWidth(reader), 0);
    for (const words of [title, abbreviated(title)]) {
      if (widthOf(words, NAME) + 6 + taken <= width) return [words, readers];
    }
  }
  const short = abbreviated(title);
  if (widthOf(short, NAME) <= width) return [short, []];
  // By the number siblings differ: the name gives way.
  const last = short.split(' ').pop() ?? '';
  return [`${fitted(short, width - widthOf(` ${last}`, NAME), NAME)} ${last}`, []];
}

/** "orders · partition 3" → "orders · p3": where there is no room. */
const abbreviated = (title: string): string => title.replace(/ ([a-z])[a-z]+ (\d+)$/, ' $1$2');
