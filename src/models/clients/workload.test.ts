import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stretched, type Phase } from './workload';

const burst: Phase[] = [{ from: 1_000, until: 2_000, times: 10 }];

describe('the time to the next message', () => {
  test.each([
    ['before a burst', 0, 400, 400],
    ['within it, a tenth', 1_000, 400, 40],
    ['behind it', 2_000, 400, 400],
    ['from before into it: a tenth of what is left', 800, 300, 210],
    ['from within to behind: what the burst did not use up', 1_900, 1_300, 400],
    ['across all of it', 900, 10_300, 1_300],
  ])('%s', (_, now, gap, expected) => {
    expect(stretched(burst, now, gap)).toBe(expected);
  });

  test('where nothing comes, the time is left out', () => {
    const quiet: Phase[] = [{ from: 1_000, until: 5_000, times: 0 }];
    expect(stretched(quiet, 900, 300)).toBe(4_300);
    expect(stretched(quiet, 2_000, 300)).toBe(3_300);
    expect(stretched(quiet, 2_000, 0)).toBe(3_000);
  });

  test('a later draw never comes before an earlier one', () => {
    const anyPhases = fc
      .array(fc.tuple(fc.nat(500), fc.nat(500), fc.constantFrom(0, 0.5, 1, 3, 10)), { maxLength: 4 })
      .map((parts) => {
        let at = 0;
        return parts.map(([gap, length, times]): Phase => {
          const from = at + gap;
          at = from + length + 1;
          return { from, until: at, times };
        });
      });
    fc.assert(
      fc.property(anyPhases, fc.nat(2_000), fc.nat(2_000), fc.nat(500), (phases, now, gap, more) => {
        const next = stretched(phases, now, gap);
        expect(next).toBeGreaterThanOrEqual(0);
        expect(stretched(phases, now, gap + more)).toBeGreaterThanOrEqual(next);
      }),
    );
  });
});
