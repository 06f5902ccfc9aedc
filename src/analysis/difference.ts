import type { Trace } from '../engine/trace/columns';
import type { Micros, Seq } from '../engine/units';
import type { Narrator } from './now';
import type { Steps } from './steps';
import { atOnce, type Work } from './work';

/** Told of each run between two looks at the clock: some milliseconds. */
const SENTENCES = 500;

/** A run as far as it is compared: its records and how they are told. */
export interface Told {
  readonly trace: Trace;
  readonly steps: Steps;
  readonly narrator: Narrator;
}

/** The first thing that is told of one run and not of the other at that moment. */
export interface Difference {
  readonly at: Micros;
  /** Null: that run has ended before. */
  readonly one: Seq | null;
  readonly other: Seq | null;
}

/**
 * The first record at which two runs part, of those that anyone can see. Null: they are told alike to the
 * end. Compares what is told and when, not numbers: variants may have other nodes, and other ids.
 */
export const firstDifference = (one: Told, other: Told): Difference | null => atOnce(readDifference(one, other));

/** The same, bit by bit. */
export function* readDifference(one: Told, other: Told): Work<Difference | null> {
  let a = next(one, 0);
  let b = next(other, 0);
  let told = 0;
  while (a !== null && b !== null && isAlike(one, a, other, b)) {
    told += 1;
    if (told % SENTENCES === 0) yield;
    a = next(one, a + 1);
    b = next(other, b + 1);
  }
  if (a === null && b === null) return null;
  const times = [a === null ? Infinity : one.trace.timeAt(a), b === null ? Infinity : other.trace.timeAt(b)];
  return { at: Math.min(...times), one: a, other: b };
}

const isAlike = (one: Told, a: Seq, other: Told, b: Seq): boolean =>
  one.trace.timeAt(a) === other.trace.timeAt(b) && one.narrator.sentence(a) === other.narrator.sentence(b);

function next({ trace, steps }: Told, from: Seq): Seq | null {
  for (let seq = from; seq < trace.length; seq += 1) if (steps.isStep(seq, { showQuiet: false })) return seq;
  return null;
}
