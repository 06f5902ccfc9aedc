// Measures the built page in a real browser and prints a table: frames a second with a crowd on the stage.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { findChromium, LAUNCH_ARGS } from './chromium.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SECONDS = 6;

/** Moments of one scenario: thousands under way, in both, in a queue. From each the clock runs at ×1. */
const CASES = [
  { name: '5,000 in flight', at: '16.2s' },
  { name: '5,000 in flight, 3,000 in a queue', at: '19.3s' },
  { name: '9,500 in a queue', at: '27s' },
];

/** @param {import('playwright-core').Page} page */
async function frames(page) {
  return page.evaluate(
    (seconds) =>
      new Promise((resolve) => {
        const times = /** @type {number[]} */ ([]);
        const begin = performance.now();
        const frame = () => {
          const now = performance.now();
          times.push(now);
          if (now - begin < seconds * 1000) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(frame);
      }),
    SECONDS,
  );
}

/** @param {number[]} times */
function figures(times) {
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  gaps.sort((a, b) => a - b);
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  const at = (/** @type {number} */ part) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * part))] ?? 0;
  return { fps: (gaps.length / whole) * 1000, p50: at(0.5), p95: at(0.95), worst: at(1) };
}

const server = await preview({ root: ROOT, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
const address = server.resolvedUrls?.local[0] ?? '';
const executablePath = findChromium();
const browser = await chromium.launch({ args: LAUNCH_ARGS, ...(executablePath ? { executablePath } : {}) });
const rows = [];
try {
  const file = readFileSync(join(ROOT, 'scripts/bench/crowd.json'), 'utf8');
  for (const { name, at } of CASES) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${address}#1.file=${encodeURIComponent(file)}&t=${at}`);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.locator('[aria-busy="false"]').first().waitFor();
    // As fast as it happens: a crowd that crawls would be no test.
    await page.getByRole('button', { name: /^Speed/ }).click();
    await page.getByRole('menuitemradio', { name: /^×1( |$)/ }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    rows.push({ name, ...figures(await frames(page)) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else {
  console.log('| case | frames a second | p50 ms | p95 ms | worst ms |\n|---|---|---|---|---|');
  for (const { name, fps, p50, p95, worst } of rows)
    console.log(`| ${name} | ${fps.toFixed(1)} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${worst.toFixed(0)} |`);
}
