import { posix } from 'node:path';
import type { Breach } from './source';

const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\s*\[[^\]]+\]:\s*(\S+)/g;
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|#|\/\/)/i;

/** Links from documents to files of the repository. @param exists files and folders, relative to the root */
export function checkLinks(
  documents: readonly { readonly path: string; readonly text: string }[],
  exists: ReadonlySet<string>,
): Breach[] {
  return documents.flatMap(({ path, text }) => {
    let inCode = false;
    return text.split('\n').flatMap((content, index) => {
      if (/^\s*(```|~~~)/.test(content)) inCode = !inCode;
      if (inCode) return [];
      const targets = [...content.replace(/`[^`]*`/g, '').matchAll(LINK)].map((match) => match[1] ?? match[2]!);
      return targets
        .filter((target) => isBroken(path, target, exists))
        .map((target) => ({
          path,
          line: index + 1,
          what: `links to ${target}, and there is no such file: correct the path, or take the link out`,
        }));
    });
  });
}

function isBroken(from: string, target: string, exists: ReadonlySet<string>): boolean {
  if (ELSEWHERE.test(target)) return false;
  const bare = decodeURI(target.replace(/[#?].*$/, ''));
  const path = bare.startsWith('/') ? bare.slice(1) : posix.join(posix.dirname(from), bare);
  return !exists.has(posix.normalize(path).replace(/\/$/, '') || '.');
}
