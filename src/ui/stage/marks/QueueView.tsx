import { lazy, Suspense } from 'react';
import { useFigures } from '../figures';
import { right } from '../geometry';
import type { PlaceBox } from '../places';
import type { StageModel } from '../model';
import { fitted, widthOf } from '../../design/text';
import { alertAt } from './nodeFigures';
import { fromHead, type Packing } from './pack';
import { caption, ghostBox, ghostsHidden, queueFigures } from './queueSlots';

/** What stands of a queue: its name, its slots, its figures. What lies in them is on the canvas. */

const AlertPlate = lazy(() => import('./AlertPlate'));

interface Props {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

export function QueueSlots({ place, model }: Props) {
  const figures = useFigures(queueFigures, place);
  const alert = useFigures(alertAt, place.place, model);
  const info = model.header.places[place.place]!;
  if (figures === null) return null;
  if (place.deadLetter)
    return <DeadTray place={place} ruled={!model.layout.turned} title={info.title} count={figures.ready} />;
  const { area, title } = place;
  const { packed } = figures;
  const slots =
    packed.detail === 'slots' ? Array.from({ length: packed.columns }, (_, n) => fromHead(packed, area, n)) : [];
  const hidden = ghostsHidden(place, figures, model);
  return (
    <g className="stage-queue">
      {title && (
        <PlaceTitle
          place={place}
          title={info.title}
          badges={alert === '' ? info.badges : []}
          taken={alert === null || alert === '' ? 0 : alertWidth(alert) + 6}
        />
      )}
      {title && alert !== null && alert !== '' && (
        <Suspense fallback={null}>
          <AlertPlate words={alert} x={right(title)} y={title.y} />
        </Suspense>
      )}
      {slots.length > 0 ? (
        slots.map(({ x }, n) => (
          <rect
            key={n}
            className="stage-slot"
            x={x - packed.pitch / 2 + 1}
            y={area.y}
            width={packed.pitch - 2}
            height={area.height}
            rx={5}
          />
        ))
      ) : (
        <rect className="stage-slot" x={area.x} y={area.y - 1} width={area.width} height={area.height + 2} rx={6} />
      )}
      {place.legend && (
        <>
          <text className="stage-legend" x={area.x} y={area.y + area.height + 14}>
            {unitWords(packed)}
          </text>
          <text className="stage-legend" x={right(area)} y={area.y + area.height + 14} textAnchor="end">
            head →
          </text>
        </>
      )}
      {place.figures &&
        caption(figures, place, model).map((line, n, lines) => (
          <text
            key={n}
            className="stage-figures"
            x={place.figures!.x}
            y={place.figures!.y + place.figures!.height / 2 + 4 + (n - (lines.length - 1) / 2) * 13}
          >
            {words(line)}
          </text>
        ))}
      {hidden > 0 && place.figures && ghostBox(place, figures, model).width > 30 && (
        <text
          className="stage-legend"
          x={right(place.figures)}
          y={place.figures.y + place.figures.height / 2 + 4}
          textAnchor="end"
        >
          +{hidden}
        </text>
      )}
    </g>
  );
}

/** What one mark stands for is always said. */
function unitWords({ detail, unit }: Packing): string {
  if (detail === 'slots' || detail === 'discs') return 'tail';
  const mark = detail === 'dots' ? 'dot' : 'cell';
  return `1 ${mark} = ${unit} message${unit === 1 ? '' : 's'}`;
}

/** The caption with its numbers stronger than its words. */
function words(text: string) {
  return text.split(/(\d+)/).map((part, i) =>
    /\d/.test(part) ? (
      <tspan key={i} className="stage-number">
        {part}
      </tspan>
    ) : (
      part
    ),
  );
}

/** As AlertPlate draws it. */
const alertWidth = (words: string): number => widthOf(words, { size: 11, bold: true }) + 20;

interface TitleProps {
  readonly place: PlaceBox;
  readonly title: string;
  readonly badges: readonly string[];
  /** Of the line, at its right. */
  readonly taken?: number;
}

/** A name as the broker's own tools call it, with its badges at the right. */
export function PlaceTitle({ place, title, badges, taken = 0 }: TitleProps) {
  const box = place.title!;
  const name = fitted(title, box.width - taken, { size: 12, mono: true });
  const free = box.width - widthOf(name, { size: 12, mono: true }) - 10;
  // The name comes first: badges are shown if they fit beside it.
  const badge = [badges.join(' · '), badges[0] ?? ''].find((words) => widthOf(words, { size: 12 }) <= free) ?? '';
  const y = box.y + Math.min(box.height - 7, 14);
  return (
    <>
      <text className="stage-name" x={box.x} y={y}>
        {name}
      </text>
      {badge !== '' && (
        <text className="stage-line" x={right(box)} y={y} textAnchor="end">
          {badge}
        </text>
      )}
    </>
  );
}

interface TrayProps {
  readonly place: PlaceBox;
  /** A line sets it off from what stands above. */
  readonly ruled: boolean;
  readonly title: string;
  readonly count: number;
}

function DeadTray({ place, ruled, title, count }: TrayProps) {
  const { box } = place;
  const y = box.y + box.height / 2 + 4.5;
  return (
    <g className={count > 0 ? 'stage-dead is-used' : 'stage-dead'}>
      {ruled && <line className="stage-rule" x1={box.x} x2={right(box)} y1={box.y + 0.5} y2={box.y + 0.5} />}
      <text className="stage-name" x={box.x} y={y}>
        {fitted(title, place.title!.width - 4, { size: 12, mono: true })}
      </text>
      <text className="stage-count" x={right(box)} y={y} textAnchor="end">
        {count}
      </text>
    </g>
  );
}
