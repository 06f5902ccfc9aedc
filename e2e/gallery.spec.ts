import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type App } from './fixtures/app';
import { faintWords } from './fixtures/contrast';
import { faultsOfLayout } from './fixtures/looks';

// Goal: every view in every state, without an error, accessible, whole in three sizes and plain in every theme; in the
// system's few colours and with more contrast as well. Method: the gallery, walked by the arrow keys; at each stop what
// is on the page is measured, not compared with a picture.

/** Walks the whole gallery. Returns what `look` found at each stop, with the stop's name. */
async function walk(page: Page, app: App, look: () => Promise<string[]>): Promise<string[]> {
  // Nothing to wait for.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#gallery');
  const where = page.getByRole('navigation', { name: 'Gallery' });
  await expect(where).toContainText('1 of ');
  const total = Number(/of (\d+)/.exec((await where.textContent())!)![1]);
  // The gallery's own bar lies over what is looked at.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.gallery { opacity: 0; pointer-events: none }');
    document.adoptedStyleSheets.push(sheet);
  });
  const found: string[] = [];
  for (let at = 1; at <= total; at += 1) {
    await expect(where).toContainText(`${at} of ${total}`);
    await expect(where).toHaveAttribute('aria-busy', 'false');
    await app.settle();
    const name = (await where.locator('b').textContent())!;
    found.push(...(await look()).map((fault) => `${name}: ${fault}`));
    await page.keyboard.press('ArrowRight');
  }
  return found;
}

/** Of accessibility, but for contrast, which is measured on the picture itself. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // No frames here: no second page for what is found in them.
    .setLegacyMode()
    .disableRules('color-contrast')
    .analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

// Each size and each theme once: what overlaps does not depend on colours, nor what is faint on the size.
for (const [size, theme, viewport] of [
  ['a desk', 'light', { width: 1440, height: 900 }],
  ['a projector', 'projector', { width: 1024, height: 768 }],
  ['a phone', 'dark', { width: 390, height: 844 }],
] as const) {
  test(`on ${size}, in the ${theme} theme, every view is whole, and every word is plain`, async ({
    page,
    app,
    browser,
  }) => {
    test.slow();
    await page.addInitScript((chosen) => localStorage.setItem('ackscope.theme', chosen), theme);
    await page.setViewportSize(viewport);
    const blank = await browser.newPage();
    const look = async (): Promise<string[]> => [
      ...(await faultsOfLayout(page)),
      ...(await faintWords(page, blank)),
      ...(theme === 'light' ? await violations(page) : []),
    ];
    expect(await walk(page, app, look)).toEqual([]);
    await blank.close();
  });
}

test('with forced colours and with more contrast, what is told by colour is told by more', async ({ page, app }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await expect(app.row(3)).toContainText('twice');
  await expect(page.getByRole('table', { name: /was told/ })).toBeVisible();
  await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
    .analyze();
  expect(violations.filter(({ id }) => id === 'color-contrast').map(({ id }) => id)).toEqual([]);
});
