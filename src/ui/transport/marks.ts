import { SLICE, type Work } from '../../analysis/work';
import { KIND } from '../../engine/trace/record';
import type { Micros, Seq } from '../../engine/units';
import type { Folding } from '../app/folding';
import type { Run } from '../app/runStore';
import { stepsOf } from '../app/telling';

/** A moment marked on the scrubber. */
export interface Mark {
  readonly seq: Seq;
  readonly at: Micros;
  readonly kind: 'fault' | 'duplicate';
}

/** Marks of one kind that fall into one of so many places of the scrubber's width are one. */
const PLACES = 400;

/** Faults that struck, and effects that came twice: of many in one place the first. */
export function marksOf({ trace, reading }: Run, folding: Folding): Mark[] {
  const taken = new Set<string>();
  return reading.landmarks.flatMap((seq): Mark[] => {
    const kind = trace.kindAt(seq);
    if (kind === KIND.ended) return [];
    const mark = { seq, at: trace.timeAt(seq), kind: kind === KIND.fault ? 'fault' : 'duplicate' } as const;
    const place = `${mark.kind} ${Math.floor(shareOf(mark.at, folding) * PLACES)}`;
    if (taken.has(place)) return [];
    taken.add(place);
    return [mark];
  });
}

/** How much happens where: steps a bin of the scrubber's width, as shares of the fullest. */
export function* readDensity(run: Run, folding: Folding, bins: number): Work<number[]> {
  const { trace } = run;
  const steps = stepsOf(run);
  const counts = new Array<number>(bins).fill(0);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    if (!steps.isStep(seq)) continue;
    counts[Math.min(bins - 1, Math.floor(shareOf(trace.timeAt(seq), folding) * bins))]! += 1;
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => count / most);
}

const shareOf = (time: Micros, folding: Folding): number =>
  folding.length === 0 ? 0 : folding.toShown(time) / folding.length;

/** The record of a fault's striking, by its index in the list; null if it found no occasion. */
export const struckBy = ({ trace, reading }: Run, fault: number): Seq | null =>
  reading.landmarks.find((seq) => trace.kindAt(seq) === KIND.fault && trace.field(seq, 'a') === fault) ?? null;
