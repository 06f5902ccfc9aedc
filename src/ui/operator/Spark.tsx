import { memo } from 'react';
import type { Metric } from '../../analysis/operator/book';
import { SHORT } from '../../analysis/work';
import { foldingOfRun } from '../app/clockStore';
import type { Run } from '../app/runStore';

const WIDTH = 64;
const HEIGHT = 14;

/** A metric over the whole run, as small as a word; where we are is its end in ink. */
export function Spark({ run, metric, told }: { readonly run: Run; readonly metric: Metric; readonly told: number }) {
  const at = told === 0 ? 0 : run.trace.timeAt(told - 1);
  const { folding, share } = scaleOf(run);
  return (
    <svg className="operator-spark-line" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <Curve run={run} metric={metric} />
      <line x1={share(folding.toShown(at))} x2={share(folding.toShown(at))} y1={0} y2={HEIGHT} />
    </svg>
  );
}

function scaleOf({ pacing }: Run) {
  const folding = foldingOfRun();
  const end = Math.max(1, folding.toShown(pacing.end));
  return { folding, share: (shown: number) => (shown / end) * WIDTH };
}

const Curve = memo(function Curve({ run, metric: { steps } }: { readonly run: Run; readonly metric: Metric }) {
  const { folding, share } = scaleOf(run);
  const columns = new Map<number, number>();
  let most = 0;
  const first = numberOf(steps.at(0));
  const take = (seq: number): void => {
    const value = numberOf(steps.at(seq + 1));
    most = Math.max(most, value);
    columns.set(Math.min(WIDTH, Math.floor(share(folding.toShown(run.trace.timeAt(seq))))), value);
  };
  // Of a long run looks are taken; the plot of the metric has them all.
  if (run.trace.length > SHORT)
    for (let i = 1; i <= LOOKS; i += 1) take(Math.floor((run.trace.length * i) / LOOKS) - 1);
  else for (const seq of steps.seqs) take(seq);
  const y = (value: number): number => HEIGHT - 1 - (most === 0 ? 0 : (value / most) * (HEIGHT - 2));
  let path = `M0 ${y(first)}`;
  for (const [x, value] of columns) path += `H${x}V${y(value).toFixed(1)}`;
  return <path d={`${path}H${WIDTH}`} />;
});

/** Looks at a metric of a long run. */
const LOOKS = 512;

const numberOf = (value: number): number => (Number.isNaN(value) ? 0 : value);
