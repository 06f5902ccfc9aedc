import { expect, test } from 'vitest';
import { run } from '../runs/run';
import { load } from '../scenario/load';
import { catalogue } from '../scenario/catalogue';

// Goal: alerts, and the time that nodes are held back, are counted as the facts' signs say. Method: `backpressure`,
// whose facts come from a broker's alarm and from a producer's buffer.

const file = catalogue.find(({ id }) => id === 'backpressure')!;
const summaryOf = (variant: string, settings: readonly (readonly [string, unknown])[] = []) =>
  run(load(file, { variant, seed: 1, settings })).summary;

test('nothing is raised and nobody held back where there is no limit', () => {
  const { alerts, blocked } = summaryOf('unbounded');
  expect(alerts).toEqual({ raised: 0, cleared: 0, firstRaisedMs: null, lastClearedMs: null });
  expect(blocked).toEqual({ times: 0, ms: 0 });
});

test('an alarm counts as an alert, and who is blocked by it as held back', () => {
  const { alerts, blocked } = summaryOf('memory-alarm');
  expect(alerts.raised).toBe(alerts.cleared);
  expect(alerts.firstRaisedMs! % 500).toBe(0);
  expect(blocked.times).toBeGreaterThanOrEqual(alerts.raised);
});

test('what is still held back at the end counts up to the end', () => {
  const whole = summaryOf('slow-down').blocked.ms;
  const cut = summaryOf('slow-down', [['until', '2s']]).blocked;
  expect(cut.ms).toBeGreaterThan(0);
  expect(cut.ms).toBeLessThan(whole);
  expect(cut.ms).toBeLessThanOrEqual(2_000);
});

test('with a buffer of one, no two orders are ever under way together', () => {
  const { trace } = run(load(file, { variant: 'slow-down', seed: 1, settings: [['buffer', 1]] }));
  const told = new Set<number>();
  for (const record of trace.records()) {
    if (record.kind === 'learned') told.add(record.message);
    if (record.kind === 'produced') expect(told.size).toBe(record.message);
  }
});
