import fc from 'fast-check';
import { buildSpec } from '../runs/build';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import type { ScenarioFile } from '../scenario/schema/scenario';

/** Random faults for any scenario of the catalogue: crashes, pauses, losses and errors; whatever goes down comes up again. */

export const millis = (min: number, max: number) => fc.integer({ min, max }).map((ms): `${number}ms` => `${ms}ms`);
const nth = fc.integer({ min: 1, max: 6 });
const what = fc.constantFrom('crash', 'pause');

export interface FaultRange {
  /** The last moment, and the longest that anything stays down, in ms. */
  readonly until: number;
  readonly down: number;
  /** Kinds of packet to lose, and to answer with an error, as far as the scenario has them. */
  readonly packets: readonly string[];
  readonly refused: readonly string[];
  readonly error?: string;
}

export function anyFaultOf(
  file: ScenarioFile,
  variant: string,
  { until, down, packets, refused, error }: FaultRange,
): fc.Arbitrary<FaultFile> {
  const loaded = load(file, { variant });
  const spec = buildSpec(loaded);
  const infos = spec.nodes.map(({ info }) => info);
  const nodes = infos.map(({ name }) => name);
  const programs = infos.filter(({ program }) => program.length > 0).map(({ name }) => name);
  const kinds = new Set(spec.nodes.flatMap(({ actor }) => actor.vocabulary.packets.map(({ kind }) => kind)));
  const here = (names: readonly string[]) => names.filter((name) => kinds.has(name));
  const all = Object.values(loaded.scenario.programs).flatMap(({ steps }) => steps.map(({ step }) => step));
  const steps = [...new Set(all)].filter((step) => step !== 'receive');
  return fc.oneof(
    fc
      .record({
        at: millis(Math.floor(until / 14), until),
        whom: fc.constantFrom(...nodes),
        for: millis(1, down),
        what,
      })
      .map(({ at, ...fault }) => ({ when: { at }, ...fault }) as FaultFile),
    fc
      .record({
        step: fc.constantFrom(...steps),
        of: fc.constantFrom(...programs),
        edge: fc.constantFrom('before', 'after'),
        nth,
      })
      .chain((when) =>
        fc.record({ what, for: millis(1, down) }).map((fault) => ({ when, ...fault, whom: when.of }) as FaultFile),
      ),
    fc.record({ packet: fc.constantFrom(...here(packets)), nth }).map((when) => ({ when, what: 'lose' }) as FaultFile),
    fc
      .record({ packet: fc.constantFrom(...here(refused)), nth })
      .map((when) => ({ when, what: 'error', ...(error === undefined ? {} : { error }) }) as FaultFile),
  );
}
