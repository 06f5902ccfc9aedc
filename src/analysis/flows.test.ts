import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { inFlightSeries, latenciesOf, momentsOf, rateOf } from './flows';
import { OUTCOMES } from './outcomes';
import { outcomesOverTime } from './outcomesOverTime';
import { Reading } from './reading';
import { quantile } from './statistics';

const runOf = (id: string) => {
  const { trace, header, summary } = run(load(catalogue.find((file) => file.id === id)!));
  return { reading: new Reading(trace, header), summary };
};

describe('figures over time agree with those of the whole run', () => {
  test.each(['at-least-once', 'order-events', 'resilience'])('%s', (id) => {
    const { reading, summary } = runOf(id);
    const last = outcomesOverTime(reading).at(-1)!.counts;
    expect(last).toEqual(summary.outcomes);
    reading.header.subscriptions.forEach((name, subscription) => {
      const latencies = latenciesOf(reading)
        .filter((one) => one.subscription === subscription)
        .map(({ latency }) => latency / 1000)
        .sort((a, b) => a - b);
      expect(quantile(latencies, 0.5)).toBe(summary.metrics[name]!.latencyMs.p50);
      expect(quantile(latencies, 0.99)).toBe(summary.metrics[name]!.latencyMs.p99);
    });
  });

  test('outcomes add up to what was produced, at every moment, and what is lost stays lost', () => {
    const { reading } = runOf('at-most-once-consumer');
    let lost = 0;
    for (const { counts } of outcomesOverTime(reading)) {
      for (const count of Object.values(counts)) {
        expect(OUTCOMES.reduce((sum, outcome) => sum + count[outcome], 0)).toBe(count.produced);
        expect(count.lost).toBeGreaterThanOrEqual(lost);
        lost = count.lost;
      }
    }
    expect(lost).toBeGreaterThan(0);
  });

  test('what is in flight is never less than nothing, and in the end nothing is', () => {
    for (const { points } of inFlightSeries(runOf('at-least-once').reading)) {
      for (const { value } of points) expect(value).toBeGreaterThanOrEqual(0);
      expect(points.at(-1)!.value).toBe(0);
    }
  });

  test('rates add up to what there was', () => {
    const { reading } = runOf('at-least-once');
    const [produced, done] = momentsOf(reading);
    const total = (at: readonly number[]) =>
      rateOf(at, 200_000, 4_000_000).reduce((sum, { value }) => sum + value * 0.2, 0);
    expect(total(produced!.at)).toBeCloseTo(5, 9);
    expect(total(done!.at)).toBeCloseTo(6, 9);
  });
});
