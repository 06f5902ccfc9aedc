// The same seed is the same run in every browser: `npm run build && npm run digests:browsers`.
//
// Every scenario, variant and three seeds in the very worker of the built page, in each browser that is installed,
// beside the same run in Node. Not part of `npm test`, which does so in Chromium: others are seldom there.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, preview } from 'vite';
import { BROWSERS } from './digests/browsers.mjs';

/** @typedef {{ id: string, variant: string | null, seed: number }} Asked */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SEEDS = [1, 2, 3];

/** What Node makes of every run. */
async function inNode() {
  const vite = await createServer({
    root: ROOT,
    server: { middlewareMode: true, watch: null, ws: false },
    appType: 'custom',
    logLevel: 'error',
  });
  try {
    const { catalogue } = await vite.ssrLoadModule('/src/scenario/catalogue/index.ts');
    const { load } = await vite.ssrLoadModule('/src/scenario/load.ts');
    const { run } = await vite.ssrLoadModule('/src/runs/run.ts');
    const asked = /** @type {Asked[]} */ ([]);
    const digests = /** @type {string[]} */ ([]);
    for (const file of catalogue) {
      const variants = Object.keys(file.variants ?? {});
      for (const variant of variants.length === 0 ? [null] : variants)
        for (const seed of SEEDS) {
          asked.push({ id: file.id, variant, seed });
          digests.push(run(load(file, { variant, seed })).summary.digest);
        }
    }
    return { asked, digests };
  } finally {
    await vite.close();
  }
}

const { asked, digests } = await inNode();
const server = await preview({ root: ROOT, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
const address = server.resolvedUrls?.local[0] ?? '';
const worker = `assets/worker/${readdirSync(join(ROOT, 'dist/assets/worker')).find((name) => /^worker-.*\.js$/.test(name))}`;
console.log('| browser | version | runs | like Node |\n|---|---|---|---|');
try {
  for (const { name, ask } of BROWSERS) {
    const answer = await ask(address, worker, asked);
    if (typeof answer === 'string') {
      console.log(`| ${name} | – | – | ${answer} |`);
      continue;
    }
    const different = asked.filter((_, index) => answer.digests[index] !== digests[index]);
    console.log(`| ${name} | ${answer.version} | ${asked.length} | ${different.length === 0 ? 'all' : 'NOT ALL'} |`);
    for (const { id, variant, seed } of different) console.error(`${name}: ${id} (${variant}), seed ${seed}`);
    if (different.length > 0) process.exitCode = 1;
  }
} finally {
  await server.close();
}
