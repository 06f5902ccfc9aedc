import { reach } from './graph';
import { isTest, type Breach, type Source } from './source';

/** Where running begins. What none of these, nor a test, nor a folder beside src can reach is dead. */
const ENTRIES = ['src/ui/main.tsx', 'src/worker/worker.ts', 'src/cli/main.ts'];
/** Style sheets and declarations of types take effect without being imported as code. */
const EXEMPT = /\.(css|d\.ts)$/;

export function checkDeadFiles(sources: readonly Source[], exists: ReadonlySet<string>): Breach[] {
  const starts = sources
    .map(({ path }) => path)
    .filter((path) => ENTRIES.includes(path) || isTest(path) || !path.startsWith('src/'));
  const reached = reach(sources, exists, starts, () => true);
  return sources
    .filter(({ path }) => path.startsWith('src/') && !reached.has(path) && !EXEMPT.test(path))
    .map(({ path }) => ({ path, line: 1, what: 'nothing imports it: use it or delete it' }));
}
