import { describe, expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { run } from '../../runs/run';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import type { FaultFile } from '../../scenario/schema/faults';

// Goal: an alert begins and ends where its thresholds say, and keeps a run open meanwhile. Method: `queue-depth-alert`
// under settings and faults; what is read is the trace.

const file = catalogue.find(({ id }) => id === 'queue-depth-alert')!;
type Settings = readonly (readonly [string, unknown])[];

function alertsIn(settings: Settings = [], faults: readonly FaultFile[] | 'own' = 'own', variant = 'article') {
  const { trace, summary } = run(load(file, { variant, seed: 1, settings, faults }));
  const facts: { name: string; at: number; depth: number }[] = [];
  let end = '';
  for (const record of trace.records()) {
    if (record.kind === 'ended') end = textOf(record.why);
    if (record.kind === 'fact' && textOf(record.name).startsWith('depth-alert'))
      facts.push({ name: textOf(record.name), at: record.at, depth: record.value });
  }
  return { facts, end, summary };
}

describe('an alert', () => {
  test('begins at its upper threshold and ends at its lower one', () => {
    const { facts } = alertsIn();
    expect(facts.map(({ name }) => name)).toEqual(['depth-alert', 'depth-alert-over']);
    expect(facts[0]!.depth).toBeGreaterThanOrEqual(20);
    expect(facts[1]!.depth).toBeLessThanOrEqual(5);
  });

  test('does not begin for what does not last', () => {
    const { facts } = alertsIn([['for', '1s']], [], 'one-threshold');
    const impatient = alertsIn([], [], 'one-threshold').facts;
    expect(facts.length).toBeLessThan(impatient.length);
  });

  test('is counted in the run’s result', () => {
    const { summary, facts } = alertsIn();
    expect(summary.alerts).toEqual({
      raised: 1,
      cleared: 1,
      firstRaisedMs: facts[0]!.at / 1000,
      lastClearedMs: facts[1]!.at / 1000,
    });
  });

  test('comes late to one who asks seldom', () => {
    const seldom = alertsIn([['every', '5s']]).facts[0]!;
    expect(seldom.at).toBeGreaterThan(alertsIn().facts[0]!.at);
  });
});

describe('a run', () => {
  const dead = ['payment-1', 'payment-2', 'payment-3'].map((whom): FaultFile => ({
    when: { at: '1s' },
    what: 'crash',
    whom,
  }));

  test('goes on while an alert is open', () => {
    expect(alertsIn([['until', '30s']], dead)).toMatchObject({ end: 'until' });
  });

  test('is not kept open by an alert whose monitor has died', () => {
    const settled = alertsIn(
      [['until', '60s']],
      [...file.faults!, { when: { at: '8s' }, what: 'crash', whom: 'prometheus' }],
    );
    expect(settled.facts.map(({ name }) => name)).toEqual(['depth-alert']);
    expect(settled.end).toBe('settled');
  });
});

test('while the broker is down nothing is seen, and nothing changes', () => {
  const { facts } = alertsIn([], [...file.faults!, { when: { at: '7s' }, what: 'crash', whom: 'rabbitmq', for: '2s' }]);
  expect(facts.filter(({ at }) => at > 7_000_000 && at < 9_000_000)).toEqual([]);
});

test('a file that watches what is not there is refused', () => {
  expect(() => alertsIn([['monitors[prometheus].of', 'orders']])).toThrow(/there is no queue "orders"/);
  expect(() => alertsIn([['clear', 20]])).toThrow(/expected "clear" to be less than "raise"/);
});
