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

/**
 * Opens something else as a page of its own in the browser's history, so that its Back button leads to
 * what is on screen now.
 */
export function turnPage(openOther: () => void): void {
  const hash = hashNow();
  if (hash !== null) history.replaceState(null, '', hash);
  openOther();
  const { edit } = editStore.getState();
  if (edit === null) return;
  written = writeAddress({ edit, moment: null });
  history.pushState(null, '', written);
  remember('last', written);
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
  const onTravel = (): void => {
    if (location.hash === hashNow()) return;
    written = location.hash;
    const read = readAddress(location.hash);
    if (read !== null) open(read);
  };
  // Also comes after `popstate`, for the same address.
  const onHash = (): void => {
    if (location.hash !== written) onTravel();
  };
  const ends = [editStore.subscribe(soon), clockStore.subscribe(soon)];
  addEventListener('popstate', onTravel);
  addEventListener('hashchange', onHash);
  return () => {
    ends.forEach((end) => end());
    removeEventListener('popstate', onTravel);
    removeEventListener('hashchange', onHash);
    if (timer !== null) clearTimeout(timer);
  };
}
