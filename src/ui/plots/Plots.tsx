import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { Work } from '../../analysis/work';
import { KIND } from '../../engine/trace/record';
import { clockStore, foldingOfRun, useClockStore } from '../app/clockStore';
import { useMetricStore } from '../app/metricStore';
import { useOperatorBook } from '../app/operatorBook';
import { offerPicture } from '../app/pictures';
import { usePointStore } from '../app/pointStore';
import { useRunStore, type Run } from '../app/runStore';
import { timeTicks } from '../app/timeTicks';
import { useNarrow } from '../app/useNarrow';
import { useWork } from '../app/work';
import { keepInView, pan, shownSpan, showAll, useViewStore, zoom } from '../app/viewStore';
import { count } from '../design/format';
import { useSize } from '../design/useSize';
import { brushOn } from './brush';
import { ChartView } from './ChartView';
import { readCharts, type Chart, type Figure } from './figures';
import { metricCharts } from './metricCharts';
import { PlotTools } from './PlotTools';
import { usePlotsStore } from './plotsStore';
import { plotsSvg } from './svg';
import { TimeScale } from './timeScale';
import './plots.css';

/** Below the charts: the axis. */
const AXIS = 22;
/** A chart is at least so high; more of them scroll. */
const CHART_MIN = 92;
const CHART_MIN_NARROW = 112;
const GUTTER = 52;
const RIM = 16;

/** Figures over the run's time, one below the other on one axis. */
export default function Plots() {
  const run = useRunStore((state) => state.run);
  const narrow = useNarrow();
  if (run === null) return null;
  return (
    <div className="plots">
      {narrow && <PlotTools />}
      <Sheet run={run} least={narrow ? CHART_MIN_NARROW : CHART_MIN} />
    </div>
  );
}

function Sheet({ run, least }: { readonly run: Run; readonly least: number }) {
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const shown = usePlotsStore((state) => state.shown);
  const span = useViewStore((state) => state.span);
  const gaps = useClockStore((state) => state.gaps);
  const plotted = useMetricStore((state) => state.plotted);
  const book = useOperatorBook(plotted.length === 0 ? null : run);
  const readShown = useCallback((of: Run) => readAll(of, shown), [shown]);
  const read = useWork(run, readShown);
  const charts = useMemo(() => [...(read ?? []), ...metricCharts(run, book, plotted)], [run, read, book, plotted]);
  const inner = Math.max(40, width - GUTTER - RIM);
  const scale = useMemo(() => {
    // Named so that another run makes another scale.
    void gaps;
    const folding = foldingOfRun();
    return new TimeScale(folding, shownSpan(span, folding), inner);
  }, [span, inner, gaps]);
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
  }, [scale]);
  useEffect(
    () =>
      clockStore.subscribe((now, before) => {
        if (now.time !== before.time) keepInView(foldingOfRun(), now.time);
      }),
    [],
  );
  useEffect(
    () =>
      offerPicture({
        id: 'plots',
        label: 'Plots',
        draw: async () => plotsSvg(body.current!, run.scenario.title),
      }),
    [run],
  );
  useEffect(() => brushOn(body.current!, GUTTER, () => latest.current), []);
  const each = Math.max(least, Math.floor((height - AXIS) / Math.max(1, charts.length)));
  return (
    <div className="plots-box" ref={box}>
      <div
        ref={body}
        className="plots-body"
        role="application"
        aria-roledescription="plots over time"
        aria-label={charts.map(({ title }) => title).join('; ') || 'Nothing to plot'}
        aria-description="Plus and minus zoom, 0 shows the whole run, left and right move along. Drag over a stretch to zoom into it; a click goes to that moment."
        tabIndex={0}
        onKeyDown={(event) => onKey(event, scale)}
      >
        {charts.map((chart) => (
          <ChartView key={chart.id} run={run} chart={chart} scale={scale} height={each} gutter={GUTTER} />
        ))}
        {read === null && <p className="plots-empty">Reading {count(run.records, 'record')}…</p>}
        {read !== null && charts.length === 0 && (
          <p className="plots-empty">Nothing is chosen to be plotted, or this run has none of it.</p>
        )}
        <Gaps scale={scale} />
        <Axis scale={scale} />
        <Marks run={run} scale={scale} />
        <Cursor scale={scale} />
        <Pointed scale={scale} />
        <div className="plots-brush" hidden />
      </div>
    </div>
  );
}

function* readAll(run: Run, figures: readonly Figure[]): Work<readonly Chart[]> {
  const charts: Chart[] = [];
  for (const figure of figures) charts.push(...(yield* readCharts(run, figure)));
  return charts;
}

const PAN = 0.2;
const ZOOM = 1.5;

function onKey(event: KeyboardEvent, scale: TimeScale): void {
  const { time } = clockStore.getState();
  const centre = scale.isInside(time) ? time : scale.time(scale.length / 2);
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => zoom(scale.folding, 1 / ZOOM, centre),
    '=': () => zoom(scale.folding, 1 / ZOOM, centre),
    '-': () => zoom(scale.folding, ZOOM, centre),
    '0': showAll,
    ArrowLeft: () => pan(scale.folding, -PAN),
    ArrowRight: () => pan(scale.folding, PAN),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

interface ScaleProps {
  readonly scale: TimeScale;
}

function Axis({ scale }: ScaleProps) {
  return (
    <div className="plots-axis" aria-hidden="true">
      {timeTicks(scale.folding, [scale.from, scale.to], scale.length).map(({ time, along, label }) => (
        <span key={time} style={{ left: GUTTER + along }}>
          {label}
        </span>
      ))}
    </div>
  );
}

/** Time that is left out. */
function Gaps({ scale }: ScaleProps) {
  const gaps = scale.folding.foldedIn(scale.time(0), scale.time(scale.length));
  if (gaps.length > GAPS_MAX) return null;
  return gaps.map(({ from, to }) => (
    <span
      key={from}
      className="plots-gap"
      style={{ left: GUTTER + (scale.x(from) + scale.x(to)) / 2 }}
      aria-hidden="true"
    />
  ));
}

/** More tears than this would be a hatching that says nothing. */
const GAPS_MAX = 40;

/** Faults and bad outcomes, where they came, through all charts. */
function Marks({ run, scale }: ScaleProps & { readonly run: Run }) {
  const marks = useMemo(() => run.reading.landmarks.filter((seq) => run.trace.kindAt(seq) !== KIND.ended), [run]);
  const inside = marks.filter((seq) => scale.isInside(run.trace.timeAt(seq)));
  if (inside.length > MARKS_MAX) return null;
  return inside.map((seq) => (
    <span
      key={seq}
      className={run.trace.kindAt(seq) === KIND.fault ? 'plots-mark is-fault' : 'plots-mark is-again'}
      style={{ left: GUTTER + scale.x(run.trace.timeAt(seq)) }}
      aria-hidden="true"
    />
  ));
}

/** More marks than this say nothing. */
const MARKS_MAX = 200;

function Cursor({ scale }: ScaleProps) {
  const time = useClockStore((state) => state.time);
  return <Upright at={time} scale={scale} className="plots-cursor" />;
}

function Pointed({ scale }: ScaleProps) {
  const at = usePointStore((state) => state.at);
  return at === null ? null : <Upright at={at} scale={scale} className="plots-pointer" />;
}

function Upright({ at, scale, className }: ScaleProps & { readonly at: number; readonly className: string }) {
  if (!scale.isInside(at)) return null;
  return (
    <span className={className} style={{ transform: `translateX(${GUTTER + scale.x(at)}px)` }} aria-hidden="true" />
  );
}
