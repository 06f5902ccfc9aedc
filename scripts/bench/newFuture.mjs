// A fault in a run of 10,000 events: from the choice in the menu to its new future on the screen.
import { quantile, untilShown } from './browser.mjs';

/** 10,200 events, 40,000 records. */
const RUN = '1.s=order-processing&set=producers%5Border-service%5D.workload.messages:1250&set=until:1000s';
const MOMENTS = ['5s', '20s', '40s', '60s', '80s', '100s', '120s', '140s', '150s', '155s'];

/** @param {import('./browser.mjs').Bench} bench */
export async function newFuture({ address, newPage }) {
  const page = await newPage();
  const times = /** @type {number[]} */ ([]);
  for (const at of MOMENTS) {
    await page.goto(`${address}#1.s=order-processing`);
    await page.goto(`${address}#${RUN}&t=${at}`);
    await page.reload();
    await untilShown(page);
    await page.locator('output[aria-label="Time"]', { hasText: `${Number(at.slice(0, -1)).toFixed(3)} s` }).waitFor();
    await page
      .getByRole('list', { name: 'Nodes' })
      .getByRole('button', { name: /^Payment Worker 1,/ })
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Crash Payment/ }).waitFor();
    times.push(
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const item = [...document.querySelectorAll('[role="menuitem"]')].find((one) =>
              /^Crash Payment/.test(one.textContent ?? ''),
            );
            const app = document.querySelector('.app');
            if (!(item instanceof HTMLElement) || app === null) throw new Error('there is no such act');
            const since = performance.now();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - since);
            // Busy from the click on; when it no longer is, the new run is in the page, and the frame after shows it.
            new MutationObserver((_, observer) => {
              if (app.getAttribute('aria-busy') !== 'false') return;
              observer.disconnect();
              requestAnimationFrame(() => port2.postMessage(null));
            }).observe(app, { attributes: true, attributeFilter: ['aria-busy'] });
            item.click();
          }),
      ),
    );
  }
  await page.context().close();
  return [
    {
      name: 'a fault at ten moments',
      'p50 ms': quantile(times, 0.5),
      'p95 ms': quantile(times, 0.95),
      'worst ms': quantile(times, 1),
    },
  ];
}
