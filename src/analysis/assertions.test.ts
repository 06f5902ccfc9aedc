import { describe, expect, test } from 'vitest';
import type { Assertion } from '../scenario/schema/scenario';
import { evaluate } from './assertions';

const run = {
  ended: 'settled',
  outcomes: {
    payments: { produced: 5, done: 3, duplicated: 2, lost: 0, deadLettered: 0, expired: 0, rejected: 0, pending: 0 },
  },
  beliefs: { acknowledged: 5, failed: 0, unknown: 0 },
  matrix: { payments: { acknowledged: [0, 3, 2], failed: [0, 0, 0], unknown: [0, 0, 0] } },
  metrics: { payments: { latencyMs: { p50: null } } },
  faults: [
    { what: 'lose', fired: true },
    { what: 'crash', fired: false },
  ],
  messages: [
    { id: 'order-3', subscription: 'payments', outcome: 'duplicated' },
    { id: 'order-4', subscription: 'payments', outcome: 'duplicated' },
    { id: 'order-5', subscription: 'payments', outcome: 'done' },
  ],
};

const assertion = (part: Partial<Assertion>): Assertion => ({
  name: 'a',
  kind: 'always',
  text: '',
  path: 'outcomes.payments.lost',
  settled: false,
  ...part,
});

const tried = (part: Partial<Assertion>, isOwn = true) => {
  const { holds, detail } = evaluate(assertion(part), run, isOwn);
  return [holds, detail];
};

describe('assertions', () => {
  test('tell the figures', () => {
    expect(tried({ equals: 0 })).toEqual([true, '0 of 5 lost']);
    expect(tried({ path: 'outcomes.payments.duplicated', max: 1 })).toEqual([
      false,
      '2 of 5 duplicated: order-3, order-4; expected 1 or less',
    ]);
    expect(tried({ path: 'beliefs.failed', min: 1 })).toEqual([false, 'beliefs.failed is 0; expected 1 or more']);
    expect(tried({ path: 'matrix.payments.acknowledged.0', equals: 0 })).toEqual([
      true,
      '0 of 5 acknowledged with no effect',
    ]);
    expect(tried({ path: 'faults.1.fired', equals: true })).toEqual([false, 'faults.1.fired is false; expected true']);
    expect(tried({ path: 'metrics.payments.latencyMs.p50', max: 9 })).toEqual([
      false,
      'metrics.payments.latencyMs.p50 is without a value; expected 9 or less',
    ]);
    expect(tried({ path: 'ended', equals: 'settled' })).toEqual([true, 'ended is settled']);
  });

  test('of kind "shows" speak only of the scenario’s own faults and settings', () => {
    expect(tried({ kind: 'shows', equals: 7 }, false)[0]).toBeNull();
    expect(tried({ kind: 'shows', equals: 0 }, true)[0]).toBe(true);
    expect(tried({ kind: 'always', equals: 0 }, false)[0]).toBe(true);
  });

  test('of kind "always" promise nothing under faults that they do not cover, if these struck', () => {
    expect(tried({ equals: 9, covers: ['crash'] })).toEqual([null, 'promises nothing under lose (0 of 5 lost)']);
    expect(tried({ equals: 0, covers: ['lose'] })[0]).toBe(true);
  });

  test('may speak of settled runs only', () => {
    expect(evaluate(assertion({ equals: 1, settled: true }), { ...run, ended: 'until' }, true).holds).toBeNull();
  });

  test('an unknown path names the nearest', () => {
    expect(() => tried({ path: 'outcomes.payment.lost', equals: 0 })).toThrow(
      'a run has no "outcomes.payment.lost"; did you mean "outcomes.payments"?',
    );
    expect(() => tried({ path: 'ended.x', equals: 0 })).toThrow('"ended" has no parts');
    expect(() => tried({})).toThrow('expects nothing');
  });
});
