import { expect, test } from 'vitest';
import { KIND } from '../../engine/trace/record';
import { run } from '../../runs/run';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import type { FaultFile } from '../../scenario/schema/faults';
import { CutReader, type Cut } from './cuts';

function cutsOf(faults: readonly FaultFile[]): { cuts: readonly Cut[]; end: number } {
  const { trace } = run(
    load(
      catalogue.find(({ id }) => id === 'at-least-once')!,
      { faults },
    ),
  );
  const reader = new CutReader(trace);
  for (let seq = 0; seq < trace.length; seq += 1) if (trace.kindAt(seq) === KIND.link) reader.take(seq);
  const end = trace.timeAt(trace.length - 1);
  reader.close(end);
  return { cuts: reader.cuts, end };
}

const link: [string, string] = ['payment-2', 'rabbitmq'];

test('a link that is cut and healed is one stretch, however it is named', () => {
  const { cuts } = cutsOf([{ when: { at: '1.2s' }, what: 'cut', whom: link, for: '1.5s' }]);
  expect(cuts).toEqual([{ a: 1, b: 3, seq: cuts[0]!.seq, from: 1_200_000, to: 2_700_000, isHealed: true }]);
});

test('one that is never healed lasts to the end of the run', () => {
  const { cuts, end } = cutsOf([{ when: { at: '2s' }, what: 'cut', whom: link }]);
  expect(cuts.map(({ from, to, isHealed }) => [from, to, isHealed])).toEqual([[2_000_000, end, false]]);
});

test('a run without cuts has none', () => {
  expect(cutsOf([]).cuts).toEqual([]);
});
