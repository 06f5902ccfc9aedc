import { useFigures } from '../figures';
import { clamp, right } from '../geometry';
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
      {place.figures && <Marks figures={figures} place={place} />}
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
  readonly figures: LogFigures;
  readonly place: PlaceBox;
}

function Marks({ figures, place }: MarksProps) {
  const { marks } = figures;
  const { area } = place;
  const box = place.figures!;
  // One bracket: of the group that is furthest behind.
  const behind = marks.filter(({ lag }) => lag !== null && lag > 0).sort((a, b) => b.lag! - a.lag!);
  const worst = behind[0];
  const end = area.x + (figures.end - figures.first) * figures.width;
  const y = box.y + Math.min(box.height - 10, 17);
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
      {groupMarks(marks).map(({ value, x, text, title }) => (
        <text key={value} className="stage-mark" x={clamp(x - 5, area.x - 5, right(area) - 10)} y={box.y + 12}>
          <title>{title}</title>
          {text}
        </text>
      ))}
      {worst !== undefined && (
        <g className="stage-lag">
          <path d={`M${worst.x} ${y}v4H${end}v-4`} />
          <text x={(worst.x + end) / 2} y={y + 8} textAnchor="middle">
            {worst.letter} lag {worst.lag}
          </text>
        </g>
      )}
    </>
  );
}

/** Marks at one offset share one text: groups' letters behind one ▲, then the positions. */
function groupMarks(marks: readonly LogMark[]): { value: number; x: number; text: string; title: string }[] {
  const groups = new Map<number, LogMark[]>();
  for (const mark of marks) {
    if (mark.glyph !== '▲' && mark.glyph !== '△') continue;
    groups.set(mark.value, [...(groups.get(mark.value) ?? []), mark]);
  }
  return [...groups].map(([value, group]) => {
    const committed = group.filter(({ glyph }) => glyph === '▲');
    const letters = committed.map(({ letter }) => letter).join('');
    const hidden = group[0]!.hidden ? ` ${value}` : '';
    const text = `${committed.length > 0 ? `▲${letters}` : ''}${group.length > committed.length ? '△' : ''}${hidden}`;
    return { value, x: group[0]!.x, text, title: group.map(({ name }) => `${name} ${value}`).join(', ') };
  });
}
