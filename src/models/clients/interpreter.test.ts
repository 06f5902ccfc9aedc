import { expect, test } from 'vitest';
import { run } from '../../runs/run';
import { load } from '../../scenario/load';
import { catalogue } from '../../scenario/catalogue';
import { textOf } from '../../engine/trace/words';

// A crash fits between any two steps of a program. Method: `order-processing` with one order, killed before and
// after each of its steps in turn; only the trace is read.

const file = catalogue.find(({ id }) => id === 'order-processing')!;
const steps = ['receive', 'sleep', 'insert', 'ack'] as const;

/** What the order's fate is when its worker dies there, and how far the program had come. */
function killedAt(step: string, edge: 'before' | 'after') {
  const { summary, trace, header } = run(
    load(file, {
      settings: [['orders', 1]],
      faults: [{ when: { step, of: 'payment-1', edge }, what: 'crash', whom: 'payment-1', for: '1s' }],
      variant: null,
      seed: 1,
    }),
  );
  const node = header.nodes.find(({ name }) => name === 'payment-1')!;
  const reached: string[] = [];
  for (const record of trace.records()) {
    if (record.kind === 'node' && record.node === node.id && textOf(record.state) === 'crashed') break;
    if (record.kind === 'step' && record.node === node.id) reached.push(node.program[record.step]!.step);
  }
  return {
    fired: summary.faults[0]!.fired,
    reached,
    done: summary.outcomes['payments']!['done'],
    twice: summary.outcomes['payments']!['duplicated'],
  };
}

test.each(steps.map((step, index) => [step, index] as const))(
  'killed before "%s", the program has come that far and no further',
  (step, index) => {
    const { fired, reached } = killedAt(step, 'before');
    expect(fired).toBe(true);
    expect(reached).toEqual(steps.slice(0, index + 1));
  },
);

test.each(steps.map((step, index) => [step, index] as const))(
  'killed after "%s", that step was taken and the next not reached',
  (step, index) => {
    const { fired, reached } = killedAt(step, 'after');
    expect(fired).toBe(true);
    expect(reached).toEqual(steps.slice(0, index + 1));
  },
);

test('once the charge is written, dying before the ack arrives charges twice; dying earlier does not', () => {
  const fates = steps.flatMap((step) =>
    (['before', 'after'] as const).map((edge) => [`${edge} ${step}`, killedAt(step, edge).twice] as const),
  );
  expect(Object.fromEntries(fates)).toEqual({
    'before receive': 0,
    'after receive': 0,
    'before sleep': 0,
    'after sleep': 0,
    'before insert': 0,
    'after insert': 1,
    'before ack': 1,
    'after ack': 0,
  });
});
