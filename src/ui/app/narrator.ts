import { finishedSentence } from '../../analysis/ledger';
<<<<<<< HEAD
import { firstFrom } from '../../analysis/steps';
=======
import { outcomeOf } from '../../analysis/outcomes';
import type { Scene } from '../../analysis/scene/scene';
import { effectNumber, lossMeaning, WORDS_MAX } from '../../analysis/sentences';
import { stateClause } from '../../analysis/stateClause';
import { sentenceOf as asSentence, wordCount } from '../../analysis/text';
import { verdictSentence } from '../../analysis/verdict';
>>>>>>> bf99377 (Narration: a step says what it changes, a fault what it means, and a seek nothing; V reads aloud)
import { KIND } from '../../engine/trace/record';
import { NONE, type Seq } from '../../engine/units';
import { formatLength, formatTime } from '../design/format';
import { clockStore } from './clockStore';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { sentenceOf, stepNow } from './sentence';
import { say } from './speech';
import { seqNow } from './stepping';

/** What the page says of itself (TEACHING §3.8). Loaded when somebody steps or plays: the first picture needs none of it. */

/** The moment of the step that was said last, so that the next one can say how much later it is. */
let lastSaid: { readonly run: Run; readonly at: number } | null = null;
/** Steps nearer than this follow at once, to whoever listens. */
const LATER = 100_000;

/** Says what the step just taken shows, and what it has changed: the answer to the reader's own key. */
export function announceStep(): void {
  const { run } = runStore.getState();
  const { scene } = sceneStore.getState();
  if (run === null || scene === null) return;
  const step = stepNow(run, seqNow(), clockStore.getState().showQuiet);
  if (step === null) {
    lastSaid = { run, at: 0 };
    return say('The start: nothing has happened yet.', 'now');
  }
  const at = run.trace.timeAt(step);
  const since = lastSaid?.run === run ? at - lastSaid.at : 0;
  lastSaid = { run, at };
  const later = since >= LATER ? `${formatLength(since)} later. ` : '';
  say(later + withState(run, scene, step), 'now');
}

/** A step's sentence and what it has changed, as far as both are soon heard. */
function withState(run: Run, scene: Scene, step: Seq): string {
  const told = tell(run, step);
  if (run.trace.kindAt(step) === KIND.ended) return told;
  const state = stateClause(run.narrator.telling, scene, step);
  return state === null || wordCount(told) + wordCount(state) > WORDS_MAX ? told : `${told} ${state}`;
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

/** Says that the clock goes on, or where it is held. */
export function announcePlaying(): void {
  const { playing, time } = clockStore.getState();
  say(playing ? 'Playing.' : `Held at ${formatTime(time)}.`, 'now');
}

function tell(run: Run, seq: Seq): string {
  const { scene } = sceneStore.getState();
  const kind = run.trace.kindAt(seq);
  if (kind === KIND.ended && scene !== null) return finishedSentence(scene, run.header);
  if (kind !== KIND.fault) return sentenceOf(run, seq);
  // What is done to it first, what it means second.
  const packet = run.trace.field(seq, 'b');
  const known = packet === NONE ? undefined : run.reading.packet(packet);
  const isLost = known !== undefined && run.trace.kindAt(run.reading.packets.ended(packet)) === KIND.lost;
  const meaning = isLost ? asSentence(lossMeaning(run.narrator.telling, known)) : '';
  return meaning === '' ? sentenceOf(run, seq) : `${sentenceOf(run, seq)} ${meaning}`;
}

/** From so many messages on, what became of each is not looked at while it plays. */
const MANY = 2_000;

/** Says faults, the first bad outcome of each message and the end as they come while the clock plays. Returns a function that ends it. */
export function narrate(): () => void {
  let run: Run | null = null;
  let landmarks: readonly Seq[] = [];
  let from = 0;
  let seen = -1;
  let wasPlaying = false;
  const bad = new Set<string>();
  return sceneStore.subscribe(({ scene, told }) => {
    const now = runStore.getState().run;
    if (now === null || scene === null) return;
    if (now !== run) {
      run = now;
<<<<<<< HEAD
      ({ landmarks } = now.reading);
      told = scene.seq;
    }
    const { playing, time, end } = clockStore.getState();
    // Only what passes while playing is told: a seek says nothing, and a step has spoken.
    if (playing || time >= end) {
      for (const seq of between(landmarks, told, scene.seq)) say(tell(now, seq), 'event');
=======
      landmarks = landmarksOf(now).filter((seq) => isFirstOfItsKind(now, seq));
      from = scene.seq;
      bad.clear();
    } else if (told === seen) {
      wasPlaying = clockStore.getState().playing;
      return;
    }
    seen = told;
    const { playing } = clockStore.getState();
    // Only what passes while playing is told, to the very end: a seek says nothing, and a step has spoken.
    const isTold = playing || wasPlaying;
    wasPlaying = playing;
    const turned = newlyBad(now, scene, bad);
    if (isTold) {
      const passed = landmarks.filter((seq) => seq >= from && seq < scene.seq);
      // The end says it all, and comes last.
      const isOver = passed.some((seq) => now.trace.kindAt(seq) === KIND.ended);
      for (const seq of passed) if (now.trace.kindAt(seq) !== KIND.ended) say(tell(now, seq), 'event');
      for (const text of turned) say(text, 'event');
      if (isOver) say(tell(now, passed.at(-1)!), 'event');
>>>>>>> bf99377 (Narration: a step says what it changes, a fault what it means, and a seek nothing; V reads aloud)
    }
    from = scene.seq;
  });
}

<<<<<<< HEAD
/** Those of many records, in order, that lie in a stretch of the trace. */
function between(seqs: readonly Seq[], from: Seq, to: Seq): readonly Seq[] {
  const first = firstFrom(seqs, from);
  return seqs.slice(first, firstFrom(seqs, to));
=======
/** A third effect of a message is no news. */
const isFirstOfItsKind = (run: Run, seq: Seq): boolean =>
  run.trace.kindAt(seq) !== KIND.effect || effectNumber(run.reading, seq) === 2;

/** What became of messages that have just turned out lost or dead-lettered, a sentence each. */
function newlyBad({ narrator: { telling } }: Run, scene: Scene, bad: Set<string>): string[] {
  if (scene.messages.length > MANY) return [];
  const texts: string[] = [];
  for (const message of scene.messages) {
    for (const row of message.subscriptions) {
      const key = `${message.message}/${row.subscription}`;
      const outcome = outcomeOf(scene, message, row);
      if (outcome !== 'lost' && outcome !== 'deadLettered') {
        bad.delete(key);
        continue;
      }
      if (bad.has(key)) continue;
      bad.add(key);
      const whole = verdictSentence(telling, scene, message, row, outcome);
      const name = telling.names.message(message.message);
      texts.push(
        wordCount(whole) <= WORDS_MAX ? whole : asSentence(`${name} is ${outcome === 'lost' ? 'lost' : 'put aside'}`),
      );
    }
  }
  return texts;
>>>>>>> bf99377 (Narration: a step says what it changes, a fault what it means, and a seek nothing; V reads aloud)
}
