import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: every view in every state, walked by the arrow keys, without an error and without a violation of accessibility;
// in the system's few colours and with more contrast as well.

test('the gallery shows every view, and each is accessible', async ({ page, app }) => {
  test.slow();
  await page.goto('./#gallery');
  const where = page.getByRole('navigation', { name: 'Gallery' });
  await expect(where).toContainText('1 of ');
  const total = Number(/of (\d+)/.exec((await where.textContent())!)![1]);
  for (let at = 1; at <= total; at += 1) {
    await expect(where).toContainText(`${at} of ${total}`);
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const name = await where.textContent();
    expect(
      violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
    await page.keyboard.press('ArrowRight');
  }
  await expect(where).toContainText(`1 of ${total}`);
});

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
