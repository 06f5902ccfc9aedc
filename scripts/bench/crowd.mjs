// Frames a second with a crowd on the stage: the clock runs at ×1 from moments of one scenario.
import { readFileSync } from 'node:fs';
import { framesOf, untilShown } from './browser.mjs';

const SECONDS = 6;

/** Thousands under way, in both, in a queue. */
const CASES = [
  { name: '5,000 in flight', at: '16.2s' },
  { name: '5,000 in flight, 3,000 in a queue', at: '19.3s' },
  { name: '9,500 in a queue', at: '27s' },
];

/** @param {import('./browser.mjs').Bench} bench */
export async function crowd({ address, newPage }) {
  const file = readFileSync(new URL('crowd.json', import.meta.url), 'utf8');
  const rows = [];
  for (const { name, at } of CASES) {
    const page = await newPage();
    await page.goto(`${address}#1.file=${encodeURIComponent(file)}&t=${at}`);
    await untilShown(page);
    // As fast as it happens: a crowd that crawls would be no test.
    await page.getByRole('button', { name: /^Speed/ }).click();
    await page.getByRole('menuitemradio', { name: /^×1( |$)/ }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    await framesOf(page);
    await page.waitForTimeout(SECONDS * 1000);
    const { fps, p50, p95, worst } = await framesOf(page);
    rows.push({ name, 'frames a second': fps, 'p50 ms': p50, 'p95 ms': p95, 'worst ms': worst });
    await page.context().close();
  }
  return rows;
}
