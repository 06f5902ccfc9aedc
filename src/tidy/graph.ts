import { posix } from 'node:path';
import type { Mention, Source } from './source';

/** What a specifier without an ending may stand for, in the order in which the build tool tries. */
const ENDINGS = ['.ts', '.tsx', '.mjs', '.js', '.json', '/index.ts', '/index.tsx'];

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** `@scope/name/part` → `@scope/name`; `react-dom/client` → `react-dom`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * The path that a relative specifier means, seen from the file `from`, without regard to whether it exists:
 * layers can be judged before the file is written.
 */
export function pathOf(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, ''); // `./x?worker&inline`
  return posix.normalize(posix.join(posix.dirname(from), bare));
}

/** The files that one mention reaches, among those that exist. */
export function targetsOf(from: string, mention: Mention, exists: ReadonlySet<string>): string[] {
  if (!isRelative(mention.specifier)) return [];
  const path = pathOf(from, mention.specifier);
  if (mention.kind === 'glob') return [...exists].filter((other) => other !== from && globOf(path).test(other));
  const candidates = [...(/\.\w+$/.test(path) ? [path] : []), ...ENDINGS.map((ending) => path + ending)];
  const found = candidates.find((candidate) => exists.has(candidate));
  return found === undefined ? [] : [found];
}

function globOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'))}$`);
}

/** File → the mention and the file from which it was first reached; null for where the walk began. */
export type Reached = ReadonlyMap<string, { readonly from: string; readonly mention: Mention } | null>;

/** All that can be reached from `starts`, nearest first. */
export function reach(
  sources: readonly Source[],
  exists: ReadonlySet<string>,
  starts: readonly string[],
  follow: (mention: Mention) => boolean,
): Reached {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Map<string, { from: string; mention: Mention } | null>(starts.map((path) => [path, null]));
  for (const from of reached.keys()) {
    // A Map goes on over what is added to it meanwhile.
    for (const mention of byPath.get(from)?.mentions ?? []) {
      for (const path of targetsOf(from, mention, exists)) {
        if (!reached.has(path) && follow(mention)) reached.set(path, { from, mention });
      }
    }
  }
  return reached;
}
