import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { difference } from './compare';
import { readHistory, whyUnsupported } from './history';
import { play } from './player';

/** Every history below some folders against the models. */

export interface Report {
  readonly total: number;
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly difference: string }[];
  readonly unsupported: readonly { readonly name: string; readonly why: string }[];
}

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly difference: string }
  | { readonly kind: 'unsupported'; readonly why: string };

/** Plays one history, given as the content of its file. */
export function judge(content: Readonly<Record<string, unknown>>, name: string): Outcome {
  try {
    const history = readHistory(content, name);
    const why = whyUnsupported(history);
    if (why !== null) return { kind: 'unsupported', why };
    const found = difference(history, play(history));
    return found === null ? { kind: 'passed' } : { kind: 'failed', difference: found };
  } catch (error) {
    return { kind: 'failed', difference: `it cannot be played: ${messageOf(error)}` };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Plays every *.json below those folders that has `broker` and `steps`. What cannot be read is a failure by name. */
export async function conformance(dirs: readonly string[]): Promise<Report> {
  let passed = 0;
  const failed: { name: string; difference: string }[] = [];
  const unsupported: { name: string; why: string }[] = [];
  for (const dir of dirs) {
    for (const file of await jsonFiles(dir, failed)) {
      const name = relative(dir, file).replace(/\.json$/, '') || basename(file, '.json');
      const content = await contentOf(file, name, failed);
      if (content === null) continue;
      const outcome = judge(content, name);
      if (outcome.kind === 'passed') passed += 1;
      else if (outcome.kind === 'failed') failed.push({ name, difference: outcome.difference });
      else unsupported.push({ name, why: outcome.why });
    }
  }
  return { total: passed + failed.length + unsupported.length, passed, failed, unsupported };
}

async function jsonFiles(dir: string, failed: { name: string; difference: string }[]): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    failed.push({ name: dir, difference: `it cannot be read: ${messageOf(error)}` });
    return [];
  }
}

/** The content of a file if it is a history; null if it is something else, or a failure. */
async function contentOf(
  file: string,
  name: string,
  failed: { name: string; difference: string }[],
): Promise<Record<string, unknown> | null> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    const isHistory = typeof content === 'object' && content !== null && 'broker' in content && 'steps' in content;
    return isHistory ? (content as Record<string, unknown>) : null;
  } catch (error) {
    failed.push({ name, difference: `it cannot be read: ${messageOf(error)}` });
    return null;
  }
}
