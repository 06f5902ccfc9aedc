import { didYouMean, oneError } from './errors';

/**
 * Paths into a scenario file, as `--set` and knobs write them: `consumers[payment-1].prefetch`; elements
 * of a list by index, name or `*`.
 */
export type PathPart = { readonly key: string } | { readonly element: string };

type Json = unknown;
type JsonObject = Record<string, Json>;

/** Splits a path. Throws InputErrors if it cannot be read. */
export function parsePath(path: string): PathPart[] {
  const parts: PathPart[] = [];
  const pattern = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[([^\]]+)\]/gy;
  let end = 0;
  for (let match = pattern.exec(path); match; match = pattern.exec(path)) {
    parts.push(match[1] !== undefined ? { key: match[1] } : { element: match[2]!.trim() });
    end = pattern.lastIndex;
  }
  if (end !== path.length || parts.length === 0) {
    throw oneError(path, 'cannot read this path; expected a form such as consumers[payment-1].prefetch');
  }
  return parts;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets a value in a file's JSON, in place, at every element that the path names. `known`: key names to suggest from. */
export function setAt(root: JsonObject, path: string, value: Json, known: readonly string[]): void {
  const parts = parsePath(path);
  let places: Json[] = [root];
  parts.slice(0, -1).forEach((part, depth) => {
    places = places.flatMap((place) => descend(place, part, path, parts, depth, known));
  });
  const last = parts.at(-1)!;
  for (const place of places) {
    if ('element' in last) {
      for (const index of elementsOf(place, last.element, path)) (place as Json[])[index] = value;
    } else {
      if (!isObject(place)) throw oneError(path, `there is nothing called "${last.key}" there`);
      place[last.key] = value;
    }
  }
}

/** The first value at a path, or undefined if the file leaves it out. Throws InputErrors for elements that do not exist. */
export function valueAt(root: JsonObject, path: string): Json {
  let place: Json = root;
  for (const part of parsePath(path)) {
    if (place === undefined) return undefined;
    if ('element' in part) place = (place as Json[])[elementsOf(place, part.element, path)[0]!];
    else place = isObject(place) ? place[part.key] : undefined;
  }
  return place;
}

function descend(
  place: Json,
  part: PathPart,
  path: string,
  parts: readonly PathPart[],
  depth: number,
  known: readonly string[],
): Json[] {
  if ('element' in part) return elementsOf(place, part.element, path).map((index) => (place as Json[])[index]);
  if (!isObject(place)) throw oneError(path, `there is nothing called "${part.key}" there`);
  if (place[part.key] === undefined) {
    if (!known.includes(part.key)) throw oneError(path, `there is no "${part.key}"${didYouMean(part.key, known)}`);
    const next = parts[depth + 1];
    place[part.key] = next && 'element' in next ? [] : {};
  }
  return [place[part.key]];
}

/** What an element is called by: its name; a program's client by its broker's. */
function nameOf(item: Json): string {
  if (!isObject(item)) return '';
  const called = item['name'] ?? item['broker'];
  return typeof called === 'string' ? called : '';
}

function elementsOf(list: Json, element: string, path: string): number[] {
  if (!Array.isArray(list)) throw oneError(path, `[${element}] stands where there is no list`);
  if (element === '*') return list.map((_, index) => index);
  if (/^\d+$/.test(element)) {
    if (Number(element) < list.length) return [Number(element)];
    throw oneError(path, `there is no element ${element}: the list has ${list.length}`);
  }
  const names = list.map(nameOf);
  const index = names.indexOf(element);
  if (index === -1)
    throw oneError(path, `there is no "${element}"${didYouMean(element, names) || `; there are ${names.join(', ')}`}`);
  return [index];
}
