import { describe, expect, test } from 'vitest';
import { run } from '../../runs/run';
import { viewOf } from '../../runs/view';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import { linesOf } from '../app/lines';
import { toRun } from '../app/preparing';
import { sentenceOf } from '../app/sentence';
import { fitting, groupOf, GROUPS, holds, NO_FILTER, wordsOf } from './filter';

const loaded = load(catalogue.find(({ id }) => id === 'at-least-once')!);
const { trace, header, summary } = run(loaded);
const shown = toRun(
  { source: { id: 'at-least-once' }, variant: null, seed: null, settings: [], faults: 'own' },
  { kind: 'run', scenario: viewOf(loaded), header, chunks: trace.chunks, records: trace.length, summary },
);
const lines = linesOf(shown, false);
const said = (filter: Partial<typeof NO_FILTER>) =>
  fitting(shown, lines, { ...NO_FILTER, ...filter }).map((seq) => sentenceOf(shown, seq));

describe('the log’s filter', () => {
  test('lets all through that is not asked for', () => {
    expect(fitting(shown, lines, NO_FILTER)).toBe(lines);
  });

  test('has a group for each line, and each line in one', () => {
    const counts = GROUPS.map((group) => said({ group }).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(lines.length);
    for (const seq of lines) expect(groupOf(trace.kindAt(seq))).not.toBeNull();
  });

  test('by node holds what it does and what is done to it, and nothing else', () => {
    const worker = header.nodes.find(({ title }) => title === 'Payment Worker 3')!;
    const about = said({ node: worker.id });
    expect(about).toContainEqual(expect.stringContaining('Payment Worker 3 acks order 3'));
    expect(about).toContainEqual(expect.stringContaining('You lose the ack of order 3'));
    for (const sentence of about) expect(sentence).not.toMatch(/Payment Worker [12]\b/);
  });

  test('by message and kind holds what fits both', () => {
    expect(said({ message: 2, group: 'effects' })).toHaveLength(2);
    expect(said({ message: 0, group: 'effects' })).toHaveLength(1);
    expect(said({ message: 2, group: 'trouble' }).length).toBeGreaterThan(0);
  });

  test.each([
    ['Payment Worker 1 charges order 3 again.', 'CHARGES again', true],
    ['Payment Worker 1 charges order 3 again.', 'charges order 4', false],
    ['anything', '  ', true],
  ])('%s has the words of “%s”: %s', (sentence, text, expected) => {
    expect(holds(sentence, wordsOf(text))).toBe(expected);
  });
});
