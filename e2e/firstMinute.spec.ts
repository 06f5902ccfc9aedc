import { expect, test } from './fixtures/app';

// Goal: who has never been here loses an ack, sees an order charged twice, asks why, and mends it.

test('the first minute, by a click', async ({ page, app }) => {
  await page.goto('./');
  await test.step('orders move at once', async () => {
    await expect(app.packet(/^Publish of order 1/)).toBeAttached({ timeout: 2_000 });
  });
  const ack = app.packet(/^Ack of order 1, from Payment Worker/);
  await test.step('the first ack is ringed, and one click loses it', async () => {
    await expect(ack).toBeAttached({ timeout: 20_000 });
    const lose = app.button(/^Lose it/);
    await expect(lose).toBeVisible();
    const target = page.getByText('click to lose it');
    if (await target.count()) await expect(target.first()).toBeVisible();
    await lose.click();
    await expect(page.getByText(/The ack is lost\. Order 1 is charged, but the queue cannot know/)).toBeVisible();
  });
  await test.step('the customer is charged twice', async () => {
    await expect(page.getByText('Order 1 is charged twice.')).toBeVisible({ timeout: 30_000 });
    await expect(app.button('Mend it')).toBeVisible();
  });
  await test.step('Why? tells the chain of causes', async () => {
    await app.button('Why?').click();
    const story = page.getByRole('tabpanel', { name: 'Story' });
    await expect(story).toContainText('order 1');
    await expect(story).toContainText(/lost/);
    await expect(story).toContainText(/again|twice/);
  });
});

test('the first minute, mended: the second delivery is skipped', async ({ page, app }) => {
  await page.goto('./');
  await expect(app.packet(/^Ack of order 1, from Payment Worker/)).toBeAttached({ timeout: 20_000 });
  await app.button(/^Lose it/).click();
  await expect(app.button('Mend it')).toBeVisible({ timeout: 30_000 });
  await app.button('Mend it').click();
  await expect(page.getByText(/The same ack is lost/)).toBeVisible();
  await app.button('Show everything').click();
  await app.toEnd();
  await expect(app.row(1)).toContainText('once');
  await expect(await app.figure(1, 'delivered')).toHaveText('2');
  await expect(await app.figure(1, 'charged')).toHaveText('1');
  await expect(app.cell('told yes', 1)).toHaveText('5');
});

test('the first minute, by keyboard alone: Tab, L', async ({ page, app }) => {
  await page.goto('./');
  await expect(app.packet(/^Ack of order 1, from Payment Worker/)).toBeAttached({ timeout: 20_000 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('l');
  await expect(page.getByText(/The ack is lost/)).toBeVisible();
  const why = app.button('Why?');
  await expect(why).toBeVisible({ timeout: 30_000 });
  await why.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel', { name: 'Story' })).toContainText(/lost/);
});

test('left alone, the run ends well, and offers to be broken', async ({ page, app }) => {
  await page.goto('./');
  await expect(page.getByText('5 of 5 orders, once each.')).toBeVisible({ timeout: 60_000 });
  await app.button('Break it').click();
  await expect(app.packet(/^Ack of order 1, from Payment Worker/)).toBeAttached();
});
