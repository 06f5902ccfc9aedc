import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { anyFaultOf } from './scenarioFaults';

// Goal: what a scenario with Kafka says is always so is so under any faults, not only under its own. Method: random
// crashes, pauses, losses and errors on each variant; whatever goes down comes up again.

const PACKETS = [
  'produce',
  'produce-answer',
  'fetch-answer',
  'commit',
  'commit-answer',
  'join',
  'join-answer',
  'insert',
  'ok',
];
const RANGE = {
  until: 14_000,
  down: 9_000,
  packets: PACKETS,
  refused: ['produce', 'fetch', 'commit'],
  error: 'NOT_LEADER_OR_FOLLOWER',
};

const withKafka = catalogue.filter(({ brokers }) => brokers.every(({ kind }) => kind === 'kafka'));

for (const file of withKafka) {
  describe(file.id, () => {
    test.each(Object.keys(file.variants ?? {}))('%s: always is always', (variant) => {
      const inputs = fc.record({
        seed: fc.nat(9_999),
        faults: fc.array(anyFaultOf(file, variant, RANGE), { minLength: 1, maxLength: 4 }),
      });
      fc.assert(
        fc.property(inputs, ({ seed, faults }) => {
          const { assertions } = run(load(file, { variant, seed, faults, until: '300s' })).summary;
          const broken = assertions.filter(({ kind, holds }) => kind === 'always' && holds === false);
          expect(broken).toEqual([]);
        }),
        { numRuns: Number(process.env['RUNS'] ?? 60) },
      );
    });
  });
}
