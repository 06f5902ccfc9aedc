/**
 * Widths of text without a browser: SVG cannot cut a line that is too long, and layout must not wait
 * for fonts. Widths are those of a wide system sans (DejaVu, Verdana), so narrower fonts fit, too.
 */

const NARROW = new Set("iljtfrI.,:;'|!()[] ·-");
const WIDE = new Set('mwMW%@—…✓✕');

/** Width in em of a line of text. */
function ems(text: string): number {
  let width = 0;
  for (const char of text) {
    if (NARROW.has(char)) width += 0.36;
    else if (WIDE.has(char)) width += 0.9;
    else if (char >= 'A' && char <= 'Z') width += 0.7;
    else width += 0.61;
  }
  return width;
}

export interface Font {
  readonly size: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
}

/** The width of a line in pixels, rather too wide than too narrow. */
export function widthOf(text: string, font: Font): number {
  if (font.mono) return text.length * font.size * 0.61;
  return ems(text) * font.size * (font.bold ? 1.08 : 1);
}

/** The text, or as much of it as fits with an ellipsis. */
export function fitted(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text;
  let length = text.length - 1;
  while (length > 0 && widthOf(`${text.slice(0, length).trimEnd()}…`, font) > width) length -= 1;
  return length > 0 ? `${text.slice(0, length).trimEnd()}…` : '';
}

/** As many of its parts, set off by " · ", as fit whole; with an ellipsis if not even the first does. */
export function fittedParts(text: string, width: number, font: Font): string {
  const parts = text.split(' · ');
  while (parts.length > 1 && widthOf(parts.join(' · '), font) > width) parts.pop();
  return fitted(parts.join(' · '), width, font);
}

/**
 * A name that fits: the whole name; else its last words ("Payment Worker 1" → "Worker 1"), since it is
 * by the last that siblings differ; else its first word ("Email Service" → "Email"), or its beginning, an ellipsis
 * and, if short, its last word.
 */
export function fittedName(name: string, width: number, font: Font): string {
  if (widthOf(name, font) <= width) return name;
  const words = name.split(' ');
  for (let drop = 1; drop < words.length - 1; drop += 1) {
    const rest = words.slice(drop).join(' ');
    if (widthOf(rest, font) <= width) return rest;
  }
  const last = words.length > 1 ? words[words.length - 1]! : '';
  // "Email Service" → "Email": a whole word says more than a stump of the second.
  if (last.length > 3 && words[0]!.length > 2 && widthOf(words[0]!, font) <= width) return words[0]!;
  if (last.length === 0 || last.length > 3) return fitted(name, width, font);
  const start = fitted(words[words.length - 2]!, width - widthOf(` ${last}`, font), font);
  return start.length > (last.length > 1 ? 4 : 1) ? `${start} ${last}` : last;
}
