import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

test('an engineer with an outage: commands, metrics and logs under their real names', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.getByRole('tab', { name: 'Operator' }).click();
  const figures = page.getByRole('region', { name: 'Commands and metrics' });
  const log = page.getByRole('log', { name: /^Lines written so far/ });
  await test.step('the queue, as rabbitmqctl prints it', async () => {
    const queues = figures.getByRole('table', { name: /What rabbitmqctl list_queues .* prints/ });
    await expect(queues.getByRole('row').nth(1)).toHaveText('order-processing-queue0112');
    await expect(figures.getByRole('row', { name: /^rabbitmq_global_messages_redelivered_total/ })).toContainText('1');
  });
  await test.step('the log ends with what the broker says of the lost connection', async () => {
    await expect(log.getByRole('button').last()).toHaveText(
      /\[warning\] <…> client unexpectedly closed TCP connection$/,
    );
    await expect(log).not.toContainText('charged');
  });
  await test.step('and what none of this shows is said', async () => {
    const unseen = page.getByRole('region', { name: 'What none of this shows' });
    await expect(unseen).toContainText('Order 3 was charged twice.');
  });
  await test.step('only warnings and errors', async () => {
    await page.getByLabel('Warnings and errors only').check();
    await expect(log.getByRole('button')).toHaveCount(2);
    await page.getByLabel('Warnings and errors only').uncheck();
  });
  await test.step('a click on a line goes to its moment, and the line is the last one written', async () => {
    await log.getByRole('button', { name: /closing AMQP connection/ }).click();
    await expect(app.time()).toHaveText('2.374 s');
    await expect(log.getByRole('button').last()).toContainText('client unexpectedly closed TCP connection');
    await page.getByRole('button', { name: /to come$/ }).click();
    await expect(log.getByRole('button').last()).toContainText('connection payment-3:… -> rabbitmq:5672 - payment-3');
  });
  await test.step('up and down go from line to line, and read them', async () => {
    await log.focus();
    await page.keyboard.press('ArrowUp');
    await expect(app.time()).toHaveText('2.374 s');
    await expect(page.locator('[aria-live=assertive]')).toContainText('client unexpectedly closed TCP connection');
    await page.keyboard.press('ArrowDown');
    await expect(app.time()).toHaveText('3.170 s');
  });
  await test.step('a metric is plotted under its name', async () => {
    await figures.getByRole('button', { name: /^rabbitmq_queue_messages_unacked/ }).click();
    await page.getByRole('tab', { name: 'Plots' }).click();
    await expect(page.getByRole('img', { name: /^rabbitmq_queue_messages_unacked.*at most \d/ })).toBeVisible();
  });
  await test.step('nothing in it is out of reach', async () => {
    await page.getByRole('tab', { name: 'Operator' }).click();
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).include('.app-lower').analyze();
    expect(violations).toEqual([]);
  });
});

test('a group of Kafka that lost its orders: no lag, and nothing to see', async ({ page, app }) => {
  await app.open('1.s=auto-commit-loss&f=own&t=12s');
  await page.getByRole('tab', { name: 'Operator' }).click();
  await app.toEnd();
  const group = page.getByRole('table', { name: /What kafka-consumer-groups\.sh .* prints/ });
  await expect(group.getByRole('row').nth(1)).toHaveText(/^billingorders010100billing-/);
  await expect(page.getByRole('region', { name: 'What none of this shows' })).toContainText(/are lost/);
});
