import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { anyFaultOf } from './scenarioFaults';

// Goal: what the scenarios of failing well say is always so is so under any faults, not only under their own.
// Method: random crashes, pauses, losses and refusals on each variant; whatever goes down comes up again.

const RANGE = {
  until: 6_000,
  down: 2_000,
  packets: ['publish', 'confirm', 'deliver', 'ack', 'nack', 'insert', 'ok'],
  refused: ['publish'],
};

for (const file of catalogue.filter(({ tags }) => tags?.includes('failing well'))) {
  describe(file.id, () => {
    const promising = Object.entries(file.variants ?? {}).filter(([, { assertions = file.assertions ?? [] }]) =>
      assertions.some(({ kind }) => kind === 'always'),
    );
    test.each(promising.map(([variant]) => variant))('%s: always is always', (variant) => {
      const inputs = fc.record({
        seed: fc.nat(9_999),
        faults: fc.array(anyFaultOf(file, variant, RANGE), { minLength: 1, maxLength: 4 }),
      });
      fc.assert(
        fc.property(inputs, ({ seed, faults }) => {
          const { assertions } = run(load(file, { variant, seed, faults, until: '30s' })).summary;
          const broken = assertions.filter(({ kind, holds }) => kind === 'always' && holds === false);
          expect(broken).toEqual([]);
        }),
        { numRuns: Number(process.env['RUNS'] ?? 60) },
      );
    });
  });
}
