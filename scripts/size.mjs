// Holds the weight of the page: what loads before any lazy view, and the worker, compressed.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '../dist');
const LIMIT_KB = 200;

/** @param {string} path */
const gzipKb = (path) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length / 1000;

/** Scripts, preloaded chunks and style sheets: Vite names in the page all that its entry imports statically. */
function filesOfThePage() {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\.?\/?([^":]+\.(?:js|css))"/g)];
  return ['index.html', ...named.map(([, path]) => /** @type {string} */ (path))];
}

/**
 * vite.config.ts puts workers into a folder of their own, what they load lazily into one below it: of that,
 * the model of the home scenario's broker is needed at once.
 */
function filesOfTheWorker() {
  const filesIn = (/** @type {string} */ folder) =>
    readdirSync(join(DIST, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${folder}/${entry.name}`);
  const home = filesIn('assets/worker/lazy').filter((path) => path.includes('/rabbitmq-'));
  if (home.length === 0) throw new Error('the model of the home scenario has no chunk of its own any more');
  return [...filesIn('assets/worker'), ...home];
}

function main() {
  const files = [...filesOfThePage(), ...filesOfTheWorker()].map((path) => ({ path, kb: gzipKb(path) }));
  const total = files.reduce((sum, { kb }) => sum + kb, 0);
  for (const { path, kb } of files) console.log(`${kb.toFixed(1).padStart(7)} kB  ${path}`);
  console.log(`${total.toFixed(1).padStart(7)} kB  in all, gzip; the limit is ${LIMIT_KB} kB`);
  if (total <= LIMIT_KB) return 0;
  console.error(`${(total - LIMIT_KB).toFixed(1)} kB too much: load a view lazily (import()), or leave a package out.`);
  return 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`No size to take: ${error instanceof Error ? error.message : error}. Build first: npm run build`);
  process.exitCode = 1;
}
