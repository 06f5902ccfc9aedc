import type { OperatorBook } from '../../analysis/operator/book';
import type { Run } from '../app/runStore';
import type { Chart } from './figures';

/** A chart each of the metrics that were chosen among what operators see, under their real names. */
export function metricCharts({ trace }: Run, book: OperatorBook | null, names: readonly string[]): Chart[] {
  if (book === null) return [];
  return names.flatMap((name) =>
    book.metrics
      .filter((metric) => metric.name === name)
      .map(({ system, steps }, index): Chart => ({
        id: `metric-${name}-${index}`,
        title: name,
        kind: 'lines',
        format: String,
        counts: true,
        lines: [
          {
            name: system.name,
            points: [
              { at: 0, value: numberOf(steps.at(0)) },
              ...steps.seqs.map((seq) => ({ at: trace.timeAt(seq), value: numberOf(steps.at(seq + 1)) })),
            ],
          },
        ],
      })),
  );
}

const numberOf = (value: number): number => (Number.isNaN(value) ? 0 : value);
