// Takes the README's picture from the built product: `npm run build && node scripts/picture.mjs`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium, LAUNCH_ARGS } from './chromium.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PORT = 4187;
const MOMENT = '#1.s=at-least-once&f=own&t=2.98s';

const server = spawn(
  process.execPath,
  [join(ROOT, 'node_modules/vite/bin/vite.js'), 'preview', '--port', String(PORT), '--strictPort'],
  { cwd: ROOT },
);
await new Promise((resolve) => server.stdout.once('data', resolve));
const executablePath = findChromium();
const browser = await chromium.launch({ args: LAUNCH_ARGS, ...(executablePath ? { executablePath } : {}) });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(`http://localhost:${PORT}/${MOMENT}`);
  await page.getByRole('table', { name: /^Ledger/ }).waitFor();
  await page.getByRole('row', { name: /^order 3 .*twice/ }).waitFor();
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
  await page.screenshot({ path: join(ROOT, 'docs/picture.png') });
} finally {
  await browser.close();
  server.kill();
}
