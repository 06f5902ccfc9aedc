import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: everything on the page can be done and found by name, by keyboard alone, and the same list makes the `?` sheet.

test('everything can be done by its name, without a pointer', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const palette = page.getByRole('dialog', { name: 'Do or find anything' });
  const query = palette.getByRole('combobox');

  await test.step('a packet under way is lost by name', async () => {
    await app.stepUntil(app.packet(/^Ack of order 3, from/));
    await page.keyboard.press('Control+k');
    await query.fill('lose ack 3');
    await expect(palette.getByRole('option').first()).toContainText('Lose the ack of order 3');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(app.button('1 fault')).toBeVisible();
  });

  await test.step('a variant, found by what it is called, is taken', async () => {
    await page.keyboard.press('Control+k');
    await query.fill('idempotent consumer');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('radio', { name: 'Idempotent consumer' })).toBeChecked();
  });

  await test.step('"/" finds a message by its number', async () => {
    await page.keyboard.press('/');
    const find = page.getByRole('dialog', { name: 'Find a message' });
    await find.getByRole('combobox').fill('3');
    await expect(find.getByRole('option', { name: /^order 3/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Story' }).click();
    await expect(page.getByRole('tabpanel', { name: 'Story' })).toContainText('Order 3');
  });

  await test.step('what is not there is said, and Escape gives the page back', async () => {
    await page.keyboard.press('Control+k');
    await query.fill('zebra');
    await expect(palette).toContainText('Nothing here is called “zebra”.');
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();
  });

  await test.step('another scenario opens by its name', async () => {
    await page.keyboard.press('Control+k');
    await query.fill('zombie');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/zombie/i);
  });
});

test('the ? sheet lists the keys, and single keys can be switched off', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toContainText('Do anything, by its name');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await expect(sheet.getByRole('checkbox', { name: /slows down/ })).toBeChecked();
  await sheet.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await expect(app.time()).toHaveText('1.500 s');
  // Keys with Ctrl are no single keys.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Do or find anything' })).toBeVisible();
});
