import { KIND } from '../../engine/trace/record';
import type { Micros } from '../../engine/units';
import { clockRun, clockStore, hold, play, seek } from './clockStore';
import { builtIn, editStore, open, type Edit } from './editStore';
import { startFirstMinute } from './firstMinute';
import { remembered } from './memory';
import { PACKET_MS, PACKET_MS_FIRST, speedFor } from './pacing';
import { runStore, type Run } from './runStore';
import { clearSelection } from './selectionStore';
import { galleryEntry, uiStore } from './uiStore';

/** The scenario that a first visit opens. */
const HOME = 'at-least-once';

/** What is to be done when the run that was asked for is there. */
let wanted: { readonly moment: Micros; readonly play: boolean } | null = null;

/** Opens what the address says; else, for who has been here, what was open last; else the first minute. */
export function openFirst(): void {
  if (galleryEntry() !== null) return; // It opens one thing after another itself.
  // Who comes for the first time by the front door needs no reader of links, and does not wait for it.
  if (location.hash.length > 1 || remembered('visited') !== null) {
    void import('./links').then(({ openAsked }) => openAsked());
    return;
  }
  startFirstMinute();
  openEdit(builtIn(HOME, []), 0, true);
}

/** The home scenario, held at its start: where there is nothing else to open. */
export const openHome = (): void => openEdit(builtIn(HOME), 0, false);

/** Opens a scenario of the catalogue with its own demonstration. */
export const openScenario = (id: string): void => openOther(builtIn(id));

/** Opens a scenario file. */
export const openText = (text: string): void =>
  openOther({ source: { text }, variant: null, seed: null, settings: [], faults: 'own' });

/** As a page of its own in the browser's history. */
function openOther(edit: Edit): void {
  void import('./addressSync').then(({ turnPage }) => turnPage(() => openEdit(edit, 0, true)));
}

/** The moment at which an edit was left for another scenario: undo comes back to it. */
const leftAt = new WeakMap<Edit, Micros>();

/** Keeps the moment of each scenario that is left, and sets the clock to it when undo or redo comes back. */
export function followUndo(): () => void {
  return editStore.subscribe(({ edit }, { edit: before }) => {
    if (edit === null || before === null || isSameSource(edit, before)) return;
    leftAt.set(before, clockStore.getState().time);
    const moment = leftAt.get(edit);
    if (wanted === null && moment !== undefined) {
      wanted = { moment, play: false };
      hold();
      clearSelection();
    }
  });
}

const isSameSource = (one: Edit, other: Edit): boolean => JSON.stringify(one.source) === JSON.stringify(other.source);

/** Opens a scenario at a moment, playing or not. */
export function openEdit(edit: Edit, moment: Micros, playing: boolean): void {
  wanted = { moment, play: playing };
  hold();
  clearSelection();
  open(edit);
}

/** Sets the clock to each new run: what was wanted of it, or else the moment that was on screen. */
export function followRuns(): () => void {
  return runStore.subscribe(({ run, errors, failure }, before) => {
    if (errors !== before.errors || failure !== before.failure) {
      if (errors.length > 0 || failure !== null) wanted = null;
    }
    if (run !== null && run !== before.run) onRun(run, before.run);
  });
}

function onRun(run: Run, before: Run | null): void {
  const { end, gaps, medianLatency } = run.pacing;
  const isFirst = uiStore.getState().firstMinute.phase !== 'over';
  const ownSpeed = speedFor(medianLatency, isFirst ? PACKET_MS_FIRST : PACKET_MS);
  const isSame = before !== null && isSameSource(before.request, run.request);
  clockRun(end, gaps, ownSpeed, isSame && wanted === null);
  if (wanted === null) return;
  const { moment, play: playing } = wanted;
  wanted = null;
  seek(playing && moment === 0 ? overtureEnd(run) : moment);
  // Who prefers reduced motion starts it.
  if (playing && !matchMedia('(prefers-reduced-motion: reduce)').matches) play();
}

/** Connections open before the first message is sent. Whoever wants to see that goes to the start. */
function overtureEnd({ trace }: Run): Micros {
  for (let seq = 0; seq < trace.length; seq += 1) if (trace.kindAt(seq) === KIND.produced) return trace.timeAt(seq);
  return 0;
}
