// What the measurements of the page share: the built page served, a browser without a GPU, and what is read in it.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { findChromium, LAUNCH_ARGS } from '../chromium.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, [figure: string]: string | number }} Row */
/**
 * @typedef {object} Bench
 * @property {string} address of the built page
 * @property {import('playwright-core').Browser} browser
 * @property {() => Promise<Page>} newPage with nothing remembered and nothing cached
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const VIEWPORT = { width: 1440, height: 900 };
/** Longer tasks make someone wait who presses a key meanwhile. The browser itself tells of none that is shorter. */
export const LONG_TASK_MS = 50;

/**
 * Opens a browser on the built page, measures, and closes both.
 * @template T
 * @param {(bench: Bench) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function inBrowser(measure) {
  const server = await preview({ root: ROOT, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: LAUNCH_ARGS, ...(executablePath ? { executablePath } : {}) });
  const newPage = async () => {
    const context = await browser.newContext({ viewport: VIEWPORT });
    const page = await context.newPage();
    await page.addInitScript(record);
    return page;
  };
  try {
    return await measure({ address: server.resolvedUrls?.local[0] ?? '', browser, newPage });
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Runs in the page: keeps the moment of every frame, and every task that the browser calls long. */
function record() {
  const seen = { frames: /** @type {number[]} */ ([]), tasks: /** @type {number[]} */ ([]), at: 0 };
  Object.assign(globalThis, { seen });
  const frame = () => {
    seen.frames.push(performance.now());
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * Frames and long tasks since the last call, or since the page was opened.
 * @param {Page} page
 */
export async function framesOf(page) {
  const { frames, tasks } = await page.evaluate(() => {
    const { seen } = /** @type {{ seen: { frames: number[], tasks: number[] } }} */ (
      /** @type {unknown} */ (globalThis)
    );
    const { frames, tasks } = seen;
    seen.frames = frames.slice(-1);
    seen.tasks = [];
    return { frames, tasks };
  });
  const gaps = frames.slice(1).map((time, i) => time - (frames[i] ?? time));
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    seconds: whole / 1000,
    fps: (gaps.length / whole) * 1000,
    p50: quantile(gaps, 0.5),
    p95: quantile(gaps, 0.95),
    worst: quantile(gaps, 1),
    longTasks: tasks.length,
    longestTask: Math.max(0, ...tasks),
  };
}

/**
 * The smallest value that at least this share of them does not exceed.
 * @param {readonly number[]} values
 * @param {number} part
 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/**
 * Where the page says that it is done: no run is being computed or read.
 * @param {Page} page
 */
export const untilShown = (page) =>
  page
    .locator('.app[aria-busy="false"]')
    .and(page.locator(':has(output[aria-label="Time"])'))
    .waitFor({ timeout: 120_000 });

/**
 * A table for docs/performance.md. Every row has the same figures.
 * @param {string} title
 * @param {readonly Row[]} rows
 */
export function table(title, rows) {
  const heads = Object.keys(rows[0] ?? {}).filter((key) => key !== 'name');
  const lines = rows.map((row) => `| ${row.name} | ${heads.map((head) => written(row[head] ?? '')).join(' | ')} |`);
  return [`| ${title} | ${heads.join(' | ')} |`, `|---|${'---|'.repeat(heads.length)}`, ...lines, ''].join('\n');
}

const written = (/** @type {string | number} */ value) =>
  typeof value === 'string' ? value : value.toFixed(Number.isInteger(value) ? 0 : 1);
