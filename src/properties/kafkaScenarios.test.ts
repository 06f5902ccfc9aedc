import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSpec } from '../runs/build';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import type { ScenarioFile } from '../scenario/schema/scenario';

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
const millis = (min: number, max: number) => fc.integer({ min, max }).map((ms): `${number}ms` => `${ms}ms`);
const nth = fc.integer({ min: 1, max: 6 });
const what = fc.constantFrom('crash', 'pause');

function anyFault(file: ScenarioFile, variant: string): fc.Arbitrary<FaultFile> {
  const loaded = load(file, { variant });
  const infos = buildSpec(loaded).nodes.map(({ info }) => info);
  const nodes = infos.map(({ name }) => name);
  const consumers = infos.filter(({ column }) => column === 'consumer').map(({ name }) => name);
  const all = Object.values(loaded.scenario.programs).flatMap(({ steps }) => steps.map(({ step }) => step));
  const steps = [...new Set(all)].filter((step) => step !== 'receive');
  return fc.oneof(
    fc
      .record({ at: millis(1_000, 14_000), whom: fc.constantFrom(...nodes), for: millis(1, 9_000), what })
      .map(({ at, ...fault }) => ({ when: { at }, ...fault }) as FaultFile),
    fc
      .record({
        step: fc.constantFrom(...steps),
        of: fc.constantFrom(...consumers),
        edge: fc.constantFrom('before', 'after'),
        nth,
      })
      .chain((when) =>
        fc.record({ what, for: millis(1, 9_000) }).map((fault) => ({ when, ...fault, whom: when.of }) as FaultFile),
      ),
    fc.record({ packet: fc.constantFrom(...PACKETS), nth }).map((when) => ({ when, what: 'lose' }) as FaultFile),
    fc
      .record({ packet: fc.constantFrom('produce', 'fetch', 'commit'), nth })
      .map((when) => ({ when, what: 'error', error: 'NOT_LEADER_OR_FOLLOWER' }) as FaultFile),
  );
}

const withKafka = catalogue.filter(({ brokers }) => brokers.every(({ kind }) => kind === 'kafka'));

for (const file of withKafka) {
  describe(file.id, () => {
    test.each(Object.keys(file.variants ?? {}))('%s: always is always', (variant) => {
      const inputs = fc.record({
        seed: fc.nat(9_999),
        faults: fc.array(anyFault(file, variant), { minLength: 1, maxLength: 4 }),
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
