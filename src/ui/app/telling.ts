import { Narrator } from '../../analysis/now';
import { Steps } from '../../analysis/steps';
import type { Run } from './runStore';

/** How a run is told: not needed for the first picture, and so in no file that is loaded for it. */
interface Telling {
  readonly steps: Steps;
  readonly narrator: Narrator;
}

const known = new WeakMap<Run, Telling>();

function tellingOf(run: Run): Telling {
  const before = known.get(run);
  if (before !== undefined) return before;
  const telling = { steps: new Steps(run.reading), narrator: new Narrator(run.reading) };
  known.set(run, telling);
  return telling;
}

/** The steps of a run's transport. */
export const stepsOf = (run: Run): Steps => tellingOf(run).steps;

/** A run's records as sentences, and the sentence of now. */
export const narratorOf = (run: Run): Narrator => tellingOf(run).narrator;
