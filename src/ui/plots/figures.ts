import { rateOf, readInFlight, readLatencies, readMoments, type Latency } from '../../analysis/flows';
import type { Outcome } from '../../analysis/outcomes';
import { readOutcomes } from '../../analysis/outcomesOverTime';
import { readDepths, type Series } from '../../analysis/series';
import type { Work } from '../../analysis/work';
import type { Micros } from '../../engine/units';
import type { Run } from '../app/runStore';
import { niceStep } from '../app/timeTicks';
import { formatLength } from '../design/format';

/** What can be plotted, each a chart or several over the same time. */
export const FIGURES = ['depth', 'lag', 'flight', 'rates', 'latency', 'outcomes'] as const;
export type Figure = (typeof FIGURES)[number];

export const FIGURE_LABELS: { readonly [F in Figure]: string } = {
  depth: 'Depth',
  lag: 'Lag',
  flight: 'In flight',
  rates: 'Rates',
  latency: 'Latency',
  outcomes: 'Outcomes',
};

export interface Point {
  readonly at: Micros;
  readonly value: number;
}

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Layers that lie on one another, each with its part at each moment. */
export interface Layer extends Line {
  readonly outcome: Outcome;
}

export type Chart = {
  readonly id: string;
  readonly title: string;
  /** How a value is written. */
  readonly format: (value: number) => string;
  /** Its values are numbers of things: no tick between them. */
  readonly counts: boolean;
} & (
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'stack'; readonly layers: readonly Layer[] }
  | { readonly kind: 'dots'; readonly dots: readonly Latency[] }
);

const whole = (value: number): string => String(value);
/** As short as an axis wants it. */
function shortLength(value: number): string {
  if (value === 0) return '0';
  if (value >= 7_200_000_000) return `${Number((value / 3_600_000_000).toFixed(1))} h`;
  return value >= 120_000_000 ? `${Math.round(value / 60_000_000)} min` : formatLength(value);
}
const perSecond = (value: number): string => `${Number(value.toFixed(value < 10 ? 1 : 0))}/s`;

/** The charts of a figure; none where the run has nothing of the kind. Read once a run. */
export function* readCharts(run: Run, figure: Figure): Work<readonly Chart[]> {
  let known = memory.get(run);
  if (known === undefined) memory.set(run, (known = new Map<Figure, readonly Chart[]>()));
  let charts = known.get(figure);
  if (charts === undefined) known.set(figure, (charts = yield* BUILD[figure](run)));
  return charts;
}

const memory = new WeakMap<Run, Map<Figure, readonly Chart[]>>();

/** Stretches that a rate is counted in over a whole run. */
const STRETCHES = 90;

const BUILD: { readonly [F in Figure]: (run: Run) => Work<readonly Chart[]> } = {
  *depth({ trace, header }) {
    const all = yield* readDepths(trace, header);
    return lines(
      'depth',
      'Messages in queues',
      all.filter(({ figure }) => figure !== 'lag'),
    );
  },
  *lag({ trace, header }) {
    const all = yield* readDepths(trace, header);
    return lines(
      'lag',
      'Records behind the end of the log',
      all.filter(({ figure }) => figure === 'lag'),
    );
  },
  *flight({ reading }) {
    return lines('flight', 'Packets under way', yield* readInFlight(reading));
  },
  *rates({ reading, header, pacing }) {
    const width = niceStep(pacing.end / STRETCHES);
    const moments = yield* readMoments(reading);
    const rates = moments.map(({ name, at }) => ({ name, points: rateOf(at, width, pacing.end) }));
    const title = `${capital(header.noun[1])} a second, in stretches of ${formatLength(width)}`;
    return rates.length === 0
      ? []
      : [{ id: 'rates', title, kind: 'lines', lines: rates, format: perSecond, counts: false }];
  },
  *latency({ reading, header }) {
    const latencies = yield* readLatencies(reading);
    return header.subscriptions.map((name, id) => ({
      id: `latency-${name}`,
      title: `From produced to done${of(header.subscriptions, name)}`,
      kind: 'dots',
      dots: latencies.filter(({ subscription }) => subscription === id),
      format: shortLength,
      counts: false,
    }));
  },
  *outcomes({ reading, header }) {
    const moments = yield* readOutcomes(reading);
    return header.subscriptions.map((name) => ({
      id: `outcomes-${name}`,
      title: `What became of ${header.noun[1]}${of(header.subscriptions, name)}`,
      kind: 'stack',
      layers: LAYERS.map(([outcome, label]) => ({
        name: label,
        outcome,
        points: [
          { at: 0, value: 0 },
          ...moments.map(({ at, counts }) => ({ at, value: counts[name]?.[outcome] ?? 0 })),
        ],
      })).filter(({ points }) => points.some(({ value }) => value > 0)),
      format: whole,
      counts: true,
    }));
  },
};

/** From the foot up: what is well, what is not, what is open. */
const LAYERS: readonly (readonly [Outcome, string])[] = [
  ['done', 'done'],
  ['duplicated', 'duplicated'],
  ['deadLettered', 'dead-lettered'],
  ['expired', 'expired'],
  ['rejected', 'rejected'],
  ['lost', 'lost'],
  ['pending', 'pending'],
];

const lines = (id: string, title: string, series: readonly Series[]): readonly Chart[] =>
  series.length === 0 ? [] : [{ id, title, kind: 'lines', lines: series, format: whole, counts: true }];

const of = (subscriptions: readonly string[], name: string): string =>
  subscriptions.length > 1 ? `, for ${name}` : '';
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
