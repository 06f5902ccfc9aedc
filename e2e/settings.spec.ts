import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: every setting of every part can be found, changed, told from what it was, and taken back.

test('every setting is found, explained, changed, marked and reset', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const panel = page.getByRole('tabpanel', { name: 'Settings' });
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(panel.getByRole('spinbutton', { name: 'Prefetch' })).toHaveAccessibleDescription(
    /Default: 0.*consumer-prefetch/,
  );
  await panel.getByRole('button', { name: 'All settings', exact: true }).click();

  await test.step('found by what it does', async () => {
    await panel.getByRole('searchbox').fill('worker 1 unacked');
    await expect(panel.getByRole('spinbutton', { name: 'prefetch' })).toHaveCount(1);
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  await test.step('changed, and marked as such', async () => {
    await panel.getByRole('spinbutton', { name: 'prefetch' }).fill('3');
    await panel.getByRole('searchbox').fill('');
    await panel.getByRole('checkbox', { name: 'Changed only' }).check();
    await expect(panel.getByRole('spinbutton')).toHaveCount(1);
    await expect.poll(() => page.url()).toContain('set=consumers%5Bpayment-1%5D.prefetch:3');
  });

  await test.step('what cannot be is refused where it was typed', async () => {
    await panel.getByRole('checkbox', { name: 'Changed only' }).uncheck();
    await panel.getByRole('searchbox').fill('confirmTimeout');
    const field = panel.getByRole('textbox', { name: 'confirmTimeout' });
    await field.fill('soon');
    await field.press('Enter');
    await expect(panel.getByRole('alert')).toContainText('expected a duration');
  });

  await test.step('reset', async () => {
    await panel.getByRole('searchbox').fill('');
    await panel.getByRole('checkbox', { name: 'Changed only' }).check();
    await panel.getByRole('button', { name: 'Reset consumers[payment-1].prefetch' }).click();
    await expect(panel).toContainText('Nothing is changed.');
    await expect.poll(() => page.url()).not.toContain('set=');
  });
});

test('undo and redo go over faults, settings, variants and scenarios; Back leads to what was open', async ({
  page,
  app,
}) => {
  await app.open('1.s=at-least-once&t=1.5s');
  await app.stepUntil(app.packet(/^Ack of order 1, from/));
  const time = (await app.time().textContent())!;
  await app.act(app.packet(/^Ack of order 1, from/), /^Lose/);
  await expect(app.button('1 fault')).toBeVisible();
  await page.getByRole('radio', { name: 'Idempotent consumer' }).check({ force: true });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('zombie');
  await page.keyboard.press('Enter');
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText(/zombie/i);

  await test.step('back, one change after another', async () => {
    await page.keyboard.press('Control+z');
    await expect(title).toContainText('At least once');
    await expect(app.time()).toHaveText(time);
    await expect(page.getByRole('radio', { name: 'Idempotent consumer' })).toBeChecked();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('radio', { name: 'As it is' })).toBeChecked();
    await page.keyboard.press('Control+z');
    await expect(app.button('No faults')).toBeVisible();
  });

  await test.step('and forth', async () => {
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+y');
    await expect(title).toContainText(/zombie/i);
  });

  await test.step('the browser’s own Back and Forward do the same for scenarios', async () => {
    await page.goBack();
    await expect(title).toContainText('At least once');
    await page.goForward();
    await expect(title).toContainText(/zombie/i);
  });
});
