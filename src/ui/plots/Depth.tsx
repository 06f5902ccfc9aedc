import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { useMemo, useRef, type PointerEvent } from 'react';
import { depthSeries, type Series } from '../../analysis/series';
import { KIND } from '../../engine/trace/record';
import { hold, seek, useClockStore } from '../app/clockStore';
import { useRunStore, type Run } from '../app/runStore';
import { landmarksOf } from '../app/stepping';
import { useSize } from '../design/useSize';
import './plots.css';

const MARGIN = { top: 36, right: 16, bottom: 22, left: 40 };

/** How deep each queue is, or how far each group is behind, over the whole run: the same clock as everything else. */
export default function Depth() {
  const run = useRunStore((state) => state.run);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  return (
    <div className="plot" ref={frame}>
      {run !== null && width > 0 && <Plot run={run} width={width} height={height} />}
    </div>
  );
}

interface PlotProps {
  readonly run: Run;
  readonly width: number;
  readonly height: number;
}

function Plot({ run, width, height }: PlotProps) {
  const { end } = run.pacing;
  const series = useMemo(() => depthSeries(run.trace, run.header), [run]);
  const most = max(series, ({ points }) => max(points, ({ value }) => value) ?? 0) ?? 0;
  const x = scaleLinear([0, Math.max(1, end)], [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear([0, Math.max(1, most)], [height - MARGIN.bottom, MARGIN.top]).nice(
    Math.min(5, Math.max(1, most)),
  );
  const step = (points: Series['points']) => [...points, { at: end, value: points.at(-1)!.value }];
  const drawLine = line<{ at: number; value: number }>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  const drawArea = area<{ at: number; value: number }>(
    ({ at }) => x(at),
    y(0),
    ({ value }) => y(value),
  ).curve(curveStepAfter);

  const seekTo = (event: PointerEvent<SVGSVGElement>): void => {
    hold();
    seek(
      Math.round(
        Math.min(end, Math.max(0, x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left))),
      ),
    );
  };
  return (
    <>
      <ul className="plot-legend" aria-label="Series">
        {series.map(({ name, points }, index) => (
          <li key={name} className={`plot-series-${index % 4}`}>
            <svg width="18" height="8" aria-hidden="true">
              <path d="M0 4h18" />
            </svg>
            {name} <Now points={points} />
          </li>
        ))}
      </ul>
      <svg
        className="plot-picture"
        width={width}
        height={height}
        role="img"
        aria-label={`Depth over ${(end / 1e6).toFixed(1)} seconds: ${series.map(({ name, points }) => `${name} at most ${max(points, ({ value }) => value) ?? 0}`).join(', ')}`}
        onPointerDown={seekTo}
        onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
      >
        {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text key={tick} x={x(tick)} y={height - 6} textAnchor="middle">
            {(tick / 1e6).toFixed(1)} s
          </text>
        ))}
        {y
          .ticks(Math.min(4, Math.max(1, most)))
          .filter(Number.isInteger)
          .map((tick) => (
            <g key={tick}>
              <line className="plot-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
              <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
        {series.map(({ name, points }, index) => (
          <g key={name} className={`plot-series-${index % 4}`}>
            <path className="plot-area" d={drawArea(step(points)) ?? ''} />
            <path className="plot-line" d={drawLine(step(points)) ?? ''} />
          </g>
        ))}
        <Marks run={run} x={x} height={height} />
        <Cursor x={x} height={height} />
      </svg>
    </>
  );
}

interface PlaceProps {
  readonly x: (time: number) => number;
  readonly height: number;
}

/** Faults, where they struck. */
function Marks({ run, x, height }: PlaceProps & { readonly run: Run }) {
  const faults = useMemo(() => landmarksOf(run).filter((seq) => run.trace.kindAt(seq) === KIND.fault), [run]);
  return faults.map((seq) => (
    <g key={seq} className="plot-fault" transform={`translate(${x(run.trace.timeAt(seq))} 0)`}>
      <line y1={MARGIN.top} y2={height - MARGIN.bottom} />
      <path d="M0 3l5 5-5 5-5-5z" />
    </g>
  ));
}

function Cursor({ x, height }: PlaceProps) {
  const time = useClockStore((state) => state.time);
  return <line className="plot-cursor" x1={x(time)} x2={x(time)} y1={4} y2={height - MARGIN.bottom} />;
}

/** The figure at the clock's moment. */
function Now({ points }: { readonly points: Series['points'] }) {
  const value = useClockStore(({ time }) => valueAt(points, time));
  return <b>{value}</b>;
}

function valueAt(points: Series['points'], time: number): number {
  let low = 0;
  let high = points.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.at <= time) low = middle;
    else high = middle;
  }
  return points[low]!.value;
}
