import { NONE } from '../../engine/units';
import type { PacketId } from '../../engine/units';
import type { Act } from './acts/act';
import { actOfKey, actsFor } from './acts/actsFor';
import { wordsOf } from './acts/occurrence';
import { clockStore } from './clockStore';
import { beginDelay } from './delayEntry';
import { addFault } from './editStore';
import { playWhenReady } from './mending';
import { runStore } from './runStore';
import { sceneStore } from './sceneStore';
import { clearSelection, selectionStore, type Selection } from './selectionStore';
import { say } from './speech';
import { uiStore } from './uiStore';

/** The acts that can be done to a thing at this moment; none before there is a run. */
export function actsNow(selection: Selection | null): readonly Act[] {
  const { run } = runStore.getState();
  const { scene } = sceneStore.getState();
  if (selection === null || run === null || scene === null) return [];
  return actsFor(selection, { scene, header: run.header, trace: run.trace });
}

/** Adds the act's fault: what has been seen stays, and what comes after is a new future, which plays if this one did. */
export function perform(act: Act): void {
  if (act.disabled !== null) return say(act.disabled, 'now');
  const { run } = runStore.getState();
  const goOn = clockStore.getState().playing || selectionStore.getState().playedBefore;
  clearSelection();
  addFault(act.fault, run?.scenario.faults ?? []);
  if (act.kind === 'delay') beginDelay(act.fault);
  say(act.kind === 'delay' ? `${act.label}. Digits change it, then Enter.` : `${act.label}.`, 'now');
  if (goOn) playWhenReady();
}

/** Does what a key does, to what is under the pointer or focus, else to what is selected. Says why not. */
export function performKey(key: string): void {
  const { ring } = uiStore.getState().firstMinute;
  if (key === 'L' && ring !== null) return loseAtOnce(ring);
  const target = targetOf(key);
  const act = actOfKey(actsNow(target), key);
  if (act === undefined) return say(target === null ? 'Nothing is selected.' : 'That cannot be done to this.', 'now');
  perform(act);
}

/** L without anything pointed at means the answer that has been under way longest. */
function targetOf(key: string): Selection | null {
  const { hovered, selected } = selectionStore.getState();
  for (const candidate of [hovered, selected]) {
    if (candidate !== null && actOfKey(actsNow(candidate), key) !== undefined) return candidate;
  }
  return key === 'L' ? likeliestPacket() : (hovered ?? selected);
}

function likeliestPacket(): Selection | null {
  const { run } = runStore.getState();
  const { scene } = sceneStore.getState();
  if (run === null || scene === null) return null;
  const packets = [...scene.packets.values()].filter(({ what, messages, isLost }) => {
    const words = wordsOf(run.header, what);
    return !isLost && words?.quiet !== true && (messages[0] ?? NONE) !== NONE;
  });
  const isFirst = uiStore.getState().firstMinute.phase !== 'over';
  const answer =
    packets.find(({ what }) => wordsOf(run.header, what)?.role === 'settle') ?? (isFirst ? undefined : packets[0]);
  return answer === undefined ? null : { kind: 'packet', packet: answer.packet };
}

/**
 * Loses a packet at once, without a menu: what a click does on the one packet that the first minute
 * rings. The clock goes on.
 */
export function loseAtOnce(packet: PacketId): void {
  const act = actOfKey(actsNow({ kind: 'packet', packet }), 'L');
  if (act === undefined || act.disabled !== null) return;
  perform(act);
  playWhenReady();
}
