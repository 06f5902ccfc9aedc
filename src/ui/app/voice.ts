import { remember, remembered } from './memory';
import { speechStore } from './speech';

/**
 * Reads aloud what the live region says, with a voice of this machine: one that would send the text elsewhere is
 * left alone, for the page makes no call.
 */

let end: (() => void) | null = null;

/** Whether there is a voice that can read. */
export const canRead = (): boolean => 'speechSynthesis' in globalThis && localVoice() !== null;

export const isReading = (): boolean => end !== null;

function localVoice(): SpeechSynthesisVoice | null {
  const voices = speechSynthesis.getVoices().filter(({ localService }) => localService);
  return voices.find(({ lang }) => /^en\b/i.test(lang)) ?? voices[0] ?? null;
}

/** Begins to read aloud, or ends it. Returns whether it reads now. */
export function toggleReading(): boolean {
  if (end !== null) {
    end();
    end = null;
    speechSynthesis.cancel();
  } else if (canRead()) end = speechStore.subscribe(({ text, urgency }) => read(text, urgency === 'now'));
  remember('aloud', isReading() ? 'on' : 'off');
  return isReading();
}

/** Goes on reading for a visitor who has chosen so before. Voices come a moment after the page. */
export function resumeReading(): void {
  if (remembered('aloud') !== 'on' || isReading()) return;
  if (canRead()) toggleReading();
  else if ('speechSynthesis' in globalThis)
    speechSynthesis.addEventListener('voiceschanged', resumeReading, { once: true });
}

function read(text: string, atOnce: boolean): void {
  if (text === '') return;
  if (atOnce) speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = localVoice();
  utterance.lang = 'en';
  speechSynthesis.speak(utterance);
}
