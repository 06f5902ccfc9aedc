import fc from 'fast-check';
import { expect, test } from 'vitest';
import { run } from '../runs/run';
import { kafkaExactlyOnce } from '../scenario/catalogue/kafka-exactly-once';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';

// Goal: read, process and write in one transaction gives exactly one result that counts, whatever crashes, pauses or
// falls, on Kafka before and after transaction.version 2. Method: the catalogue's scenario with random faults; whatever
// goes down comes up again. Beside it, a `sometimes`: without a transaction the same faults do charge twice.

const STEPS = ['sleep', 'begin-transaction', 'publish', 'send-offsets', 'commit-transaction', 'abort-transaction'];
const PACKETS = [
  'produce',
  'produce-answer',
  'fetch-answer',
  'txn-offsets',
  'txn-commit',
  'txn-abort',
  'txn-answer',
  'txn-ended',
  'init-producer-id',
  'init-producer-id-answer',
  'verify-txn',
  'verify-answer',
  'write-markers',
  'markers-answer',
  'add-partitions',
  'add-offsets',
  'join-answer',
];

const millis = (min: number, max: number) => fc.integer({ min, max }).map((ms): `${number}ms` => `${ms}ms`);
const pricing = fc.constantFrom('pricing-1', 'pricing-2');
const BROKERS = { 1: ['kafka'], 3: ['kafka-1', 'kafka-2', 'kafka-3'] } as const;
const nth = fc.integer({ min: 1, max: 6 });

const anyFault = (brokers: 1 | 3): fc.Arbitrary<FaultFile> => {
  const node = fc.constantFrom('pricing-1', 'pricing-2', ...BROKERS[brokers], 'ledger');
  return fc.oneof(
    fc
      .record({
        step: fc.constantFrom(...STEPS),
        of: pricing,
        edge: fc.constantFrom('before', 'after'),
        nth,
        for: millis(1, 9_000),
      })
      .map(({ for: time, ...when }) => ({ when, what: 'crash', whom: when.of, for: time }) as FaultFile),
    fc
      .record({ at: millis(4_000, 14_000), whom: node, for: millis(1, 9_000), what: fc.constantFrom('crash', 'pause') })
      .map(({ at, ...fault }) => ({ when: { at }, ...fault }) as FaultFile),
    fc.record({ packet: fc.constantFrom(...PACKETS), nth }).map((when) => ({ when, what: 'lose' }) as FaultFile),
    fc
      .record({ packet: fc.constantFrom(...PACKETS), nth, whom: node, for: millis(1, 9_000) })
      .map(({ whom, for: time, ...when }) => ({ when, what: 'crash', whom, for: time }) as FaultFile),
  );
};

const anyInput = (brokers: 1 | 3) =>
  fc.record({
    brokers: fc.constant(brokers),
    seed: fc.nat(100_000),
    version: fc.constantFrom('3.9', '4.1'),
    timeout: fc.constantFrom('5s', '60s'),
    faults: fc.array(anyFault(brokers), { minLength: 1, maxLength: 4 }),
  });

interface Input {
  readonly brokers: number;
  readonly seed: number;
  readonly version: string;
  readonly timeout: string;
  readonly faults: FaultFile[];
}

function resultOf({ brokers, seed, version, timeout, faults }: Input, variant = 'article') {
  const loaded = load(kafkaExactlyOnce, {
    variant,
    seed,
    until: '300s',
    settings: [
      ['brokers[kafka].nodes', brokers],
      ['brokers[kafka].version', version],
      ['consumers[pricing-1].transactionTimeout', timeout],
      ['consumers[pricing-2].transactionTimeout', timeout],
    ],
    faults,
  });
  return run(loaded).summary;
}

test.each([1, 3] as const)(
  '%i broker(s): exactly one result counts, and a reader of committed records sees it',
  (brokers) => {
    fc.assert(
      fc.property(anyInput(brokers), (input) => {
        const { outcomes, ended } = resultOf(input);
        expect(outcomes['output']).toMatchObject({ duplicated: 0, lost: 0, pending: 0 });
        expect(ended).toBe('settled');
        expect(outcomes['ledger']).toMatchObject({ lost: 0, pending: 0 });
      }),
      { numRuns: Number(process.env['RUNS'] ?? 100) },
    );
  },
);

test('without a transaction the same faults sometimes charge twice', () => {
  const inputs = fc.sample(anyInput(1), { seed: 42, numRuns: 60 });
  expect(inputs.some((input) => resultOf(input, 'no-transaction').outcomes['output']!.duplicated > 0)).toBe(true);
});
