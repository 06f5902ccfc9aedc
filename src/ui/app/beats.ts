import { KIND } from '../../engine/trace/record';
import type { Micros } from '../../engine/units';
import { clockStore, setBeats } from './clockStore';
import { runStore, type Run } from './runStore';
import { uiStore } from './uiStore';

/** The moments at which fast playing slows down (TEACHING §3.5): the first fault that strikes, and the first effect that is there twice. */
function beatsOf({ reading, trace }: Run): Micros[] {
  const firsts = [KIND.fault, KIND.effect].map((kind) => reading.landmarks.find((seq) => trace.kindAt(seq) === kind));
  return firsts.flatMap((seq) => (seq === undefined ? [] : [trace.timeAt(seq)])).sort((a, b) => a - b);
}

/** Keeps the clock's beats those of the run, as long as the reader wants them: looked for when playing begins, since a run is read by and by. */
export function followBeats(): void {
  const look = (): void => {
    const { run } = runStore.getState();
    if (clockStore.getState().playing) setBeats(run === null || !uiStore.getState().slowsDown ? [] : beatsOf(run));
  };
  clockStore.subscribe(({ playing }, before) => {
    if (playing !== before.playing) look();
  });
  runStore.subscribe(({ run }, before) => {
    if (run !== before.run) look();
  });
  uiStore.subscribe(({ slowsDown }, before) => {
    if (slowsDown !== before.slowsDown) look();
  });
  look();
}
