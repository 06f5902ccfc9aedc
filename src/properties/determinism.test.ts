import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Simulation } from '../engine/simulation';
import { buildSpec } from '../runs/build';
import { anyInput, loadedOf, runOf } from './arbitraries';

// Goal: scenario + seed + faults is one run, to the bit, however it is carried out.

test('the same input has the same digest', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      expect(runOf(input).summary.digest).toBe(runOf(input).summary.digest);
    }),
  );
});

test('the digest is alike whether the trace is kept or not', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const dropped = new Simulation(buildSpec(loadedOf(input)), { keepTrace: false }).run();
      expect(dropped.trace.digest()).toBe(runOf(input).summary.digest);
    }),
  );
});

test('a snapshot and the rest of the run is the straight run', () => {
  fc.assert(
    fc.property(anyInput(), fc.nat({ max: 300 }), (input, events) => {
      const straight = runOf(input).summary.digest;
      const simulation = new Simulation(buildSpec(loadedOf(input)));
      simulation.advance(events);
      const snapshot = simulation.snapshot();
      expect(simulation.run().trace.digest()).toBe(straight);
      simulation.restore(snapshot);
      expect(simulation.run().trace.digest()).toBe(straight);
    }),
  );
});

test('what happened before the first fault is what happens without it', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const faulty = runOf(input);
      const struck = faulty.summary.faults.map(({ at }) => at).filter((at) => at !== null);
      const first = Math.min(...struck, Infinity);
      const clean = runOf({ ...input, faults: [] });
      // A fault to come keeps a run open that would have settled before it: the clean one's last record says that it did.
      const length = Math.min(faulty.trace.firstAt(first), clean.trace.firstAt(first), clean.trace.length - 1);
      // A delayed packet is noted when it leaves, and a slowed or lost one has left as it would have.
      for (let seq = 0; seq < length; seq += 1) expect(faulty.trace.record(seq)).toEqual(clean.trace.record(seq));
    }),
    { numRuns: 50 },
  );
});
