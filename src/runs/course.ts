import { Simulation } from '../engine/simulation';
import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import { NONE } from '../engine/units';
import { evaluate } from '../analysis/assertions';
import { analyse } from '../analysis/result';
import type { RunSummary } from '../analysis/summary';
import { formatDuration } from '../models/schema';
import type { Loaded } from '../scenario/load';
import { buildSpec } from './build';

/** One run, whole: the trace, what its numbers stand for, and what came of it. */
export interface Run {
  readonly loaded: Loaded;
  readonly trace: Trace;
  readonly header: TraceHeader;
  readonly summary: RunSummary;
}

/** A run that can be carried on in slices, so that a worker can tell how far it is. */
export function startRun(loaded: Loaded): Simulation {
  return new Simulation(buildSpec(loaded));
}

/** Draws the conclusions of a run that has ended. */
export function finishRun(loaded: Loaded, simulation: Simulation): Run {
  const { trace, world } = simulation;
  const header = simulation.header();
  const analysis = analyse(trace, header);
  const document = {
    format: 1 as const,
    scenario: loaded.scenario.id,
    variant: loaded.variant,
    seed: loaded.seed,
    until: formatDuration(loaded.until),
    ended: world.ended ?? 'until',
    endedAt: world.now,
    events: world.events,
    records: trace.length,
    digest: trace.digest(),
    ...analysis,
    faults: loaded.faults.map((fault, index) => {
      const { fired, at } = simulation.faults[index]!;
      return { ...fault, fired, at: at === NONE ? null : at };
    }),
  };
  const assertions = loaded.scenario.assertions.map((assertion) => evaluate(assertion, document, loaded.isOwn));
  return { loaded, trace, header, summary: { ...document, assertions } };
}
