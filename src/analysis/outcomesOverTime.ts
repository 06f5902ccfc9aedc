import { KIND } from '../engine/trace/record';
import type { Micros, Seq } from '../engine/units';
import { countOutcomes, OUTCOMES, type OutcomeCounts } from './outcomes';
import type { Reading } from './reading';
import { foldTo, newFolding } from './scene/fold';
import { atOnce, SLICE, type Work } from './work';

/** How many messages had which outcome at a moment, by subscription. */
export interface OutcomesAt {
  readonly at: Micros;
  readonly counts: Readonly<Record<string, OutcomeCounts>>;
}

const MOMENTS_MAX = 600;
/** Records folded between two looks at the clock: a few milliseconds. */
const FOLDED = 4_000;

/** Kinds of records by which an outcome can change. */
const TELLING: ReadonlySet<number> = new Set([
  KIND.intended,
  KIND.effect,
  KIND.learned,
  KIND.released,
  KIND.taken,
  KIND.put,
  KIND.lost,
  KIND.node,
  KIND.ended,
]);

/**
 * The outcomes as they stood whenever one can have changed; of a run with very many such moments, a
 * selection of them at equal numbers of records. The last is the run's end.
 */
export const outcomesOverTime = (reading: Reading): OutcomesAt[] => atOnce(readOutcomes(reading));

/** The same, bit by bit. */
export function* readOutcomes(reading: Reading): Work<OutcomesAt[]> {
  const { trace, header } = reading;
  const folding = newFolding(trace, header, reading);
  const found: OutcomesAt[] = [];
  for (const seq of yield* momentEnds(reading, MOMENTS_MAX)) {
    while (folding.scene.seq < seq) {
      foldTo(folding, Math.min(seq, folding.scene.seq + FOLDED));
      yield;
    }
    folding.scene.at = trace.timeAt(seq - 1);
    folding.scene.complete = true;
    const counts = countOutcomes(folding.scene, header.subscriptions);
    const last = found.at(-1);
    if (last === undefined || !isSame(last.counts, counts)) found.push({ at: folding.scene.at, counts });
  }
  return found;
}

/** Numbers of records after which a moment is over in which something telling happened. */
function* momentEnds({ trace }: Reading, most: number): Work<Seq[]> {
  const ends: Seq[] = [];
  let telling = false;
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    telling ||= TELLING.has(trace.kindAt(seq));
    if (!telling || (seq + 1 < trace.length && trace.timeAt(seq + 1) === trace.timeAt(seq))) continue;
    ends.push(seq + 1);
    telling = false;
  }
  if (ends.length <= most) return ends;
  const step = ends.length / most;
  const some = Array.from({ length: most }, (_, index) => ends[Math.floor(index * step)]!);
  return some.at(-1) === ends.at(-1) ? some : [...some, ends.at(-1)!];
}

function isSame(one: OutcomesAt['counts'], other: OutcomesAt['counts']): boolean {
  return Object.entries(one).every(([name, counts]) =>
    OUTCOMES.every((outcome) => counts[outcome] === other[name]?.[outcome]),
  );
}
