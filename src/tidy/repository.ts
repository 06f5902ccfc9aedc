import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, type Source } from './source';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_OURS = new Set(['node_modules', 'dist', 'test-results', 'playwright-report', 'coverage', '.git']);
const CODE_FOLDERS = /^(src|conformance|e2e|gallery|bench)\//;

export interface Repository {
  /** TypeScript of the product and of its tests. */
  readonly sources: readonly Source[];
  /** All that is written as lines of code: also scripts, style sheets, settings. */
  readonly code: readonly { readonly path: string; readonly text: string }[];
  readonly documents: readonly { readonly path: string; readonly text: string }[];
  /** Every file and folder, relative to the root. */
  readonly exists: ReadonlySet<string>;
}

export function readRepository(): Repository {
  const exists = new Set(['.', ...listBelow('')]);
  const read = (path: string) => ({ path, text: readFileSync(ROOT + path, 'utf8') });
  const code = [...exists].filter((path) => /\.(tsx?|mjs|js|css)$/.test(path)).map(read);
  return {
    sources: code
      .filter(({ path }) => CODE_FOLDERS.test(path) && /\.tsx?$/.test(path))
      .map(({ path, text }) => parse(path, text)),
    code,
    documents: [...exists].filter((path) => path.endsWith('.md')).map(read),
    exists,
  };
}

function listBelow(folder: string): string[] {
  return readdirSync(ROOT + folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder + entry.name;
    return entry.isDirectory() ? [path, ...listBelow(`${path}/`)] : [path];
  });
}
