// The first visit: from nothing to the first message that moves.
import { quantile } from './browser.mjs';

const VISITS = 5;
/** Bits a second each way, and milliseconds there and back. */
const LINES = [
  { name: 'from this machine', line: null },
  { name: '9 Mbit/s, 60 ms', line: { downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8, latency: 60 } },
];

/** @param {import('./browser.mjs').Bench} bench */
export async function coldOpen({ address, newPage }) {
  const rows = [];
  for (const { name, line } of LINES) {
    const times = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      const page = await newPage();
      await page.addInitScript(watchCanvas);
      if (line !== null) {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', { offline: false, ...line });
      }
      await page.goto(address, { waitUntil: 'commit' });
      const moved = await page.waitForFunction(
        () => /** @type {{ movedAt: number | null }} */ (/** @type {unknown} */ (globalThis)).movedAt,
      );
      times.push(/** @type {number} */ (await moved.jsonValue()));
      await page.context().close();
    }
    rows.push({ name, visits: VISITS, 'median ms': quantile(times, 0.5), 'worst ms': quantile(times, 1) });
  }
  return rows;
}

/**
 * Runs in the page. The canvas holds what moves, and is drawn only when something of it has moved: the first message
 * moves when it is drawn for the second time.
 */
function watchCanvas() {
  Object.assign(globalThis, { movedAt: null });
  let frame = -1;
  let frames = 0;
  const now = () => Number(document.timeline.currentTime);
  const context = CanvasRenderingContext2D.prototype;
  const { clearRect } = context;
  // Each picture begins with a clean sheet.
  context.clearRect = function (...rest) {
    if (now() !== frame) {
      frame = now();
      frames += 1;
      if (frames === 2) Object.assign(globalThis, { movedAt: performance.now() });
    }
    return clearRect.apply(this, rest);
  };
}
