import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { FaultFile } from '../../scenario/schema/faults';
import { change, editStore } from './editStore';
import { say } from './speech';

/**
 * After D has delayed a packet, digits say by how long (TEACHING §3.7: D, digits, Enter). The delay is in force at
 * once, as all keys act at once; what is typed takes its place with Enter.
 */
interface DelayEntry {
  /** The fault as D has made it; null: nothing is to be typed. */
  readonly fault: FaultFile | null;
  /** What has been typed, in seconds. */
  readonly typed: string;
}

const NOTHING: DelayEntry = { fault: null, typed: '' };

export const delayEntryStore = createStore<DelayEntry>(() => NOTHING);
export const useDelayEntry = (): DelayEntry => useStore(delayEntryStore);

/** No delay is typed with more digits. */
const TYPED_MAX = 6;

/** D has added that fault. */
export function beginDelay(fault: FaultFile): void {
  delayEntryStore.setState({ fault, typed: '' });
}

export function endDelay(): void {
  if (delayEntryStore.getState().fault !== null) delayEntryStore.setState(NOTHING);
}

/** Takes a key, if it is one of the entry's; any other ends it and goes its own way. Returns whether it was taken. */
export function typeDelay(key: string): boolean {
  const { fault, typed } = delayEntryStore.getState();
  if (fault === null) return false;
  const isDigit = /^\d$/.test(key) || (key === '.' && !typed.includes('.'));
  if (isDigit && typed.length < TYPED_MAX) {
    delayEntryStore.setState({ typed: typed + key });
    say(`${typed}${key} seconds`, 'now');
    return true;
  }
  if (key === 'Backspace' && typed !== '') {
    delayEntryStore.setState({ typed: typed.slice(0, -1) });
    return true;
  }
  endDelay();
  if (key === 'Escape') return true;
  if (key !== 'Enter') return false;
  if (Number(typed) > 0) takeDelay(fault, `${Number(typed)}s`);
  return true;
}

/** The fault as it was made, with another delay: one step of undo of its own. */
function takeDelay(fault: FaultFile, by: string): void {
  const faults = editStore.getState().edit?.faults;
  if (faults === undefined || faults === 'own') return;
  const text = JSON.stringify(fault);
  const index = faults.findLastIndex((one) => JSON.stringify(one) === text);
  if (index === -1) return;
  change({ faults: faults.map((one, other) => (other === index ? { ...one, by } : one)) });
  say(`Delayed by ${by.replace(/s$/, ' seconds')}.`, 'now');
}
