import { expect, test } from './fixtures/app';

test('an ack lost in flight charges the order twice, and an idempotent consumer mends it', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=2s');
  const ack = app.packet(/^Ack of order 3, from Payment Worker/);
  await test.step('lose the ack while it is on its way', async () => {
    await app.stepUntil(ack);
    const before = await app.time().textContent();
    await app.act(ack, /^Lose/);
    await expect(app.button('1 fault')).toBeVisible();
    await expect(app.time(), 'what came before stays').toHaveText(before!);
  });
  await test.step('see the consequence, and only that', async () => {
    await app.toEnd();
    await expect(app.row(3)).toContainText('twice');
    for (const other of [1, 2, 4, 5]) await expect(app.row(other)).toContainText('once');
    await expect(app.cell('told yes', 2)).toHaveText('1');
  });
  await test.step('mend it', async () => {
    await page.getByRole('radio', { name: 'Idempotent consumer' }).check({ force: true });
    await app.toEnd();
    await expect(app.row(3)).toContainText('once');
    await expect(app.cell('told yes', 1)).toHaveText('5');
  });
  await test.step('take it all back', async () => {
    await page.getByRole('radio', { name: 'As it is' }).check({ force: true });
    await app.button('1 fault').click();
    await page.getByRole('button', { name: /^Remove: Lose the ack of order 3/ }).click();
    await expect(app.button('No faults')).toBeVisible();
    await page.keyboard.press('Escape');
    await app.toEnd();
    await expect(app.row(3)).toContainText('once');
  });
});

test('kill a worker with orders in hand: they go to the others, once each', async ({ page, app }) => {
  await app.open('1.s=order-processing&t=1s');
  const busy = page
    .getByRole('list', { name: 'Nodes' })
    .getByRole('button', { name: /^Payment Worker 1, consumer, up, holds orders? / });
  await app.stepUntil(busy);
  await app.act(busy, /^Crash|^Kill/);
  await expect(app.button('1 fault')).toBeVisible();
  await app.stepUntil(
    page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: /^Payment Worker 1, consumer, crashed/ }),
    20,
  );
  await app.toEnd();
  await expect(app.cell('told yes', 1)).toHaveText('12');
});

test('a step back shows what was, and forward again the same', async ({ app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const times: string[] = [];
  for (let step = 0; step < 8; step += 1) {
    await app.button('Next event').click();
    times.push((await app.time().textContent())!);
  }
  for (const time of times.slice(0, -1).reverse()) {
    await app.button('Previous event').click();
    await expect(app.time()).toHaveText(time);
  }
});

test('a lone packet cannot be duplicated on TCP, and the menu says why', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1s');
  const publish = app.packet(/^Publish of order 1/);
  await app.stepUntil(publish);
  await publish.focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: /^Duplicate/ });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await expect(item).toContainText('TCP');
});

test('delay a packet by keys: D at once, digits and Enter for how long', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=2.05s');
  const answer = page.locator('[aria-live=assertive]');
  await page.getByRole('listbox', { name: 'Packets in flight' }).getByRole('option').first().focus();
  await page.keyboard.press('d');
  await expect(app.button('1 fault')).toBeVisible();
  await expect(answer).toHaveText(/^Delay it by 2 s\. Digits change it, then Enter\.$/);
  await page.keyboard.press('7');
  await page.keyboard.press('Enter');
  await expect(answer).toHaveText('Delayed by 7 seconds.');
  await app.button('1 fault').click();
  await expect(page.getByRole('button', { name: /^Remove: Delay .* by 7s$/ })).toBeVisible();
});
