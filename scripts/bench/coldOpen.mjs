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
      if (line !== null) {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', { offline: false, ...line });
      }
      await page.goto(address, { waitUntil: 'commit' });
      await page
        .getByRole('listbox', { name: 'Packets in flight' })
        .getByRole('option', { name: /^Publish of order 1/ })
        .waitFor({ state: 'attached' });
      times.push(await page.evaluate(() => performance.now()));
      await page.context().close();
    }
    rows.push({ name, visits: VISITS, 'median ms': quantile(times, 0.5), 'worst ms': quantile(times, 1) });
  }
  return rows;
}
