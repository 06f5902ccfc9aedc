import type { TraceHeader } from '../../engine/trace/header';

/** In the order of use; each has `--hue-…` and `--rim-…` in tokens.css. */
export const HUES = ['blue', 'orange', 'yellow', 'violet', 'sky', 'rose', 'green', 'slate'] as const;
export type Hue = (typeof HUES)[number];

/** A message's hue is its key's, in order of appearance; without a key its number's. It never says how the message fares. */
export function huesOf({ messages }: Pick<TraceHeader, 'messages'>): Hue[] {
  const keys = new Map<string, number>();
  for (const { key } of messages) if (key !== null && !keys.has(key)) keys.set(key, keys.size);
  return messages.map(({ key, number }) => {
    const nth = key === null ? number - 1 : (keys.get(key) ?? 0);
    return HUES[((nth % HUES.length) + HUES.length) % HUES.length]!;
  });
}
