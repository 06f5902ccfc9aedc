import { KIND } from '../../engine/trace/record';
import type { Micros, Seq } from '../../engine/units';
import type { Folding } from '../app/folding';
import type { Run } from '../app/runStore';
import { landmarksOf } from '../app/stepping';

/** A moment marked on the scrubber. */
export interface Mark {
  readonly seq: Seq;
  readonly at: Micros;
  readonly kind: 'fault' | 'duplicate';
}

/** Faults that struck, and effects that came twice. */
export function marksOf(run: Run): Mark[] {
  return landmarksOf(run).flatMap((seq): Mark[] => {
    const kind = run.trace.kindAt(seq);
    if (kind === KIND.ended) return [];
    return [{ seq, at: run.trace.timeAt(seq), kind: kind === KIND.fault ? 'fault' : 'duplicate' }];
  });
}

/** How much happens where: steps a bin of the scrubber's width, as shares of the fullest. */
export function densityOf({ trace, steps }: Run, folding: Folding, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (!steps.isStep(seq)) continue;
    const place = folding.length === 0 ? 0 : folding.toShown(trace.timeAt(seq)) / folding.length;
    counts[Math.min(bins - 1, Math.floor(place * bins))]! += 1;
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => count / most);
}
