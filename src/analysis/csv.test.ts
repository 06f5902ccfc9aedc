import { expect, test } from 'vitest';
import { latencyCsv, ledgerCsv, seriesCsv } from './csv';
import { Reading } from './reading';
import type { RunSummary } from './summary';
import { ackLost } from './testing/ackLost';

const writer = ackLost();
const header = writer.header();
const reading = new Reading(writer.trace, header);

// Goal: the figures in a spreadsheet are those on the page.
test('a series is a line a change, in seconds', () => {
  const lines = seriesCsv(writer.trace, header, reading).split('\r\n');
  expect(lines[0]).toBe('series,at_s,value');
  expect(lines).toContain('payments · ready,0,0');
  expect(lines.some((line) => line.startsWith('messages,'))).toBe(true);
  expect(lines.at(-1)).toBe('');
});

test('a latency is a line an effect', () => {
  expect(latencyCsv(reading, header).split('\r\n').slice(0, 3)).toEqual([
    'message,effect_at_s,latency_ms',
    expect.stringMatching(/^order-1,0\.\d+,\d+$/),
    expect.stringMatching(/^order-2,0\.\d+,\d+$/),
  ]);
});

test('what a spreadsheet would misread is written as text', () => {
  const row = {
    id: '=1+1',
    key: 'a,"b"',
    subscription: 's',
    outcome: 'done',
    belief: 'unknown',
    deliveries: 1,
    effects: 1,
  };
  const summary = {
    messages: [{ ...row, effectsAt: [1_500_000], copiesInDlq: 0, how: null }],
  } as unknown as RunSummary;
  expect(ledgerCsv(summary).split('\r\n')[1]).toBe(`'=1+1,"a,""b""",s,done,unknown,1,1,1.5`);
});
