import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Folding } from './folding';
import { gapsBetween } from './testing/gapsBetween';

describe('folded time', () => {
  test('a gap takes no more than its share, everything else its own length', () => {
    const folding = new Folding([{ from: 100, to: 30_100 }], 30_200, 50);
    expect(folding.length).toBe(250);
    expect(folding.toShown(100)).toBe(100);
    expect(folding.toShown(30_100)).toBe(150);
    expect(folding.toTime(125)).toBe(15_100);
    expect(folding.gapAt(15_000)).toEqual({ from: 100, to: 30_100 });
    expect(folding.gapAt(50)).toBeNull();
  });

  test('a short gap is not folded', () => {
    expect(new Folding([{ from: 100, to: 140 }], 200, 50).folded).toEqual([]);
  });

  // Goal: the clock neither stands still nor goes back. Method: random busy stretches, shown time there and back.
  test('each moment has one place, and the order stays', () => {
    const stretch = fc.tuple(fc.nat(100_000), fc.nat(5_000)).map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(
        fc.array(stretch),
        fc.integer({ min: 1, max: 2_000 }),
        fc.array(fc.nat(105_000)),
        (busy, gapMax, moments) => {
          const folding = new Folding(gapsBetween(busy, 105_000), 105_000, gapMax);
          for (const moment of moments) expect(folding.toTime(folding.toShown(moment))).toBeCloseTo(moment, 3);
          const places = [...moments].sort((a, b) => a - b).map((moment) => folding.toShown(moment));
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(folding.length).toBeLessThanOrEqual(105_000);
        },
      ),
    );
  });
});
