import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/**
 * What the page's one live region says (TEACHING §3.8). While playing, at most one utterance in 2.5 s;
 * what comes faster is merged, the most important first. `now` is the answer to the reader's own key.
 */
export type Urgency = 'now' | 'event';

interface Speech {
  readonly text: string;
  /** The answer to one's own key is said at once, whatever is being said. */
  readonly urgency: Urgency;
  /** Rises with each utterance, so that the same text twice is said twice. */
  readonly turn: number;
}

export const speechStore = createStore<Speech>(() => ({ text: '', turn: 0, urgency: 'event' }));
export const useSpeech = <T>(selector: (state: Speech) => T): T => useStore(speechStore, selector);

const PAUSE_MS = 2_500;
let lastAt = -Infinity;
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

export function say(text: string, urgency: Urgency): void {
  if (urgency === 'now') return utter(text, urgency);
  waiting.push(text);
  const wait = lastAt + PAUSE_MS - performance.now();
  if (wait <= 0) return flush();
  timer ??= setTimeout(flush, wait);
}

function flush(): void {
  timer = null;
  if (waiting.length === 0) return;
  utter(merge(waiting), 'event');
}

function utter(text: string, urgency: Urgency): void {
  waiting = [];
  if (timer !== null) clearTimeout(timer);
  timer = null;
  lastAt = performance.now();
  speechStore.setState(({ turn }) => ({ text, urgency, turn: turn + 1 }));
}

/** The first and the last as they are, what is between them as a number. */
export function merge(texts: readonly string[]): string {
  const first = texts[0] ?? '';
  const last = texts.length > 1 ? ` ${texts.at(-1)!}` : '';
  return texts.length > 2 ? `${first} And ${texts.length - 2} more.${last}` : first + last;
}
