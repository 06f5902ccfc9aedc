import { max } from 'd3-array';
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { memo, useMemo } from 'react';
import type { Latency } from '../../analysis/flows';
import { quantile } from '../../analysis/statistics';
import { useClockStore } from '../app/clockStore';
import { usePointStore } from '../app/pointStore';
import { useNarrow } from '../app/useNarrow';
import type { Run } from '../app/runStore';
import type { Chart, Layer, Line } from './figures';
import { indexAt, stepsIn, valueAt, type Place } from './points';
import type { TimeScale } from './timeScale';

interface Props {
  readonly run: Run;
  readonly chart: Chart;
  readonly scale: TimeScale;
  readonly height: number;
  readonly gutter: number;
}

/** Room for the title and the legend, which on a phone stand one above the other. */
const HEAD = 24;
const HEAD_NARROW = 44;
const FOOT = 8;

/** One chart: its title, what its lines are and their values now, and the lines. */
export const ChartView = memo(function ChartView({ run, chart, scale, height, gutter }: Props) {
  const narrow = useNarrow();
  const most = useMemo(() => mostOf(chart), [chart]);
  const y = scaleLinear([0, Math.max(1e-9, most)], [height - FOOT, narrow ? HEAD_NARROW : HEAD]).nice(3);
  return (
    <figure className="plot" style={{ height }}>
      <figcaption className="plot-legend" style={{ left: gutter }}>
        <b>{chart.title}</b>
        <Legend chart={chart} />
      </figcaption>
      <svg width="100%" height={height} role="img" aria-label={summaryOf(chart)}>
        <g transform={`translate(${gutter} 0)`}>
          {ticksOf(y, height, chart).map((tick) => (
            <g key={tick}>
              <line className="plot-grid" x1={0} x2={scale.length} y1={y(tick)} y2={y(tick)} />
              <text x={-8} y={y(tick)} dy="0.32em" textAnchor="end">
                {chart.format(tick)}
              </text>
            </g>
          ))}
          <Drawing run={run} chart={chart} scale={scale} y={y} />
        </g>
      </svg>
    </figure>
  );
});

type Y = ScaleLinear<number, number>;

const ticksOf = (y: Y, height: number, { counts }: Chart): number[] =>
  y.ticks(height > 150 ? 4 : 2).filter((tick) => !counts || Number.isInteger(tick));

function Drawing({
  run,
  chart,
  scale,
  y,
}: {
  readonly run: Run;
  readonly chart: Chart;
  readonly scale: TimeScale;
  readonly y: Y;
}) {
  switch (chart.kind) {
    case 'lines':
      return chart.lines.map((each, index) => (
        <LineView key={each.name} line={each} index={index} scale={scale} y={y} />
      ));
    case 'stack':
      return <Stack layers={chart.layers} scale={scale} y={y} />;
    case 'dots':
      return <Dots run={run} dots={chart.dots} scale={scale} y={y} format={chart.format} />;
  }
}

interface DrawnProps {
  readonly scale: TimeScale;
  readonly y: Y;
}

const windowOf = (scale: TimeScale): readonly [number, number] => [scale.time(0), scale.time(scale.length)];

