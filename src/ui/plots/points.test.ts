import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsIn, valueAt } from './points';

const series = fc
  .array(fc.tuple(fc.nat(5_000), fc.nat(100)), { minLength: 1, maxLength: 600 })
  .map((pairs) => [
    { at: 0, value: 0 },
    ...[...new Map(pairs.map(([at, value]) => [at + 1, value])).entries()]
      .sort(([a], [b]) => a - b)
      .map(([at, value]) => ({ at, value })),
  ]);

test('no peak is lost, however many points share a pixel, and none is made up', () => {
  fc.assert(
    fc.property(series, fc.nat(4_000), fc.integer({ min: 1, max: 3_000 }), (points, from, length) => {
      const to = from + length;
      const places = stepsIn(points, from, to, (time) => ((time - from) / length) * 80);
      const inside = [
        valueAt(points, from),
        ...points.filter(({ at }) => at >= from && at <= to).map(({ value }) => value),
      ];
      const shown = places.map(({ value }) => value);
      expect(Math.max(...shown)).toBe(Math.max(...inside));
      expect(Math.min(...shown)).toBe(Math.min(...inside));
      expect(shown.at(-1)).toBe(valueAt(points, to));
      for (const { x } of places) expect(x).toBeGreaterThanOrEqual(-1e-9);
      expect(places.length).toBeLessThanOrEqual(4 * 82);
    }),
  );
});
