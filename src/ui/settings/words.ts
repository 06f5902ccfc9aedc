/** A bare number where a duration is wanted is meant in milliseconds. */
export const durationOf = (text: string): string =>
  /^\d+(\.\d+)?$/.test(text.trim()) ? `${text.trim()}ms` : text.trim();

/** The address of a source, if it names a page; null for a property or a file. */
export const linkOf = (source: string): string | null =>
  /^[a-z0-9.-]+\.(com|org|io)\/\S+$/.test(source) ? `https://www.${source.replace(/^www\./, '')}` : null;

/** Whether every word of a query is found in one of the texts. */
export function fits(query: string, ...texts: readonly string[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
