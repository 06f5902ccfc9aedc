import type { Distribution } from '../../engine/random/distributions';
import type { Word } from '../../engine/trace/words';
import type { Micros } from '../../engine/units';

/** What an application produces, and when. */
export interface Workload {
  /** How many in all; 0 for none, Infinity never: a run has an end. */
  readonly messages: number;
  readonly first: Micros;
  /** From one to the next, where no phase says otherwise. */
  readonly every: Distribution;
  /** Stretches in which more or less is produced, by rising time; none overlaps another. */
  readonly phases: readonly Phase[];
  /** The moments themselves, by rising time, in place of `first` and `every`; null where these say it. */
  readonly arrivals: readonly Micros[] | null;
  /** Keys as words, taken in turn or at random; empty for messages without a key. */
  readonly keys: readonly Word[];
  readonly keysAtRandom: boolean;
  readonly failing: Failing;
  /** It produces nothing while so many of its messages are not answered for; Infinity: whatever comes. */
  readonly buffer: number;
}

/** Messages that cannot be processed: attempts at them fail, for ever or so many times. */
export interface Failing {
  /** Their numbers. */
  readonly messages: ReadonlySet<number>;
  /** The chance of each other one to be so, 0 to 1. */
  readonly share: number;
  /** Attempts that fail; Infinity for ever. */
  readonly times: number;
}

/** From `from` on, and until then, `times` as many messages come as usual. */
export interface Phase {
  readonly from: Micros;
  readonly until: Micros;
  readonly times: number;
}

/**
 * How long from now until the next message, if at the usual rate it would be `gap`. Time passes `times` as
 * fast within a phase, so that a gap that reaches into a burst is shortened from the burst's beginning on,
 * and the draws of one seed stay the same whatever the phases are. Infinity if nothing comes any more.
 */
export function stretched(phases: readonly Phase[], now: Micros, gap: Micros): Micros {
  let at = now;
  let left = gap;
  for (const { from, until, times } of phases) {
    if (until <= at) continue;
    if (from > at) {
      if (left <= from - at) break;
      left -= from - at;
      at = from;
    }
    const room = (until - at) * times;
    // In a lull nothing comes, not even what is due at once.
    if (times > 0 && left <= room) return Math.floor(at + left / times) - now;
    left -= room;
    at = until;
  }
  return at + left - now;
}