function LineView({ line: each, index, scale, y }: DrawnProps & { readonly line: Line; readonly index: number }) {
  const [from, to] = windowOf(scale);
  const places = stepsIn(each.points, from, to, scale.x);
  const drawLine = line<Place>(
    ({ x }) => x,
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  const drawArea = area<Place>(
    ({ x }) => x,
    y(0),
    ({ value }) => y(value),
  ).curve(curveStepAfter);
  return (
    <g className={`plot-series-${index % 4}${places.length > scale.length ? ' is-dense' : ''}`}>
      {index === 0 && <path className="plot-area" d={drawArea(places) ?? ''} />}
      <path className="plot-line" d={drawLine(places) ?? ''} />
    </g>
  );
}

/** Each outcome a band on those below it. All layers have their points at the same moments. */
function Stack({ layers, scale, y }: DrawnProps & { readonly layers: readonly Layer[] }) {
  const [from, to] = windowOf(scale);
  const moments = layers[0]?.points ?? [];
  const first = indexAt(moments, from);
  const shown = moments
    .slice(first)
    .flatMap(({ at }, index) => (at <= to ? [{ at: Math.max(from, at), index: first + index }] : []));
  const columns = [...shown, { at: to, index: shown.at(-1)?.index ?? first }];
  const below = new Map<number, number>();
  return layers.map(({ name, outcome, points }) => {
    const band = columns.map(({ at, index }, column) => {
      const low = below.get(column) ?? 0;
      const high = low + points[index]!.value;
      below.set(column, high);
      return { x: scale.x(at), low, high };
    });
    const draw = area<(typeof band)[number]>(
      ({ x }) => x,
      ({ low }) => y(low),
      ({ high }) => y(high),
    ).curve(curveStepAfter);
    return <path key={name} className={`plot-band is-${outcome}`} d={draw(band) ?? ''} />;
  });
}

/** So many are drawn one by one; of more, a band from the median to the 99th percentile. */
const DOTS_MAX = 1_200;
const COLUMN_PX = 8;
const SHARES = [0.5, 0.95, 0.99] as const;

function Dots({
  run,
  dots,
  scale,
  y,
  format,
}: DrawnProps & { readonly run: Run; readonly dots: readonly Latency[]; readonly format: Chart['format'] }) {
  const [from, to] = windowOf(scale);
  const inside = dots.slice(indexAt(dots, from), indexAt(dots, to) + 1).filter(({ at }) => at >= from && at <= to);
  const sorted = inside.map(({ latency }) => latency).sort((a, b) => a - b);
  return (
    <>
      {inside.length <= DOTS_MAX ? (
        inside.map(({ seq, at, latency, message }) => (
          <circle
            key={seq}
            className="plot-dot"
            cx={scale.x(at)}
            cy={y(latency)}
            r={inside.length > 300 ? 2 : 3.5}
            style={{
              fill: `var(--hue-${run.hues[message] ?? 'slate'})`,
              stroke: `var(--rim-${run.hues[message] ?? 'slate'})`,
            }}
          />
        ))
      ) : (
        <Percentiles dots={inside} scale={scale} y={y} />
      )}
      {SHARES.map((share) => ({ share, value: quantile(sorted, share) })).map(
        ({ share, value }, index, all) =>
          value !== null && (
            <g key={share} className="plot-percentile">
              <line x1={0} x2={scale.length} y1={y(value)} y2={y(value)} />
              {/* Where two would cover one another, the higher one is read. */}
              {all.slice(index + 1).every((other) => other.value === null || y(value) - y(other.value) > 13) && (
                <text x={scale.length - 4} y={y(value) - 4} textAnchor="end">
                  p{share * 100} {format(value)}
                </text>
              )}
            </g>
          ),
      )}
    </>
  );
}

function Percentiles({ dots, scale, y }: DrawnProps & { readonly dots: readonly Latency[] }) {
  const columns = new Map<number, number[]>();
  for (const { at, latency } of dots) {
    const column = Math.floor(scale.x(at) / COLUMN_PX);
    const values = columns.get(column);
    if (values === undefined) columns.set(column, [latency]);
    else values.push(latency);
  }
  const bands = [...columns].map(([column, values]) => {
    values.sort((a, b) => a - b);
    return { x: column * COLUMN_PX, median: quantile(values, 0.5)!, high: quantile(values, 0.99)! };
  });
  const band = area<(typeof bands)[number]>(
    ({ x }) => x,
    ({ median }) => y(median),
    ({ high }) => y(high),
  );
  const median = line<(typeof bands)[number]>(
    ({ x }) => x,
    (each) => y(each.median),
  );
  return (
    <g className="plot-series-0">
      <path className="plot-area" d={band(bands) ?? ''} />
      <path className="plot-line" d={median(bands) ?? ''} />
    </g>
  );
}

/** What the lines are, and their values at the moment that is pointed at, else at the clock's. */
function Legend({ chart }: { readonly chart: Chart }) {
  const pointed = usePointStore((state) => state.at);
  const clock = useClockStore(({ time }) => Math.floor(time / 1000) * 1000);
  const time = pointed ?? clock;
  if (chart.kind === 'dots') return null;
  const isStack = chart.kind === 'stack';
  const each: readonly (Line & Partial<Layer>)[] = isStack ? chart.layers : chart.lines;
  return (
    <ul aria-label="Series">
      {each.map(({ name, points, outcome }, index) => (
        <li key={name} className={isStack ? `is-${outcome}` : `plot-series-${index % 4}`}>
          <svg width="16" height="8" aria-hidden="true">
            {isStack ? <rect className={`plot-band is-${outcome}`} width="16" height="8" /> : <path d="M0 4h16" />}
          </svg>
          {name} <b>{chart.format(valueAt(points, time))}</b>
        </li>
      ))}
    </ul>
  );
}

function mostOf(chart: Chart): number {
  switch (chart.kind) {
    case 'lines':
      return max(chart.lines, ({ points }) => max(points, ({ value }) => value)) ?? 0;
    case 'stack':
      return (
        max(chart.layers[0]?.points ?? [], (_, index) =>
          chart.layers.reduce((sum, { points }) => sum + points[index]!.value, 0),
        ) ?? 0
      );
    case 'dots':
      return max(chart.dots, ({ latency }) => latency) ?? 0;
  }
}

function summaryOf(chart: Chart): string {
  switch (chart.kind) {
    case 'lines':
      return `${chart.title}: ${chart.lines.map(({ name, points }) => `${name} at most ${chart.format(max(points, ({ value }) => value) ?? 0)}`).join(', ')}`;
    case 'stack':
      return `${chart.title}, in the end: ${chart.layers.map(({ name, points }) => `${points.at(-1)?.value ?? 0} ${name}`).join(', ')}`;
    case 'dots': {
      const sorted = chart.dots.map(({ latency }) => latency).sort((a, b) => a - b);
      return `${chart.title}: ${SHARES.map((share) => `p${share * 100} ${chart.format(quantile(sorted, share) ?? 0)}`).join(', ')}`;
    }
  }
}
