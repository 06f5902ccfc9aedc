import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { KIND } from '../../engine/trace/record';
import type { MessageId, Micros, PacketId } from '../../engine/units';
import { wordsOf } from './acts/occurrence';
import { clockStore, hold, seek, setEase } from './clockStore';
import { loseAtOnce, mend, playWhenReady } from './mending';
import { remember } from './memory';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { clearSelection } from './selectionStore';
import { setFirstMinute, showTab, uiStore } from './uiStore';

/** How much slower time passes while the ringed ack is under way. */
const EASE = 0.3;
/** The mended future begins so long before the fault, so that the loss is seen again. */
const LEAD: Micros = 150_000;

/** The ack that the first minute rings. */
interface Target {
  readonly packet: PacketId;
  readonly message: MessageId;
  readonly sentAt: Micros;
  readonly endAt: Micros;
}

const targetStore = createStore<{ readonly target: Target | null }>(() => ({ target: null }));
export const useRingTarget = (): Target | null => useStore(targetStore, ({ target }) => target);

/** The first packet that settles a delivery, if the run has one. */
function targetOf({ trace, header, reading }: Run): Target | null {
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.sent || wordsOf(header, trace.field(seq, 'b'))?.role !== 'settle') continue;
    const packet = trace.field(seq, 'a');
    const ended = reading.packets.ended(packet);
    return {
      packet,
      message: trace.field(seq, 'e'),
      sentAt: trace.timeAt(seq),
      endAt: ended === -1 ? Infinity : trace.timeAt(ended),
    };
  }
  return null;
}

/** Begins the first minute: the home scenario moves, and asks for one click. Returns a function that ends it. */
export function startFirstMinute(): () => void {
  setFirstMinute({ phase: 'watching', ring: null });
  const ends = [
    runStore.subscribe(({ run }, before) => {
      if (run !== null && run !== before.run) onRun(run);
    }),
    sceneStore.subscribe(onFrame),
  ];
  const end = () => ends.forEach((stop) => stop());
  const watch = uiStore.subscribe(({ firstMinute }) => {
    if (firstMinute.phase !== 'over') return;
    watch();
    end();
  });
  return end;
}

function onRun(run: Run): void {
  const { phase } = uiStore.getState().firstMinute;
  if (run.scenario.faults.length === 0) {
    targetStore.setState({ target: targetOf(run) });
    return;
  }
  if (phase !== 'watching' && phase !== 'ringed' && phase !== 'untouched') return;
  setEase(1);
  setFirstMinute({ phase: 'broken', ring: null });
}

function onFrame(): void {
  const { phase } = uiStore.getState().firstMinute;
  const { time, end } = clockStore.getState();
  const ended = time >= end && end > 0;
  switch (phase) {
    case 'watching':
    case 'ringed':
      return ring(time, ended);
    case 'broken':
      if (hasDuplicate()) setFirstMinute({ phase: 'twice' });
      else if (ended) finishFirstMinute();
      return;
    case 'mended':
      if (ended) finishFirstMinute();
      return;
    default:
  }
}

function ring(time: Micros, ended: boolean): void {
  const { target } = targetStore.getState();
  if (ended) {
    setEase(1);
    return setFirstMinute({ phase: 'untouched', ring: null });
  }
  const underWay = target !== null && time >= target.sentAt && time < target.endAt;
  const ring = underWay ? target.packet : null;
  if (uiStore.getState().firstMinute.ring === ring) return;
  setEase(underWay ? EASE : 1);
  setFirstMinute({ phase: underWay ? 'ringed' : 'watching', ring });
}

const hasDuplicate = (): boolean =>
  sceneStore
    .getState()
    .scene?.messages.some(({ subscriptions }) => subscriptions.some(({ effectsAt }) => effectsAt.length > 1)) ?? false;

/** "Break it": back to that ack, halfway, and hold. */
export function backToTheAck(): void {
  const { target } = targetStore.getState();
  if (target === null) return finishFirstMinute();
  hold();
  setFirstMinute({ phase: 'ringed', ring: target.packet });
  setEase(EASE);
  seek(target.sentAt + (Math.min(target.endAt, target.sentAt + 1_000_000) - target.sentAt) * 0.4);
}

/** Loses the ringed ack without a pointer. */
export function loseTheRinged(): void {
  const { ring: packet } = uiStore.getState().firstMinute;
  if (packet !== null) loseAtOnce(packet);
}

/** "Why?": the story, and with it the whole workbench. */
export function askWhy(): void {
  clearSelection();
  showTab('story');
  finishFirstMinute();
}

/** "Mend it": the same faults on the mended variant, from shortly before the first of them. */
export function mendIt(): void {
  const fired = [...(sceneStore.getState().scene?.faults.values() ?? [])].map(({ at }) => at);
  const from = fired.length > 0 ? Math.max(0, Math.min(...fired) - LEAD) : 0;
  const { phase } = uiStore.getState().firstMinute;
  if (phase !== 'over') setFirstMinute({ phase: 'mended', ring: null });
  hold();
  mend();
  seek(from);
  playWhenReady();
}

/** Shows the whole workbench, now and at every later visit. */
export function finishFirstMinute(): void {
  if (uiStore.getState().firstMinute.phase === 'over') return;
  remember('visited', 'yes');
  setEase(1);
  setFirstMinute({ phase: 'over', ring: null });
}
