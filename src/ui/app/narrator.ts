import { finishedSentence } from '../../analysis/ledger';
import { outcomeOf } from '../../analysis/outcomes';
import type { Scene } from '../../analysis/scene/scene';
import { effectNumber, lossMeaning, WORDS_MAX, type Telling } from '../../analysis/sentences';
import { stateClause } from '../../analysis/stateClause';
import { sentenceOf as asSentence, wordCount } from '../../analysis/text';
import { verdictSentence } from '../../analysis/verdict';
import { firstFrom } from '../../analysis/steps';
import { KIND } from '../../engine/trace/record';
import { NONE, type MessageId, type Seq } from '../../engine/units';
import { formatLength, formatTime } from '../design/format';
import { clockStore } from './clockStore';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { sentenceOf, stepNow } from './sentence';
import { say } from './speech';
import { seqNow } from './stepping';
import { narratorOf } from './telling';

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
  const state = stateClause(narratorOf(run).telling, scene, step);
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
  const meaning = isLost ? asSentence(lossMeaning(narratorOf(run).telling, known)) : '';
  return meaning === '' ? sentenceOf(run, seq) : `${sentenceOf(run, seq)} ${meaning}`;
}

/** So many messages that ended badly are told one by one. */
const MANY = 500;

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
      ({ landmarks } = now.reading);
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
      const passed = between(landmarks, from, scene.seq).filter((seq) => isFirstOfItsKind(now, seq));
      // The end says it all, and comes last.
      const isOver = passed.some((seq) => now.trace.kindAt(seq) === KIND.ended);
      for (const seq of passed) if (now.trace.kindAt(seq) !== KIND.ended) say(tell(now, seq), 'event');
      for (const text of turned) say(text, 'event');
      if (isOver) say(tell(now, passed.at(-1)!), 'event');
    }
    from = scene.seq;
  });
}

/** A third effect of a message is no news. */
const isFirstOfItsKind = (run: Run, seq: Seq): boolean =>
  run.trace.kindAt(seq) !== KIND.effect || effectNumber(run.reading, seq) === 2;

/** Those of many records, in order, that lie in a stretch of the trace. */
function between(seqs: readonly Seq[], from: Seq, to: Seq): readonly Seq[] {
  const first = firstFrom(seqs, from);
  return seqs.slice(first, firstFrom(seqs, to));
}

/** What became of messages that have just turned out lost or dead-lettered, a sentence each. `bad`: those that have been told. */
function newlyBad(run: Run, scene: Scene, bad: Set<string>): string[] {
  const { telling } = narratorOf(run);
  const texts: string[] = [];
  const still = new Set<string>();
  for (const outcome of ['lost', 'deadLettered'] as const) {
    for (const message of scene.census.find(scene, outcome, NONE)) {
      if (still.size === MANY) break;
      const key = `${outcome} ${message}`;
      still.add(key);
      if (!bad.has(key)) texts.push(endOf(telling, scene, message, outcome));
    }
  }
  bad.clear();
  for (const key of still) bad.add(key);
  return texts;
}

/** "Order 3 is lost: …", as the last sentence of its story; in fewer words if that is long. */
function endOf(telling: Telling, scene: Scene, message: MessageId, outcome: 'lost' | 'deadLettered'): string {
  const info = scene.messages[message]!;
  const row = info.subscriptions.find((pair) => outcomeOf(scene, info, pair) === outcome)!;
  const whole = verdictSentence(telling, scene, info, row, outcome);
  const short = `${telling.names.message(message)} is ${outcome === 'lost' ? 'lost' : 'put aside'}`;
  return wordCount(whole) <= WORDS_MAX ? whole : asSentence(short);
}
