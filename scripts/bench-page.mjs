// Measures the built page in a real browser and prints tables: `npm run bench:page -- [--json] [crowd|long|future|open…]`.
import { coldOpen } from './bench/coldOpen.mjs';
import { crowd } from './bench/crowd.mjs';
import { longRun } from './bench/longRun.mjs';
import { newFuture } from './bench/newFuture.mjs';
import { inBrowser, table } from './bench/browser.mjs';

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isAsked = (/** @type {string} */ name) => asked.length === 0 || asked.includes(name);

/** @type {Record<string, readonly import('./bench/browser.mjs').Row[]>} */
const tables = {};
await inBrowser(async (bench) => {
  if (isAsked('open')) tables['first message moves'] = await coldOpen(bench);
  if (isAsked('future')) tables['a new future, 10,000 events'] = await newFuture(bench);
  if (isAsked('long')) {
    const { phases, moments, memory } = await longRun(bench);
    tables['a million events'] = phases;
    tables['a random moment of it'] = moments;
    tables['memory'] = memory;
  }
  if (isAsked('crowd')) tables['a crowd'] = await crowd(bench);
});

if (process.argv.includes('--json')) console.log(JSON.stringify(tables));
else for (const [title, rows] of Object.entries(tables)) console.log(table(title, rows));
