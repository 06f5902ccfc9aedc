import { readAddress, writeAddress, type ReadAddress } from './address';
import { clockStore } from './clockStore';
import { editStore } from './editStore';
import { remember } from './memory';

/** Between two changes of the address; browsers refuse to be told too often. */
const SETTLE_MS = 500;

let written = '';

/** The link to what is on screen. */
export function linkNow(): string {
  return `${location.href.split('#')[0]}${hashNow() ?? ''}`;
}

function hashNow(): string | null {
  const { edit } = editStore.getState();
  if (edit === null) return null;
  const { time } = clockStore.getState();
  return writeAddress({ edit, moment: Math.round(time) });
}

/**
 * Keeps the address at what is on screen while the clock is held, and opens what a person writes there.
 * Returns a function that ends it.
 */
export function followAddress(open: (read: ReadAddress) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = (): void => {
    timer = null;
    const hash = hashNow();
    if (hash === null || hash === written) return;
    written = hash;
    history.replaceState(null, '', hash);
    remember('last', hash);
  };
  const soon = (): void => {
    if (clockStore.getState().playing) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
  };
  const onHash = (): void => {
    if (location.hash === written) return;
    const read = readAddress(location.hash);
    if (read !== null) open(read);
  };
  const ends = [editStore.subscribe(soon), clockStore.subscribe(soon)];
  addEventListener('hashchange', onHash);
  return () => {
    ends.forEach((end) => end());
    removeEventListener('hashchange', onHash);
    if (timer !== null) clearTimeout(timer);
  };
}
