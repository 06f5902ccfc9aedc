import { useFigures } from '../figures';
import { right } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { logFigures, type LogFigures, type LogMark } from './partitionRow';
import { PlaceTitle } from './QueueView';

/** What stands of a log: its cells, the offsets under them, the marks beneath, the lag as a bracket. */

interface Props {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

export function PartitionRow({ place, model }: Props) {
  const figures = useFigures(logFigures, place, model);
  const info = model.header.places[place.place]!;
  if (figures === null) return null;
  const { area } = place;
  const cells = Array.from({ length: figures.cells }, (_, i) => figures.first + i);
  return (
    <g className="stage-log">
      {place.title && <PlaceTitle place={place} title={info.title} badges={info.badges} />}
      {cells.map((offset) => (
        <rect
          key={offset}
          className={cellClass(figures, offset)}
          x={area.x + (offset - figures.first) * figures.width + 0.75}
          y={area.y}
          width={figures.width - 1.5}
          height={area.height}
          rx={3}
        />
      ))}
      {place.legend &&
        cells
          .filter((offset) => offset < figures.end)
          .map((offset) => (
            <text
              key={offset}
              className="stage-offset"
              x={area.x + (offset - figures.first + 0.5) * figures.width}
              y={area.y + area.height + 12}
              textAnchor="middle"
            >
              {offset}
            </text>
          ))}
      {place.figures && (
        <Marks marks={figures.marks} end={figures.end} first={figures.first} width={figures.width} place={place} />
      )}
    </g>
  );
}

function cellClass(figures: LogFigures, offset: number): string {
  const high = figures.marks.find(({ glyph }) => glyph === '▌');
  if (offset >= figures.end) return 'stage-cell is-empty';
  if (offset < figures.start) return 'stage-cell is-gone';
  return high !== undefined && offset >= high.value ? 'stage-cell is-beyond' : 'stage-cell';
}

interface MarksProps {
  readonly marks: readonly LogMark[];
  readonly end: number;
  readonly first: number;
  readonly width: number;
  readonly place: PlaceBox;
}

function Marks({ marks, end, first, width, place }: MarksProps) {
  const { area } = place;
  const box = place.figures!;
  const committed = marks.filter(({ glyph }) => glyph === '▲');
  return (
    <>
      {marks
        .filter(({ glyph }) => glyph === '▌' || glyph === '┆')
        .map((mark) => (
          <line
            key={`${mark.name}-${mark.letter}`}
            className={mark.glyph === '▌' ? 'stage-watermark' : 'stage-stable'}
            x1={Math.min(mark.x, right(area))}
            x2={Math.min(mark.x, right(area))}
            y1={area.y - 3}
            y2={area.y + area.height + 3}
          >
            <title>{`${mark.name} ${mark.value}`}</title>
          </line>
        ))}
      {marks
        .filter(({ glyph }) => glyph === '▲' || glyph === '△')
        .map((mark, i) => (
          <text
            key={`${mark.name}-${mark.letter}-${i}`}
            className="stage-mark"
            x={Math.min(mark.x, right(area) - 4)}
            y={box.y + 12}
            textAnchor="middle"
          >
            <title>{`${mark.name} ${mark.value}`}</title>
            {mark.glyph}
            {mark.letter}
            {mark.hidden ? ` ${mark.value}` : ''}
          </text>
        ))}
      {committed
        .filter(({ lag }) => lag !== null && lag > 0)
        .slice(0, 1)
        .map((mark) => {
          const to = area.x + (end - first) * width;
          const y = box.y + Math.min(box.height - 10, 18);
          return (
            <g key="lag" className="stage-lag">
              <path d={`M${mark.x} ${y}v4H${to}v-4`} />
              <text x={(mark.x + to) / 2} y={y + 8} textAnchor="middle">
                lag {mark.lag}
              </text>
            </g>
          );
        })}
    </>
  );
}
