import { finishedSentence } from '../../analysis/ledger';
import { firstFrom } from '../../analysis/steps';
import { KIND } from '../../engine/trace/record';
import type { Seq } from '../../engine/units';
import { formatTime } from '../design/format';
import { clockStore } from './clockStore';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { sentenceOf, stepNow } from './sentence';
import { say } from './speech';
import { seqNow } from './stepping';

/** Says what the step just taken shows: the answer to the reader's own key. */
export function announceStep(): void {
  const { run } = runStore.getState();
  if (run === null) return;
  const step = stepNow(run, seqNow(), clockStore.getState().showQuiet);
  say(step === null ? 'The start: nothing has happened yet.' : tell(run, step), 'now');
}

/** Says where we are: the moment, the event, and what has just happened. */
export function announceWhere(): void {
  const { run } = runStore.getState();
  const { scene } = sceneStore.getState();
  if (run === null || scene === null) return;
  const { time, playing } = clockStore.getState();
  const step = stepNow(run, scene.seq, false);
  const travelling = scene.packets.size;
  const where = `${formatTime(time)} of ${formatTime(run.pacing.end)}, ${playing ? 'playing' : 'held'}. ${travelling} under way.`;
  say(step === null ? where : `${where} ${tell(run, step)}`, 'now');
}

function tell(run: Run, seq: Seq): string {
  const { scene } = sceneStore.getState();
  if (run.trace.kindAt(seq) === KIND.ended && scene !== null) return finishedSentence(scene, run.header);
  return sentenceOf(run, seq);
}

/** Says faults, bad outcomes and the end as they come while the clock plays. Returns a function that ends it. */
export function narrate(): () => void {
  let run: Run | null = null;
  let landmarks: readonly Seq[] = [];
  let told = 0;
  return sceneStore.subscribe(({ scene }) => {
    const now = runStore.getState().run;
    if (now === null || scene === null) return;
    if (now !== run) {
      run = now;
      ({ landmarks } = now.reading);
      told = scene.seq;
    }
    const { playing, time, end } = clockStore.getState();
    // Only what passes while playing is told: a seek says nothing, and a step has spoken.
    if (playing || time >= end) {
      for (const seq of between(landmarks, told, scene.seq)) say(tell(now, seq), 'event');
    }
    told = scene.seq;
  });
}

/** Those of many records, in order, that lie in a stretch of the trace. */
function between(seqs: readonly Seq[], from: Seq, to: Seq): readonly Seq[] {
  const first = firstFrom(seqs, from);
  return seqs.slice(first, firstFrom(seqs, to));
}
