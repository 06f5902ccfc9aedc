import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gap } from '../app/folding';
import { commonGaps } from './besideStore';

const gaps = fc
  .uniqueArray(fc.nat(60), { maxLength: 12 })
  .map((points) => points.sort((a, b) => a - b))
  .map((points) =>
    points.flatMap((from, i): Gap[] => (i % 2 === 0 && i + 1 < points.length ? [{ from, to: points[i + 1]! }] : [])),
  );

// Goal: with two runs on one clock, time is folded only where nothing happens in either.
test('common gaps are those in which both are still', () => {
  fc.assert(
    fc.property(gaps, gaps, (one, other) => {
      const isIn = (list: readonly Gap[], at: number) => list.some(({ from, to }) => at > from && at < to);
      const common = commonGaps(one, other);
      for (let at = 0.5; at < 61; at += 1) expect(isIn(common, at)).toBe(isIn(one, at) && isIn(other, at));
    }),
  );
});
