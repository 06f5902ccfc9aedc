import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Folding } from './folding';
import { niceStep, timeTicks } from './timeTicks';

test.each([
  [0.3, 1],
  [1, 1],
  [1.2, 2],
  [3, 5],
  [70, 100],
  [200_001, 500_000],
])('ticks at least %s apart stand at multiples of %s', (least, step) => {
  expect(niceStep(least)).toBe(step);
});

test('ticks rise, keep their distance, and none stands in folded time', () => {
  const folding = new Folding([{ from: 2_000_000, to: 7_000_000 }], 10_000_000, 300_000);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (start, part) => {
        const from = start * folding.length;
        const ticks = timeTicks(folding, [from, Math.min(folding.length, from + part * folding.length)], 900);
        ticks.forEach(({ time, along, label }, index) => {
          expect(folding.gapAt(time)).toBeNull();
          expect(label).toMatch(/^\d+(\.\d+)? s$/);
          if (index > 0) expect(along - ticks[index - 1]!.along).toBeGreaterThan(60);
        });
      },
    ),
  );
});
