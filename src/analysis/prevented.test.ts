import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { costOf, preventedIn } from './prevented';
import { Reading } from './reading';

const readingOf = (variant: string, asked: Parameters<typeof load>[1] = {}) => {
  const { trace, header } = run(
    load(
      catalogue.find(({ id }) => id === 'at-least-once')!,
      { ...asked, variant },
    ),
  );
  return new Reading(trace, header);
};

describe('what a mended run prevents', () => {
  const [mended, plain] = [readingOf('mended'), readingOf('article')];

  test('is the second charge of the order whose ack was lost, where it was skipped', () => {
    const prevented = preventedIn(mended, plain);
    expect(prevented).toHaveLength(1);
    expect(mended.header.messages[prevented[0]!.message]!.name).toBe('order-3');
    expect(mended.trace.record(prevented[0]!.seq)).toMatchObject({ kind: 'fact', at: prevented[0]!.at });
  });

  test('nothing is prevented where nothing goes wrong, nor by a run from itself', () => {
    expect(preventedIn(plain, plain)).toEqual([]);
    expect(preventedIn(readingOf('mended', { faults: [] }), readingOf('article', { faults: [] }))).toEqual([]);
  });

  test('costs a row and the round trips of a transaction', () => {
    const cost = costOf(mended, plain)!;
    expect(cost.rows).toEqual([['processed_orders', 1]]);
    expect(new Map(cost.requests)).toEqual(
      new Map([
        ['select', 1],
        ['begin', 1],
        ['insert', 1],
        ['commit', 1],
      ]),
    );
    expect(cost.work).toBeGreaterThan(0);
    expect(costOf(plain, plain)).toMatchObject({ rows: [], requests: [], work: 0 });
  });
});
