import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE, type CopyId, type PlaceId } from '../engine/units';
import { run, type Run } from '../runs/run';
import { decoupling } from '../scenario/catalogue/decoupling';
import { syncHttp } from '../scenario/catalogue/sync-http';
import { whenNotToQueue } from '../scenario/catalogue/when-not-to-queue';
import { buildSpec } from '../runs/build';
import { Simulation } from '../engine/simulation';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import type { ScenarioFile } from '../scenario/schema/scenario';

// Goal: calls over HTTP, and services that call others, conserve copies and keep what their scenarios call always,
// whatever crashes, stands still, is cut, lost, late or repeated. Method: random faults on each variant; whatever goes
// down comes up again. Only the trace and the run's document are read.

const millis = (max: number) => fc.integer({ min: 1, max }).map((ms): `${number}ms` => `${ms}ms`);

function anyFault({ brokers, producers, consumers, databases }: ScenarioFile): fc.Arbitrary<FaultFile> {
  const nodes = [brokers, producers, consumers, databases].flatMap((part) =>
    ((part ?? []) as readonly { readonly name: string }[]).map(({ name }) => name),
  );
  const server = (brokers[0] as { readonly name: string }).name;
  const caller = (producers?.[0] as unknown as { readonly name: string }).name;
  const packet = fc.record({
    packet: fc.constantFrom('http-request', 'response'),
    nth: fc.integer({ min: 1, max: 12 }),
  });
  const when = fc.oneof(
    millis(8_000).map((at) => ({ at })),
    packet,
  );
  return fc.oneof(
    fc.record({ when: packet, what: fc.constant('lose' as const) }),
    fc.record({ when: packet, what: fc.constant('delay' as const), by: millis(4_000) }),
    fc.record({ when: packet, what: fc.constant('duplicate' as const), by: millis(2_000) }),
    fc.record({
      when: packet.map((one) => ({ ...one, packet: 'http-request' })),
      what: fc.constant('error' as const),
      error: fc.constantFrom('500', '503', '504'),
    }),
    fc.record({
      when,
      what: fc.constantFrom('crash' as const, 'pause' as const),
      whom: fc.constantFrom(...nodes),
      for: millis(4_000),
    }),
    fc.record({
      when,
      what: fc.constant('cut' as const),
      whom: fc.constant<[string, string]>([caller, server]),
      for: millis(4_000),
    }),
  );
}

/** What is wrong with the copies of a run: put twice, taken from where they are not, made from what never was. */
function brokenCopies({ trace }: Run): string[] {
  const restsAt = new Map<CopyId, PlaceId>();
  const known = new Set<CopyId>();
  const gone = new Set<CopyId>();
  const wrong: string[] = [];
  for (const record of trace.records()) {
    if (record.kind === 'taken') {
      if (restsAt.get(record.copy) !== record.place) wrong.push(`record ${record.seq}: taken from where it is not`);
      restsAt.delete(record.copy);
      gone.add(record.copy);
    }
    if (record.kind !== 'put' && record.kind !== 'sent' && record.kind !== 'carries') continue;
    if (record.copy === NONE) continue;
    if (record.parent !== NONE && !known.has(record.parent)) wrong.push(`record ${record.seq}: made from nothing`);
    known.add(record.copy);
    if (record.kind !== 'put') continue;
    if (restsAt.has(record.copy) || gone.has(record.copy)) wrong.push(`record ${record.seq}: put twice`);
    restsAt.set(record.copy, record.place);
  }
  return wrong;
}

for (const file of [syncHttp, decoupling, whenNotToQueue]) {
  describe(file.id, () => {
    test.each(Object.keys(file.variants ?? {}))('%s: copies are conserved, and always is always', (variant) => {
      const whole = load(file, { variant }).file;
      const inputs = fc.record({
        seed: fc.nat(9_999),
        faults: fc.array(anyFault(whole), { minLength: 1, maxLength: 4 }),
      });
      fc.assert(
        fc.property(inputs, ({ seed, faults }) => {
          const one = run(load(file, { variant, seed, faults, until: '200s' }));
          expect(brokenCopies(one)).toEqual([]);
          const broken = one.summary.assertions.filter(({ kind, holds }) => kind === 'always' && holds === false);
          expect(broken).toEqual([]);
          for (const { produced, ...rest } of Object.values(one.summary.outcomes))
            expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(produced);
        }),
        { numRuns: Number(process.env['RUNS'] ?? 30) },
      );
    });
  });
}

test('a call that is made again without a key does pay twice, sometimes', () => {
  const inputs = fc.sample(fc.record({ seed: fc.nat(99), faults: fc.array(anyFault(syncHttp), { maxLength: 3 }) }), {
    seed: 7,
    numRuns: 40,
  });
  const twice = ({ seed, faults }: { readonly seed: number; readonly faults: readonly FaultFile[] }): boolean =>
    run(load(syncHttp, { variant: 'retry', seed, faults })).summary.outcomes['payments']!.duplicated > 0;
  expect(inputs.some(twice)).toBe(true);
});

test.each(['queue', 'key'])('%s: a snapshot and the rest of the run is the straight run', (variant) => {
  fc.assert(
    fc.property(fc.nat({ max: 900 }), fc.array(anyFault(syncHttp), { maxLength: 2 }), (events, faults) => {
      const simulation = new Simulation(buildSpec(load(syncHttp, { variant, faults })));
      simulation.advance(events);
      const snapshot = simulation.snapshot();
      const straight = simulation.run().trace.digest();
      simulation.restore(snapshot);
      expect(simulation.run().trace.digest()).toBe(straight);
    }),
    { numRuns: 20 },
  );
});
