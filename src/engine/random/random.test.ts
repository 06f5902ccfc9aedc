import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, exponentialOf, ln, normalQuantile } from './arithmetic';
import { drawFrom, meanOf, type Distribution } from './distributions';
import { baseOf, keyOf, unit } from './keyed';

const draws = (distribution: Distribution, n: number) =>
  Array.from({ length: n }, (_, i) => drawFrom(distribution, keyOf(baseOf(7, 1), 2, i, 0)));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) * (value - m))));
};

const bits = (x: number) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

describe('arithmetic of our own', () => {
  test('ln agrees with the platform to 2e-15, over the whole range', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(ln(x) - expected)).toBeLessThanOrEqual(2e-15 * Math.max(1, Math.abs(expected)));
      }),
    );
  });

  test('exp agrees with the platform to 1e-14 of its value', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-14);
      }),
    );
  });

  test('the exponential variate of a hash is -ln of the number that the hash stands for, to 2e-7', () => {
    fc.assert(
      fc.property(fc.integer(), (hash) => {
        expect(Math.abs(exponentialOf(hash) + Math.log(((hash >>> 0) + 0.5) / 4_294_967_296))).toBeLessThanOrEqual(
          // Of the few smallest hashes, the half that is added is a step of its own.
          hash >>> 0 < 4096 ? 1 : 2e-7 + 1 / (hash >>> 0),
        );
      }),
      { examples: [[0], [1], [-1], [0x7fffffff], [-0x80000000]] },
    );
    expect(exponentialOf(0)).toBeLessThan(23);
    expect(exponentialOf(-1)).toBeGreaterThan(0);
  });

  test('the edges', () => {
    expect([ln(0), ln(1), ln(Infinity), exp(0), exp(-Infinity), exp(Infinity)]).toEqual([
      -Infinity,
      0,
      Infinity,
      1,
      0,
      Infinity,
    ]);
    expect([ln(-1), exp(NaN)]).toEqual([NaN, NaN]);
  });

  test('gives these very bits, in every JavaScript engine', () => {
    expect([0.1, 0.5, 2, 10, 1e-9, 123456.789].map((x) => bits(ln(x)))).toMatchInlineSnapshot(`
      [
        "c0026bb1bbb55515",
        "bfe62e42fefa39ef",
        "3fe62e42fefa39ef",
        "40026bb1bbb55516",
        "c034b927f32bffb8",
        "40277281cad8a844",
      ]
    `);
    expect([-10, -1, 0.5, 1, 3.7, 100].map((x) => bits(exp(x)))).toMatchInlineSnapshot(`
      [
        "3f07cd79b5647c9a",
        "3fd78b56362cef38",
        "3ffa61298e1e069c",
        "4005bf0a8b14576a",
        "4044394144eeec81",
        "48f3494a9b171bf5",
      ]
    `);
    expect([0.001, 0.1, 0.5, 0.84, 0.999].map((p) => bits(normalQuantile(p)))).toMatchInlineSnapshot(`
      [
        "c008b8cbb6ee2822",
        "bff4813c3681e9f4",
        "0000000000000000",
        "3fefd299572c3b9b",
        "4008b8cbb6ee2822",
      ]
    `);
  });
});

describe('draws', () => {
  test('are numbers strictly between 0 and 1, with the mean and spread of a uniform distribution', () => {
    const units = Array.from({ length: 100_000 }, (_, i) => unit(keyOf(baseOf(1, 2), 3, i, 0)));
    expect(Math.min(...units.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.max(...units.slice(0, 50_000))).toBeLessThan(1);
    expect(mean(units)).toBeCloseTo(0.5, 2);
    expect(deviation(units)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  test('fall evenly into a hundred classes (chi-square, 99 degrees of freedom, p > 0.001)', () => {
    const classes = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i += 1) classes[Math.floor(unit(keyOf(baseOf(3, 5), 7, i, 1)) * 100)]! += 1;
    const chiSquare = classes.reduce((sum, count) => sum + ((count - 1000) * (count - 1000)) / 1000, 0);
    expect(chiSquare).toBeLessThan(149);
  });

  const cases: [Distribution, number, number][] = [
    [{ kind: 'constant', value: 1234 }, 1234, 0],
    [{ kind: 'uniform', min: 1_000, max: 3_000 }, 2_000, 2_000 / Math.sqrt(12)],
    [{ kind: 'exponential', mean: 5_000, min: 1_000 }, 6_000, 5_000],
    [
      { kind: 'log-normal', median: 10_000, sigma: 0.5, min: 0 },
      10_000 * Math.exp(0.125),
      10_000 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1),
    ],
  ];
  test.each(cases)('%o has its mean and its standard deviation', (distribution, expectedMean, expectedDeviation) => {
    const values = draws(distribution, 100_000);
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThanOrEqual(Math.max(1, expectedMean * 0.015));
    expect(Math.abs(deviation(values) - expectedDeviation)).toBeLessThanOrEqual(expectedDeviation * 0.03);
    expect(Math.abs(meanOf(distribution) - expectedMean)).toBeLessThanOrEqual(1);
  });

  test('depend on their key alone', () => {
    const distribution: Distribution = { kind: 'exponential', mean: 5_000, min: 0 };
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (seed, message, attempt) => {
        expect(drawFrom(distribution, keyOf(baseOf(seed, 1), 2, message, attempt))).toBe(
          drawFrom(distribution, keyOf(baseOf(seed, 1), 2, message, attempt)),
        );
      }),
    );
    expect(drawFrom(distribution, keyOf(baseOf(1, 1), 2, 3, 0))).not.toBe(
      drawFrom(distribution, keyOf(baseOf(2, 1), 2, 3, 0)),
    );
  });
});
