import { HUES } from '../app/hues';
import { CROWD, INK } from './model';

/** The colours of the canvas, read from the page's custom properties: each colour stands once, in tokens.css. */
export interface Palette {
  readonly fills: readonly string[];
  readonly rims: readonly string[];
  readonly tokenInk: string;
  readonly stage: string;
  readonly raised: string;
  readonly sunken: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly hair: string;
  readonly accent: string;
  readonly lost: string;
  readonly sans: string;
  /** Added to the width of outlines. */
  readonly strokeMore: number;
  /** The system's few colours are in force: hues give way to outlines. */
  readonly forced: boolean;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise = '#808080'): string => style.getPropertyValue(name).trim() || otherwise;
  return {
    fills: HUES.map((hue) => read(`--hue-${hue}`)),
    rims: HUES.map((hue) => read(`--rim-${hue}`)),
    tokenInk: read('--token-ink', '#10151c'),
    stage: read('--stage', '#ffffff'),
    raised: read('--raised', '#ffffff'),
    sunken: read('--sunken', '#eceff3'),
    ink: read('--ink', '#10151c'),
    ink2: read('--ink-2', '#46505e'),
    ink3: read('--ink-3', '#5b6675'),
    line: read('--line', '#7c8797'),
    hair: read('--hair', '#d5dbe3'),
    accent: read('--accent', '#03249a'),
    lost: read('--lost', '#121620'),
    sans: read('--sans', 'system-ui, sans-serif'),
    strokeMore: Number.parseFloat(read('--stroke-more', '0')) || 0,
    forced: matchMedia('(forced-colors: active)').matches,
  };
}

export const fillOf = (palette: Palette, hue: number): string =>
  hue === INK ? palette.ink : hue === CROWD ? palette.line : (palette.fills[hue] ?? palette.ink3);
export const rimOf = (palette: Palette, hue: number): string =>
  hue === INK ? palette.ink : hue === CROWD ? palette.line : (palette.rims[hue] ?? palette.ink3);

/** Calls back when the colours may have changed: another theme, another scheme, forced colours. Returns how to stop. */
export function onPaletteChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
