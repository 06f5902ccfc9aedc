import type { Micros } from '../engine/units';

/** Small help with words and figures. */

/** A moment: `2.418 s`. */
export const momentText = (at: Micros): string => `${(at / 1_000_000).toFixed(3)} s`;

/** A duration in its own measure, without needless zeros: `500 ms`, `1.5 s`, `3 min`. */
export function durationText(micros: Micros): string {
  if (micros < 1000) return `${micros} µs`;
  if (micros < 1_000_000) return `${trimmed(micros / 1000)} ms`;
  if (micros < 120_000_000) return `${trimmed(micros / 1_000_000)} s`;
  return `${trimmed(micros / 60_000_000)} min`;
}

const trimmed = (value: number): string => String(Number(value.toFixed(value < 10 ? 2 : 1)));

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;
}

/** A clause as a sentence: a capital at its beginning, a full stop at its end. */
export function sentenceOf(clause: string): string {
  const trimmedClause = clause.trim();
  if (trimmedClause === '') return '';
  const ended = /[.!?…]$/.test(trimmedClause) ? trimmedClause : `${trimmedClause}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}

export const wordCount = (text: string): number =>
  text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;

/** Fills the fields of a template; a field that is not given stays out, with the space before it. */
export function fill(template: string, fields: ReadonlyMap<string, string>): string {
  return template.replace(/( ?)\{([^{}]+)\}/g, (_, space: string, name: string) => {
    const value = fields.get(name);
    return value === undefined || value === '' ? '' : space + value;
  });
}

/** How often: "once", "twice", "3 times". */
export function timesText(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}
