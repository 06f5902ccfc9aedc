import { HUES, type Hue } from '../app/hues';

/** The colours of the diagram, read from the page's custom properties, for a canvas that knows none. */
export interface Ink {
  readonly fill: Readonly<Record<Hue, string>>;
  readonly rim: Readonly<Record<Hue, string>>;
  readonly token: string;
  readonly back: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly hair: string;
  readonly lost: string;
  readonly duplicated: string;
  readonly done: string;
  readonly accent: string;
  readonly font: string;
}

export function readInk(element: Element): Ink {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim() || '#808080';
  const hues = (kind: string) =>
    Object.fromEntries(HUES.map((hue) => [hue, read(`--${kind}-${hue}`)])) as Record<Hue, string>;
  return {
    fill: hues('hue'),
    rim: hues('rim'),
    token: read('--token-ink'),
    back: read('--raised'),
    ink: read('--ink'),
    ink2: read('--ink-2'),
    ink3: read('--ink-3'),
    line: read('--line'),
    hair: read('--hair'),
    lost: read('--lost'),
    duplicated: read('--duplicated'),
    done: read('--done'),
    accent: read('--accent'),
    font: read('--sans'),
  };
}
