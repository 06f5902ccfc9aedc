import type { Item } from './item';

/** How well a word fits: at the start of a name, at the start of a word in it, inside it, in the note; 0: not at all. */
function fit(word: string, { label, note, group, keywords }: Item): number {
  const name = label.toLowerCase();
  if (name.startsWith(word)) return 5;
  if (wordsOf(name).includes(word)) return 4;
  if (wordsOf(name).some((own) => own.startsWith(word))) return 3;
  if (name.includes(word)) return 2;
  return `${group} ${note} ${keywords}`.toLowerCase().includes(word) ? 1 : 0;
}

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u);

/**
 * The items that every word of the query fits, best first; those that fit alike stay in their order.
 * An empty query fits all.
 */
export function matching(items: readonly Item[], query: string): Item[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...items];
  return items
    .map((each) => ({ each, fits: words.map((word) => fit(word, each)) }))
    .filter(({ fits }) => fits.every((one) => one > 0))
    .map(({ each, fits }) => ({ each, score: fits.reduce((sum, one) => sum + one, 0) }))
    .sort((a, b) => b.score - a.score)
    .map(({ each }) => each);
}
