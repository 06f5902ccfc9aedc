import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { workloadSchema } from './workload';

const parsed = (file: unknown) => v.parse(workloadSchema, file);

/** What parsing complains about. */
function complaint(file: unknown): string {
  const result = v.safeParse(workloadSchema, file);
  return result.success ? 'nothing' : result.issues.map(({ message }) => message).join('; ');
}

const LOG = `order,"placed, local time",seconds
1,"10:00",36000.25
2,"10:00, again",36000
3,10:01,36060.5
`;

describe('arrivals', () => {
  test('as moments of the run', () => {
    const { arrivals, messages } = parsed({ arrivals: ['2s', '100ms', '1.5s'] });
    expect(arrivals).toEqual([100_000, 1_500_000, 2_000_000]);
    expect(messages).toBe(3);
  });

  test('from a column of a CSV file: the first of them is when the workload begins', () => {
    expect(parsed({ first: '1s', arrivals: { csv: LOG, column: 'seconds' } }).arrivals).toEqual([
      1_000_000, 1_250_000, 61_500_000,
    ]);
  });

  test('in another unit, or each with its own', () => {
    expect(parsed({ first: '0ms', arrivals: { csv: 'at\n20\n5\n', unit: 'ms' } }).arrivals).toEqual([0, 15_000]);
    expect(parsed({ first: '0ms', arrivals: { csv: 'at\n1s\n1500ms' } }).arrivals).toEqual([0, 500_000]);
  });

  test('fewer than there are, if so many are asked for', () => {
    expect(parsed({ messages: 2, arrivals: ['1s', '2s', '3s'] }).messages).toBe(2);
  });

  test.each([
    [{ arrivals: { csv: LOG, column: 'second' } }, 'there is no column "second"; there are order, placed, local time'],
    [{ arrivals: { csv: LOG, column: 'placed, local time' } }, 'line 2: "10:00" is no time'],
    [{ arrivals: { csv: 'at\n1\n-2' } }, 'line 3: "-2" is no time'],
    [{ arrivals: { csv: 'at\n' } }, 'at least one line below'],
    [{ arrivals: [] }, 'at least one moment'],
    [{ arrivals: ['1s', 'soon'] }, 'expected moments such as'],
    [{ arrivals: ['1s'], phases: [{ from: '1s', for: '1s', times: 2 }] }, 'not both'],
    [{}, 'expected "messages", how many, or "arrivals", when'],
  ])('%j: %s', (file, expected) => {
    expect(complaint(file)).toContain(expected);
  });
});

describe('phases', () => {
  test('are stretches of time', () => {
    const { phases } = parsed({ messages: 5, phases: [{ from: '5s', for: '10s', times: 10 }] });
    expect(phases).toEqual([{ from: 5_000_000, until: 15_000_000, times: 10 }]);
  });

  test('come in the order of time, none within another', () => {
    const first = { from: '5s', for: '10s', times: 10 };
    expect(complaint({ messages: 5, phases: [first, { from: '14s', for: '1s', times: 2 }] })).toContain('in the order');
    expect(complaint({ messages: 5, phases: [first, { from: '15s', for: '1s', times: 2 }] })).toBe('nothing');
  });
});
