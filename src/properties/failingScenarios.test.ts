import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { anyFaultOf } from './scenarioFaults';

// Goal: what the scenarios of failing well say is always so is so under any faults, not only under their own.
// Method: random crashes, pauses, losses and refusals on each variant; whatever goes down comes up again.

const ON_KAFKA = {
  until: 8_000,
  down: 2_000,
  packets: ['produce', 'produce-answer', 'fetch-answer', 'commit', 'commit-answer', 'insert', 'ok'],
  refused: ['produce', 'commit'],
  error: 'NOT_LEADER_OR_FOLLOWER',
};
const RANGE = {
  until: 6_000,
  down: 2_000,
  packets: ['publish', 'confirm', 'deliver', 'ack', 'nack', 'insert', 'ok', 'http-request', 'response-200'],
  refused: ['publish', 'http-request'],
};

for (const file of catalogue.filter(({ tags }) => tags?.includes('failing well'))) {
  describe(file.id, () => {
    const promising = Object.entries(file.variants ?? {}).filter(([, { assertions = file.assertions ?? [] }]) =>
      assertions.some(({ kind }) => kind === 'always'),
    );
    test.each(promising.map(([variant]) => variant))('%s: always is always', (variant) => {
      const isKafka = load(file, { variant }).scenario.brokers.some(({ kind }) => kind === 'kafka');
      const inputs = fc.record({
        seed: fc.nat(9_999),
        faults: fc.array(anyFaultOf(file, variant, isKafka ? ON_KAFKA : RANGE), { minLength: 1, maxLength: 4 }),
      });
      fc.assert(
        fc.property(inputs, ({ seed, faults }) => {
          const { assertions } = run(load(file, { variant, seed, faults, until: isKafka ? '120s' : '30s' })).summary;
          const broken = assertions.filter(({ kind, holds }) => kind === 'always' && holds === false);
          expect(broken).toEqual([]);
        }),
        { numRuns: Number(process.env['RUNS'] ?? 60) },
      );
    });
  });
}
