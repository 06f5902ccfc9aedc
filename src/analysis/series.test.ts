import { expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { depthSeries } from './series';

const seriesOf = (id: string) => {
  const { trace, header, summary } = run(load(catalogue.find((file) => file.id === id)!));
  return { series: depthSeries(trace, header), summary };
};

test('a queue’s ready copies rise to the depth that the metrics name, and end at 0', () => {
  const { series, summary } = seriesOf('at-least-once');
  const ready = series.find(({ name }) => name === 'order-processing-queue · ready')!;
  expect(Math.max(...ready.points.map(({ value }) => value))).toBe(summary.metrics['payments']!.depthMax);
  expect(ready.points.at(-1)!.value).toBe(0);
});

test('what is unacked never exceeds what the workers may hold', () => {
  const { series } = seriesOf('at-least-once');
  const unacked = series.find(({ figure }) => figure === 'unacked')!;
  expect(Math.max(...unacked.points.map(({ value }) => value))).toBeLessThanOrEqual(3);
});

test('each group has a lag of its own in each partition, and has caught up in the end', () => {
  const lags = seriesOf('order-events').series.filter(({ figure }) => figure === 'lag');
  expect(lags.map(({ name }) => name).sort()).toEqual(
    [0, 1, 2, 3].flatMap((partition) => [
      `order-events · partition ${partition} · lag of analytics`,
      `order-events · partition ${partition} · lag of order-processing`,
    ]),
  );
  for (const { points } of lags) {
    expect(Math.max(...points.map(({ value }) => value))).toBeGreaterThan(0);
    expect(points.at(-1)!.value).toBe(0);
  }
});

test('time rises from point to point, and no value is below 0', () => {
  for (const { points } of seriesOf('order-processing').series) {
    points.forEach(({ at, value }, index) => {
      expect(value).toBeGreaterThanOrEqual(0);
      if (index > 0) expect(at).toBeGreaterThan(points[index - 1]!.at);
    });
  }
});
