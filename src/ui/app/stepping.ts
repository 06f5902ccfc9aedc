import type { MessageId, Seq } from '../../engine/units';
import { clockStore, hold, seek, stepTo } from './clockStore';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { stepsOf } from './telling';

/** How many records are told at the clock's moment. */
export const seqNow = (): Seq => sceneStore.getState().scene?.seq ?? 0;

/** Goes to the next event that can be seen; of one message, if one is given. False at the end. */
export function stepForward(message?: MessageId): boolean {
  const { run } = runStore.getState();
  if (run === null) return false;
  const { showQuiet } = clockStore.getState();
  const next = stepsOf(run).nextStep(seqNow(), { showQuiet, ...(message === undefined ? {} : { message }) });
  if (next === null) return false;
  goTo(run, next);
  return true;
}

/** Goes back to where the event before had just happened. */
export function stepBack(message?: MessageId): boolean {
  const { run } = runStore.getState();
  if (run === null) return false;
  const { showQuiet } = clockStore.getState();
  const before = stepsOf(run).previousStep(seqNow(), { showQuiet, ...(message === undefined ? {} : { message }) });
  if (before === null) return false;
  goTo(run, before);
  return true;
}

/** Goes to right after a record, and holds: a line of the log, a row of a story. */
export function goToRecord(record: Seq): void {
  const { run } = runStore.getState();
  if (run === null) return;
  hold();
  goTo(run, record + 1);
}

function goTo({ trace }: Run, seq: Seq): void {
  stepTo(seq, seq === 0 ? 0 : trace.timeAt(seq - 1));
}

/** The landmark after or before this moment; at the rims the start or the end. */
export function toLandmark(direction: 1 | -1): void {
  const { run } = runStore.getState();
  if (run === null) return;
  const now = seqNow();
  const { landmarks } = run.reading;
  const next = direction === 1 ? landmarks.find((seq) => seq + 1 > now) : landmarks.findLast((seq) => seq + 1 < now);
  if (next !== undefined) return goToRecord(next);
  hold();
  seek(direction === 1 ? run.pacing.end : 0);
}
