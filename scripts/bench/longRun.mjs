// A run of a million events: frames while it is computed, read and shown; any moment of it; what it weighs.
import { readFileSync } from 'node:fs';
import { framesOf, quantile, untilShown } from './browser.mjs';

/** 1,014,000 events, 4.0 million records. */
const MILLION = '1.s=order-processing&set=producers%5Border-service%5D.workload.messages:125000&set=until:40000s';
const MOMENTS = 200;
/** Each may have to wait until the page has read so far. */
const EARLY_MOMENTS = 10;
/** Playing at the run's own speed, once it is shown. */
const PLAY_SECONDS = 10;

/** @param {import('./browser.mjs').Bench} bench */
export async function longRun({ address, browser, newPage }) {
  const page = await newPage();
  /** @type {import('./browser.mjs').Row[]} */
  const phases = [];
  const phase = async (/** @type {string} */ name) => {
    const { seconds, fps, p50, p95, worst, longTasks, longestTask } = await framesOf(page);
    phases.push({
      name,
      seconds,
      'frames a second': fps,
      'p50 ms': p50,
      'p95 ms': p95,
      'worst ms': worst,
      'tasks over 50 ms': longTasks,
      'longest task ms': longestTask,
    });
  };
  await page.goto(`${address}#1.s=order-processing&t=2s`);
  await untilShown(page);
  await page.waitForTimeout(1000);
  await framesOf(page);
  await page.evaluate((hash) => (location.hash = hash), MILLION);
  // Until the engine has it: the first answer of the worker is the last that the page waits for.
  await page.locator('.app[aria-busy="true"]').waitFor();
  await untilShown(page);
  await page.waitForTimeout(500);
  await phase('computed, read, shown');
  const early = await seeks(page, EARLY_MOMENTS);
  await page.waitForFunction(() => performance.getEntriesByName('key frames laid').length > 0, null, {
    timeout: 120_000,
  });
  await phase('key frames laid, moments asked for meanwhile');
  const late = await seeks(page, MOMENTS);
  await framesOf(page);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForTimeout(PLAY_SECONDS * 1000);
  await phase('playing');
  const memory = await memoryOf(page, browser);
  await page.context().close();
  return {
    phases,
    moments: [
      { name: 'while key frames are laid', ...figures(early) },
      { name: 'after', ...figures(late) },
    ],
    memory,
  };
}

/** @param {readonly number[]} times */
const figures = (times) => ({
  moments: times.length,
  'p50 ms': quantile(times, 0.5),
  'p95 ms': quantile(times, 0.95),
  'worst ms': quantile(times, 1),
});

/**
 * Clicks at places of the scrubber; from each press to the picture of that moment, drawn.
 * @param {import('./browser.mjs').Page} page
 * @param {number} moments
 */
async function seeks(page, moments) {
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([]);
    const ending = new AbortController();
    Object.assign(globalThis, { seekTimes: times, endSeeks: () => ending.abort() });
    addEventListener(
      'pointerdown',
      (event) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - event.timeStamp);
        // A message that is sent in a frame is taken when that frame has been drawn. Busy: the moment is not read yet.
        const look = () =>
          requestAnimationFrame(() => {
            if (document.querySelector('.app')?.getAttribute('aria-busy') === 'true') look();
            else port2.postMessage(null);
          });
        look();
      },
      { capture: true, signal: ending.signal },
    );
  });
  const box = await page.locator('.scrubber').boundingBox();
  if (box === null) throw new Error('the page has no scrubber');
  let state = 1;
  for (let i = 0; i < moments; i += 1) {
    // The same places each time.
    state = (state * 48_271) % 2_147_483_647;
    await page.mouse.click(box.x + (state / 2_147_483_647) * box.width, box.y + box.height / 2);
    await page.waitForFunction(
      (count) => /** @type {{ seekTimes: number[] }} */ (/** @type {unknown} */ (globalThis)).seekTimes.length > count,
      i,
    );
  }
  return page.evaluate(() => {
    const { seekTimes, endSeeks } = /** @type {{ seekTimes: number[], endSeeks: () => void }} */ (
      /** @type {unknown} */ (globalThis)
    );
    endSeeks();
    return seekTimes;
  });
}

/**
 * What the page holds, and the most that its process held.
 * @param {import('./browser.mjs').Page} page
 * @param {import('playwright-core').Browser} browser
 */
async function memoryOf(page, browser) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = /** @type {{ usedSize: number, backingStorageSize?: number }} */ (
    await session.send('Runtime.getHeapUsage')
  );
  const MB = 1e6;
  return [
    {
      name: 'a million events',
      'objects MB': Math.round(usage.usedSize / MB),
      'buffers MB': Math.round((usage.backingStorageSize ?? 0) / MB),
      'process, most ever MB': Math.round((await peakOf(browser)) / MB),
    },
  ];
}

/** The most memory that a page's process has taken, in bytes; 0 where that cannot be read. */
async function peakOf(/** @type {import('playwright-core').Browser} */ browser) {
  if (process.platform !== 'linux') return 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024);
  return Math.max(0, ...peaks);
}
