import { ModelError } from '../assert';

/**
 * A word of the trace's vocabulary as an integer: the 31-bit FNV-1a hash of its text. A hash, not a
 * serial number, so that the same word is the same number in every bundle, whatever was loaded first.
 */
export type Word = number & { readonly __word?: true };

const texts = new Map<Word, string>();

/** The number of a word. Call it once, at the top of a module, and keep the result in a constant. */
export function word(text: string): Word {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  const number = hash & 0x7fffffff;
  const known = texts.get(number);
  if (known === undefined) texts.set(number, text);
  else if (known !== text) throw new ModelError(`the words "${known}" and "${text}" have one hash: rename one`);
  return number;
}

/** The text of a word; of a number that is no word, the number in angle brackets. */
export function textOf(number: Word): string {
  return texts.get(number) ?? `<${number}>`;
}

/** All words known here, sorted, for the header of a trace. */
export function allWords(): string[] {
  return [...texts.values()].sort((a, b) => (a < b ? -1 : 1));
}
