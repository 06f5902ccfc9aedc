import type { Scene } from '../../../analysis/scene/scene';
import type { PlaceInfo } from '../../../engine/trace/header';
import { useFigures } from '../figures';
import { right, type Box } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { fitted, widthOf } from '../../design/text';
import { lostTo } from './lostRows';
import { PlaceTitle } from './QueueView';
import { reckoning, tableFigures, type Bracket, type RowShape, type TableFigures } from './tableRows';

/** What stands of a table: its rows, the plate on what is there twice, the reckoning at the foot. */

interface Props {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

interface Figures extends TableFigures {
  readonly lost: number;
}

function figuresOf(scene: Scene, place: PlaceBox, model: StageModel): Figures {
  const lost = lostTo(scene, model.header.places[place.place]!, model.header.subscriptions);
  return { ...tableFigures(scene, place, lost), lost: lost.count };
}

export function TableRows({ place, model }: Props) {
  const figures = useFigures(figuresOf, place, model);
  const info = model.header.places[place.place]!;
  if (figures === null) return null;
  return (
    <g className="stage-table">
      {place.title && (
        <PlaceTitle
          place={place}
          title={info.title}
          badges={
            figures.hidden > 0
              ? [`+${figures.hidden} ${place.chips ? 'more' : 'above'}`]
              : info.badges.filter((badge) => badge !== 'effect')
          }
        />
      )}
      {figures.spots.map(({ x, y, width, height }) => (
        <line key={y} className="stage-row-line" x1={x} x2={x + width} y1={y + height} y2={y + height} />
      ))}
      {(place.chips ? [] : figures.rows).map((row) => (
        <Row key={row.never ? `never-${row.message}` : row.copy} row={row} verb={info.verb} model={model} />
      ))}
      {figures.brackets.map((bracket) => (
        <BracketMark key={`${bracket.message}-${bracket.bottom}`} bracket={bracket} />
      ))}
      {place.foot && <Foot box={place.foot} figures={figures} info={info} />}
    </g>
  );
}

interface RowProps {
  readonly row: RowShape;
  readonly verb: string;
  readonly model: StageModel;
}

const PLATE = 24;

function Row({ row, verb, model }: RowProps) {
  const { box, nth, of } = row;
  const y = box.y + box.height / 2;
  if (row.never) {
    const [noun] = model.header.noun;
    const short = `${model.numberOf(row.message)} · never`;
    const font = { size: 12, bold: true };
    const room = box.width - 12;
    const text = [`${noun} ${short}`, short].find((words) => widthOf(words, font) <= room) ?? fitted(short, room, font);
    return (
      <g className="stage-row-group is-never">
        <rect className="stage-row is-never" {...box} rx={6} />
        <text className="stage-row-text" x={box.x + 8} y={y + 4}>
          {text}
        </text>
      </g>
    );
  }
  const again = nth > 1;
  const textX = box.x + 9 + 2 * Math.min(10, box.height / 2 - 1);
  const room = right(box) - textX - (again ? PLATE + 3 : 4);
  const long = again ? `${verb} again` : verb;
  const font = { size: 12, bold: of > 1 };
  // Where there is no room for the word, the plate says it.
  const text = [long, verb].find((words) => widthOf(words, font) <= room) ?? (again ? '' : fitted(verb, room, font));
  return (
    <g className={`stage-row-group ${of > 1 ? 'is-twice' : ''} ${again ? 'is-again' : ''}`}>
      <rect className="stage-row" {...box} rx={6} />
      <text className="stage-row-text" x={textX} y={y + 4}>
        {text}
      </text>
      {again && (
        <>
          <rect className="stage-plate" x={right(box) - PLATE - 2} y={y - 9} width={PLATE} height={18} rx={5} />
          <text className="stage-plate-text" x={right(box) - PLATE / 2 - 2} y={y + 4.5} textAnchor="middle">
            ×{nth}
          </text>
        </>
      )}
    </g>
  );
}

function BracketMark({ bracket: { x, top, bottom } }: { readonly bracket: Bracket }) {
  return (
    <path
      className="stage-bracket"
      d={`M${x + 5} ${top}H${x + 3}Q${x} ${top} ${x} ${top + 3}V${bottom - 3}Q${x} ${bottom} ${x + 3} ${bottom}H${x + 11}`}
    />
  );
}

interface FootProps {
  readonly box: Box;
  readonly figures: Figures;
  readonly info: PlaceInfo;
}

function Foot({ box, figures, info }: FootProps) {
  const { expected, actual } = reckoning(figures, figures.lost, info.amount);
  const money = (value: number): string =>
    `${info.currency}${box.width < 130 ? '' : ' '}${Math.round(value * 100) / 100}`.trim();
  const wrong = expected !== actual || figures.twice > 0;
  const fits = (words: string): boolean => widthOf(words, { size: 12, bold: true }) <= box.width - 10;
  const isRight = !wrong && figures.total > 0;
  const verdict = isRight ? 'each once' : ([verdictOf(figures, info.verb), verdictOf(figures, '')].find(fits) ?? '');
  const line = box.height >= 70 ? 21 : Math.min(18, (box.height - 2) / (verdict === '' ? 2 : 3));
  const pad = box.width < 112 ? 4 : 9;
  const x = box.x + pad;
  const room = box.width - 2 * pad - 0.92 * widthOf(money(expected), { size: 12, bold: true });
  const due = widthOf('expected', { size: 12 }) <= room ? 'expected' : 'due';
  return (
    <g
      className={`stage-foot ${wrong ? 'is-wrong' : ''} ${figures.twice === 0 ? 'is-short' : ''} ${isRight ? 'is-right' : ''}`}
    >
      <rect className="stage-foot-box" {...box} rx={8} />
      <text className="stage-figures" x={x} y={box.y + line - 3}>
        {due}
      </text>
      <text className="stage-money" x={right(box) - pad} y={box.y + line - 3} textAnchor="end">
        {money(expected)}
      </text>
      <text className="stage-figures" x={x} y={box.y + 2 * line - 3}>
        actual
      </text>
      <text className="stage-money is-actual" x={right(box) - pad} y={box.y + 2 * line - 3} textAnchor="end">
        {money(actual)}
      </text>
      {verdict !== '' && (
        <text className="stage-verdict" x={x} y={box.y + 3 * line - 3}>
          {verdict}
        </text>
      )}
    </g>
  );
}

function verdictOf({ twice, lost, total, distinct }: Figures, verb: string): string {
  if (twice > 0 && lost > 0) return `${twice} twice · ${lost} never`;
  // More rows than one more for each: some have three.
  const often = total - distinct > twice ? 'twice or more' : 'twice';
  if (twice > 0) return `${twice} ${verb} ${often}`.replace('  ', ' ');
  return lost > 0 ? `${lost} never ${verb}`.trim() : '';
}
