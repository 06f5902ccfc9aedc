import { readAddress, writeAddress } from './address';
import { clockStore } from './clockStore';
import { editStore, type Edit } from './editStore';
import { openAddress } from './links';
import { remember } from './memory';
import { uiStore } from './uiStore';

/** Between two changes of the address; browsers refuse to be told too often. */
const SETTLE_MS = 500;

let written = '';

/** The link to what is on screen. */
export async function linkNow(): Promise<string> {
  await packNow();
  return `${location.href.split('#')[0]}${hashNow() ?? ''}`;
}

/** The text that was packed last, and what it is packed. */
let packing: { readonly text: string; readonly packed: string } | null = null;

/** Packs the scenario of one's own that is open, if there is one. */
async function packNow(): Promise<void> {
  const source = editStore.getState().edit?.source;
  if (source === undefined || !('text' in source) || packing?.text === source.text) return;
  const { pack } = await import('./packing');
  packing = { text: source.text, packed: await pack(source.text) };
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
  written = writeAddress({ edit, moment: null }, packedOf(edit));
  history.pushState(null, '', written);
  remember('last', written);
}

const packedOf = ({ source }: Edit): string | null =>
  'text' in source && packing?.text === source.text ? packing.packed : null;

function hashNow(): string | null {
  const { edit } = editStore.getState();
  if (edit === null) return null;
  const { time } = clockStore.getState();
  const { beside } = uiStore.getState();
  const more = beside === null ? {} : { beside };
  return writeAddress({ edit, moment: Math.round(time), ...more }, packedOf(edit));
}

/**
 * Keeps the address at what is on screen while the clock is held, and opens what a person writes there.
 * Returns a function that ends it.
 */
export function followAddress(): () => void {
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
    timer = setTimeout(() => void packNow().then(write), SETTLE_MS);
  };
  const onTravel = (): void => {
    if (location.hash === hashNow()) return;
    written = location.hash;
    const read = readAddress(location.hash);
    if (read !== null) openAddress(read);
  };
  // Also comes after `popstate`, for the same address.
  const onHash = (): void => {
    if (location.hash !== written) onTravel();
  };
  const ends = [
    editStore.subscribe(soon),
    clockStore.subscribe(soon),
    uiStore.subscribe((now, before) => {
      if (now.beside !== before.beside) soon();
    }),
  ];
  addEventListener('popstate', onTravel);
  addEventListener('hashchange', onHash);
  return () => {
    ends.forEach((end) => end());
    removeEventListener('popstate', onTravel);
    removeEventListener('hashchange', onHash);
    if (timer !== null) clearTimeout(timer);
  };
}
