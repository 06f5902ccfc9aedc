import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../analysis/outcomes';
import type { SweepFault } from '../analysis/sweep';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { run } from './run';
import { placesOf, resultOf } from './sweep';

const file = catalogue.find(({ id }) => id === 'at-least-once')!;
const runWith = (asked: Parameters<typeof load>[1]) => run(load(file, asked));
const base = runWith({ faults: [] });
const sweep = (what: SweepFault, events = 1_000) => placesOf(base.trace, base.header, what, events);

describe('one fault at every moment', () => {
  test('each place is one packet, and the fault that names it strikes there and nowhere else', () => {
    const places = sweep({ kind: 'lose', role: null });
    expect(places.length).toBeGreaterThan(30);
    expect(new Set(places.map(({ fault }) => JSON.stringify(fault))).size).toBe(places.length);
    for (const { fault, at } of places) {
      const { summary } = runWith({ faults: [fault] });
      expect(summary.faults[0]).toMatchObject({ fired: true });
      expect(summary.faults[0]!.at).toBeGreaterThanOrEqual(at);
    }
  });

  test('a lost ack duplicates, a lost delivery does not', () => {
    const worstOf = (role: 'settle' | 'deliver') =>
      sweep({ kind: 'lose', role }).map(({ fault }) => {
        const { trace, header } = runWith({ faults: [fault] });
        return resultOf(trace, header).worst;
      });
    expect(worstOf('settle')).toEqual(Array.from({ length: 5 }, () => 'duplicated'));
    // The connection breaks with it, and what its worker had in hand comes again.
    expect(worstOf('deliver').filter((worst) => worst === 'lost')).toEqual([]);
  });

  test('a crash is tried at each moment of its node, and its counts add up', () => {
    const places = sweep({ kind: 'crash', whom: 'payment-1', for: '1s' });
    expect(places.length).toBeGreaterThan(5);
    for (const { fault } of places) {
      const { trace, header, summary } = runWith({ faults: [fault] });
      const { counts } = resultOf(trace, header);
      expect(OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0)).toBe(summary.outcomes['payments']!.produced);
    }
  });

  test('of a long run a part is tried, spread over all of it', () => {
    const all = sweep({ kind: 'lose', role: null });
    const some = sweep({ kind: 'lose', role: null }, 30_000_000 / 10);
    expect(some).toHaveLength(10);
    expect(some[0]).toEqual(all[0]);
    expect(some.at(-1)!.at).toBeGreaterThan(all.at(-1)!.at / 2);
  });
});
