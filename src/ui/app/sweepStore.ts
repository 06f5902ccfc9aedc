import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SweepFault, SweptPlace } from '../../analysis/sweep';
import type { Sweep } from '../../worker/client';
import type { RunRequest } from '../../worker/protocol';
import { hold, seek } from './clockStore';
import { change, editStore } from './editStore';
import { engineOfPage } from './runStore';

/** One fault at every moment of this run: asked for, being tried, or there. */
interface SweepState {
  readonly fault: SweepFault | null;
  /** In the order of time, as far as they are tried. */
  readonly places: readonly SweptPlace[];
  /** How many there will be; 0 until that is known. */
  readonly of: number;
  readonly running: boolean;
  /** Why it broke, in words; null if it did not. */
  readonly failure: string | null;
}

const IDLE: SweepState = { fault: null, places: [], of: 0, running: false, failure: null };

export const sweepStore = createStore<SweepState>(() => IDLE);
export const useSweepStore = <T>(selector: (state: SweepState) => T): T => useStore(sweepStore, selector);

let going: Sweep | null = null;

/** Tries that fault at every moment of the run that is chosen, without its faults. */
export async function startSweep(fault: SweepFault): Promise<void> {
  const { edit } = editStore.getState();
  if (edit === null) return;
  stopSweep();
  sweepStore.setState({ ...IDLE, fault, running: true });
  const sweep = engineOfPage().sweep(edit, fault, ({ place, of }) => {
    if (going === sweep) sweepStore.setState(({ places }) => ({ places: [...places, place], of }));
  });
  going = sweep;
  const answer = await sweep.answer;
  if (going !== sweep) return;
  going = null;
  sweepStore.setState({ running: false, failure: answer.kind === 'failed' ? answer.message : null });
}

/** Ends it; what is tried so far stays. */
export function stopSweep(): void {
  going?.cancel();
  going = null;
  sweepStore.setState({ running: false });
}

export function clearSweep(): void {
  stopSweep();
  sweepStore.setState(IDLE);
}

/** Puts the fault of a place into the run, alone, and goes to where it strikes. */
export function tryPlace({ fault, at }: SweptPlace): void {
  hold();
  change({ faults: [fault] });
  seek(at);
}

/** What a sweep holds for is this run: with other settings it would be another. Returns a function that ends it. */
export function watchSweep(): () => void {
  return editStore.subscribe(({ edit: now }, { edit: before }) => {
    if (sweepStore.getState() !== IDLE && keyOf(now) !== keyOf(before)) clearSweep();
  });
}

const keyOf = (edit: RunRequest | null): string =>
  edit === null ? '' : JSON.stringify([edit.source, edit.variant, edit.seed, edit.settings]);
