import { expect, test } from './fixtures/app';

// Goal: who does not see the page hears it: each step and what it changes, the faults and bad outcomes as it plays, the end.

test('stepping through a lost ack by ear', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=1.9s');
  const answer = page.locator('[aria-live=assertive]');
  const body = page.locator('body');
  await test.step('N says where we are, with the time on the clock', async () => {
    await body.press('n');
    await expect(answer).toHaveText('1.900 s of 3.803 s, held. 4 under way. Payments answers that it is done.');
  });
  await test.step('a step is its sentence, and what it changes at the broker', async () => {
    const next = async (text: string): Promise<void> => {
      for (let step = 0; step < 40 && !(await answer.textContent())!.includes(text); step += 1)
        await body.press('ArrowRight');
      await expect(answer).toContainText(text);
    };
    await next('RabbitMQ has order 5. order-processing-queue: 1 ready, 3 unacked.');
    await next('RabbitMQ forgets order 2. order-processing-queue: 0 ready, 3 unacked.');
    await next('You lose the ack of order 3 from Payment Worker 3. The broker never hears that order 3 is done');
  });
  await test.step('it is the sentence of the log', async () => {
    await page.getByRole('tab', { name: 'Log' }).click();
    await expect(page.getByRole('log').locator('[aria-current=step]')).toContainText(
      'You lose the ack of order 3 from Payment Worker 3.',
    );
  });
  await test.step('a pause is answered, too', async () => {
    await body.press('k');
    await expect(answer).toHaveText('Playing.');
    await body.press('k');
    await expect(answer).toHaveText(/^Held at 2\.\d{3} s\.$/);
  });
});

test('playing is told by its faults, its first bad outcomes and its end', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.05s');
  const events = page.locator('[aria-live=polite]').first();
  await app.button('Play').click();
  await expect(events).toHaveText(/^You lose the ack of order 3 from Payment Worker 3\. The broker never hears/);
  await expect(events).toContainText('Payment Worker 1 charges order 3 again: it is charged twice.', {
    timeout: 20_000,
  });
  await expect(events).toContainText('Finished. 5 orders: 4 done, 1 duplicated, 0 lost.', { timeout: 20_000 });
});

test('orders that will never be charged are told as they are lost; a seek says nothing of what it passes', async ({
  page,
  app,
}) => {
  await app.open('1.s=auto-commit-loss&f=own&t=11.9s');
  const events = page.locator('[aria-live=polite]').first();
  const moment = page.getByRole('slider', { name: 'Moment' });
  await test.step('from end to end by the slider: silence', async () => {
    await moment.press('Home');
    await expect(app.time()).toHaveText('0.000 s');
    await moment.press('End');
    await expect(app.time()).toHaveText('12.192 s');
    await expect(events).toBeEmpty();
  });
  await test.step('played, each order is told when nobody will charge it any more', async () => {
    await app.open('1.s=auto-commit-loss&f=own&t=4.8s');
    await app.button('Play').click();
    await expect(events).toContainText(/Order \d is lost\./, { timeout: 30_000 });
  });
});
