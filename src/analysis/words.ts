import type { TraceHeader } from '../engine/trace/header';
import { word } from '../engine/trace/words';

const learned = new WeakSet<object>();

/**
 * Makes the words of a trace readable here (`textOf`), whichever models this bundle holds. Every reader
 * of this layer calls it; calling it twice costs nothing.
 */
export function learnWords(header: TraceHeader): void {
  if (learned.has(header.words)) return;
  learned.add(header.words);
  for (const text of header.words) word(text);
  for (const { kind } of header.vocabulary.packets) word(kind);
  for (const { name } of header.vocabulary.phrases) word(name);
}
