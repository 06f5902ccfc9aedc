import { expect, test } from './fixtures/app';

/** What the stage shows, by the names that it gives to what it draws. */

test('an exchange is on the stage, with the queues that it hands on to', async ({ app, page }) => {
  await app.open('1.s=user-signup');
  const exchange = page.getByRole('button', { name: /^user-signup, exchange, fanout/ });
  await expect(exchange).toHaveAccessibleName(/to email, to analytics, to crm/);
});

test('a queue says where its dead letters go, and the waiting room leads back', async ({ app, page }) => {
  await app.open('1.s=dead-letter-queue&v=dead-letter-exchange&t=0.5s');
  await expect(
    page.getByRole('button', { name: /^order-processing-queue, .*, dead letters go to order-dlq/ }),
  ).toBeAttached();
  await app.open('1.s=dead-letter-queue&t=0.5s');
  await expect(
    page.getByRole('button', { name: /^wait-4s, .*, dead letters go to order-processing-queue/ }),
  ).toBeAttached();
});

test('a transaction that was aborted leaves its record in the log, struck', async ({ app, page }) => {
  await app.open('1.s=kafka-exactly-once&f=own');
  const charges = page.getByRole('button', { name: /^charges, log/ });
  await expect(charges).toBeAttached();
  await expect(charges).not.toHaveAccessibleName(/aborted/);
  await app.toEnd();
  await expect(charges).toHaveAccessibleName(/[1-9]\d* aborted/);
  await expect(charges).not.toHaveAccessibleName(/transaction is open/);
});

test('a partition says who reads it for each group, and how far the group is behind', async ({ app, page }) => {
  await app.open('1.s=order-events&v=five&f=own');
  await app.toEnd();
  const partition = page.getByRole('button', { name: /^order-events · partition 0, log/ });
  await expect(partition).toHaveAccessibleName(/order-processing has committed \d+, lag 0/);
  await expect(partition).toHaveAccessibleName(/order-processing reads it by Consumer A1/);
  await expect(partition).toHaveAccessibleName(/analytics reads it by Consumer B1/);
});

test('the foot and the lit line of the log tell the same', async ({ app, page }) => {
  for (const moment of ['1.884s', '2.2s', '2.98s']) {
    await app.open(`1.s=at-least-once&f=own&t=${moment}`);
    await page.getByRole('tab', { name: 'Log' }).click();
    const lit = page.getByRole('log').locator('[aria-current="step"]');
    const sentence = await page.locator('.foot-now').textContent();
    await expect(lit).toContainText(sentence!.trim());
  }
});
