/**
 * What the page remembers of its visitor, on their own machine: theme, last scenario, that the first
 * minute is over, how high the panel below is. Where storage is forbidden (embeds, private windows) it forgets, and nothing breaks.
 */
export type Remembered = 'theme' | 'visited' | 'last' | 'keys' | 'lower' | 'aloud' | 'slow-down';

const PREFIX = 'ackscope.';

export function remembered(name: Remembered): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: Remembered, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Full or forbidden: the next visit begins as the first did.
  }
}
