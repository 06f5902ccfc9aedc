import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyInput, runOf, type AnyInput } from './arbitraries';

// Goal: each promise holds under any faults, with its premises, and only what is read from the trace counts.
// Beside each `always` stands a `sometimes`: the same inputs do show what the promise leaves open.

const paymentsOf = (input: AnyInput) => runOf(input).summary.outcomes['payments']!;

/** Whether among many inputs one satisfies a condition; fixed by its seed, so that it cannot flake. */
const sometimes = (inputs: fc.Arbitrary<AnyInput>, condition: (input: AnyInput) => boolean): boolean =>
  fc.sample(inputs, { seed: 42, numRuns: 150 }).some(condition);

test('the seven outcomes add up to what was produced', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const { produced, done, duplicated, lost, deadLettered, expired, rejected, pending } = paymentsOf(input);
      expect(done + duplicated + lost + deadLettered + expired + rejected + pending).toBe(produced);
      expect(produced).toBe(input.shape.orders);
    }),
  );
});

test('beliefs add up to what was produced, and the matrix to what is not pending', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const { beliefs, matrix, outcomes } = runOf(input).summary;
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(Object.values(beliefs))).toBe(input.shape.orders);
      const { produced, pending } = outcomes['payments']!;
      expect(sum(Object.values(matrix['payments']!).flat())).toBe(produced - pending);
    }),
  );
});

describe('at most once: automatic acks, and a producer that does not publish again', () => {
  const inputs = anyInput({ program: 'charge-only', retries: 0 });
  test('never duplicates', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(paymentsOf(input).duplicated).toBe(0);
      }),
    );
  });
  test('sometimes loses', () => expect(sometimes(inputs, (input) => paymentsOf(input).lost > 0)).toBe(true));
});

describe('at least once: durable, persistent, confirmed and published again, acked after the work', () => {
  const inputs = anyInput({ program: 'charge-then-ack', retries: 40, durable: true, persistent: true, confirms: true });
  test('never loses, once everything has come back and settled, unless the producer’s own process died', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { summary } = runOf(input);
        const producerDied = input.faults.some(({ what, whom }) => what === 'crash' && whom === 'order-service');
        if (summary.ended === 'settled' && !producerDied)
          expect(summary.outcomes['payments']!.lost, JSON.stringify(summary.outcomes)).toBe(0);
      }),
    );
  });
  test('never loses what the producer was told yes for, whoever died', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { summary } = runOf(input);
        if (summary.ended === 'settled')
          expect(summary.matrix['payments']!.acknowledged[0], JSON.stringify(summary.matrix)).toBe(0);
      }),
    );
  });
  test('settles, mostly', () => {
    const ended = fc.sample(inputs, { seed: 42, numRuns: 60 }).map((input) => runOf(input).summary.ended);
    expect(ended.filter((how) => how === 'settled').length).toBeGreaterThan(50);
  });
  test('sometimes duplicates', () => expect(sometimes(inputs, (input) => paymentsOf(input).duplicated > 0)).toBe(true));

  test.each([
    [
      'acked before the work',
      { program: 'ack-then-charge', retries: 40, durable: true, persistent: true, confirms: true },
    ],
    [
      'a transient queue',
      { program: 'charge-then-ack', retries: 40, durable: false, persistent: true, confirms: true },
    ],
    ['no confirms', { program: 'charge-then-ack', retries: 0, durable: true, persistent: true, confirms: false }],
  ] as const)('without a premise it sometimes loses: %s', (_, fixed) => {
    expect(sometimes(anyInput(fixed), (input) => paymentsOf(input).lost > 0)).toBe(true);
  });
});

describe('an idempotent consumer with a unique key in the transaction of its effect', () => {
  const inputs = anyInput({
    program: 'order-processor',
    unique: true,
    retries: 40,
    durable: true,
    persistent: true,
    confirms: true,
  });
  test('never charges twice', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(paymentsOf(input).duplicated).toBe(0);
      }),
    );
  });
  test('is really tried: deliveries sometimes exceed effects', () => {
    expect(
      sometimes(inputs, (input) =>
        (runOf(input).summary.messages ?? []).some(({ deliveries, effects }) => deliveries > effects && effects === 1),
      ),
    ).toBe(true);
  });
  test('without the unique key it sometimes charges twice', () => {
    expect(
      sometimes(
        anyInput({
          program: 'order-processor',
          unique: false,
          retries: 40,
          durable: true,
          persistent: true,
          confirms: true,
        }),
        (input) => paymentsOf(input).duplicated > 0,
      ),
    ).toBe(true);
  });
});
