import '../models/allActors';
import type { Loaded } from '../scenario/load';
import { finishRun, startRun, type Run } from './course';

/** Runs a scenario to its end. Throws InputErrors for what does not fit together. */
export function run(loaded: Loaded): Run {
  return finishRun(loaded, startRun(loaded).run());
}

export { finishRun, startRun, type Run };
