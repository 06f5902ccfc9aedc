import { expect, test, type App } from './fixtures/app';

// Goal: each guarantee, and what it does not promise, as a person sees it: a fault that belongs to the
// scenario, what came of it in the ledger and the matrix, and the variant that mends it.

/** The orders of a ledger with what became of them: "lost", "once", "twice". */
async function expectOutcomes(app: App, outcomes: readonly string[]): Promise<void> {
  for (const [index, outcome] of outcomes.entries()) await expect(app.row(index + 1)).toContainText(outcome);
}

/** A row of the matrix: not at all, once, twice or more. */
async function expectTold(
  app: App,
  told: 'told yes' | 'told no' | 'never heard',
  counts: readonly [number, number, number],
): Promise<void> {
  for (const times of [0, 1, 2] as const) await expect(app.cell(told, times)).toHaveText(String(counts[times]));
}

async function expectPromises(app: App, all: number): Promise<void> {
  await expect(app.page.getByText(`At the end of this run ${all} of ${all} promises hold`)).toBeVisible();
}

async function choose(app: App, variant: string): Promise<void> {
  await app.page.getByRole('combobox', { name: 'Variant' }).selectOption({ label: variant });
}

test('at most once, at the consumer: acked first, the orders in its hand are never charged', async ({ app }) => {
  await app.open('1.s=at-most-once-consumer&f=own&t=1s');
  await app.toEnd();
  await expectOutcomes(app, ['lost', 'once', 'lost', 'once', 'once', 'once']);
  for (const lost of [1, 3]) await expect(app.page.getByText(new RegExp(`^(order )?${lost} · never$`))).toBeVisible();
  await expect(app.row(1)).toContainText('told yes');
  await expect(await app.figure(1, 'charged')).toHaveText(/0$/);
  await expect(await app.figure(1, 'acked')).toHaveText('1');
  await expectTold(app, 'told yes', [2, 4, 0]);
  // Told yes and never charged: what nobody will ask for again is marked as a gap, not as a colour alone.
  await expect(app.cell('told yes', 0)).toHaveCSS('outline-style', 'dashed');
  await expectPromises(app, 3);
});

test('at most once, at the producer: fire and forget loses orders and hears of none', async ({ app, page }) => {
  await app.open('1.s=at-most-once-producer&f=own&t=1s');
  await app.toEnd();
  for (const lost of [4, 5]) {
    await expect(app.row(lost)).toContainText('never heard');
    await expect(app.row(lost)).toContainText('lost');
    await expect(await app.figure(lost, 'delivered')).toHaveText(/0$/);
  }
  await expectTold(app, 'never heard', [2, 10, 0]);
  await page.getByRole('radio', { name: 'Confirms and retries' }).check({ force: true });
  await app.toEnd();
  await expectTold(app, 'told yes', [0, 12, 0]);
});

test('at least once, at the producer: the confirm is lost, and the order is charged twice', async ({ app, page }) => {
  await app.open('1.s=at-least-once-producer&f=own&t=1s');
  await app.toEnd();
  await expectOutcomes(app, ['once', 'once', 'twice', 'once', 'once', 'once']);
  await expect(await app.figure(3, 'charged')).toHaveText('2');
  await expectTold(app, 'told yes', [0, 5, 1]);
  await page.getByRole('radio', { name: 'Idempotent consumer' }).check({ force: true });
  await app.toEnd();
  await expect(await app.figure(3, 'delivered')).toHaveText('2');
  await expect(await app.figure(3, 'charged')).toHaveText('1');
  await expectTold(app, 'told yes', [0, 6, 0]);
});

test('to look first is not enough: two workers charge one order, until a key is unique', async ({ app }) => {
  await app.open('1.s=idempotent-consumer-race&f=own&t=1s');
  await app.toEnd();
  await expect(app.row(4)).toContainText('twice');
  await expectTold(app, 'told yes', [0, 3, 1]);
  await choose(app, 'A unique key');
  await app.toEnd();
  await expect(app.row(4)).toContainText('once');
  await expect(await app.figure(4, 'delivered')).toHaveText('2');
  await expectTold(app, 'told yes', [0, 4, 0]);
});

test('a dead letter queue: four attempts, each in the code, and then aside', async ({ app, page }) => {
  const here = (code: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: code })
      .filter({ hasText: 'Payment Worker 1 is here with order 3' })
      .and(page.locator('.is-running'));
  await test.step('an attempt has failed: it goes to the queue that waits', async () => {
    await app.open('1.s=dead-letter-queue&f=own&t=2.05s');
    await page.getByRole('tab', { name: 'Code' }).click();
    await expect(here('this.waitQueue[delay].publish')).toBeVisible();
  });
  await test.step('the fourth has failed: it goes to the dead letter queue', async () => {
    await app.open('1.s=dead-letter-queue&f=own&t=8.38s');
    await expect(here('this.deadLetterQueue.publish')).toBeVisible();
    await expect(app.node('order-dlq')).toHaveAccessibleName('order-dlq, dead letters, 0');
  });
  await test.step('at the end it lies there, and the others are charged', async () => {
    await app.toEnd();
    await expect(app.node('order-dlq')).toHaveAccessibleName('order-dlq, dead letters, 1');
    await page.getByRole('tab', { name: 'Outcome' }).click();
    await expectOutcomes(app, ['once', 'once', 'dead-lettered', 'once', 'once', 'once']);
    await expect(await app.figure(3, 'delivered')).toHaveText('4');
    await expect(await app.figure(3, 'charged')).toHaveText(/0$/);
    await expectTold(app, 'told yes', [1, 5, 0]);
    await expectPromises(app, 8);
  });
});

test('a call fails with who is called; a queue in between, and every customer is told yes', async ({ app, page }) => {
  await app.open('1.s=sync-http&f=own&t=1s');
  await app.toEnd();
  const matrix = page.getByRole('table', { name: 'What the Customer was told, and the truth' });
  await expect(matrix).toBeVisible();
  await expectTold(app, 'told yes', [0, 5, 0]);
  await expectTold(app, 'told no', [7, 0, 0]);
  await expectTold(app, 'never heard', [5, 3, 0]);
  const acked = page.getByRole('columnheader', { name: 'acked' });
  await expect(acked, 'nobody acks a call').toHaveCount(0);
  await choose(app, 'Queue');
  await app.toEnd();
  await expectTold(app, 'told yes', [0, 20, 0]);
  await expectTold(app, 'told no', [0, 0, 0]);
  await expectTold(app, 'never heard', [0, 0, 0]);
  await expect(acked).toBeVisible();
});

test('a queue grows: the alert is raised by name, in the log and at the queue, and cleared', async ({ app, page }) => {
  const queue = app.node('order-processing-queue');
  const lines = page.getByRole('log').getByRole('listitem');
  await app.open('1.s=queue-depth-alert&f=own&t=6.077s');
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(queue).not.toHaveAccessibleName(/alert/);
  await app.open('1.s=queue-depth-alert&f=own&t=6.078s');
  await expect(queue).toHaveAccessibleName(/, depth alert raised$/);
  await expect(page.getByText('! depth alert')).toBeVisible();
  await expect(lines.filter({ hasText: /raises.*alert|alert.*raised/i })).toHaveCount(1);
  await app.toEnd();
  await expect(queue).not.toHaveAccessibleName(/alert/);
  await expect(page.getByText('! depth alert')).toHaveCount(0);
  await expectTold(app, 'told yes', [0, 110, 0]);
  await expectPromises(app, 7);
});

test('Kafka’s exactly once covers its own log and the offset: both subscriptions count once', async ({ app, page }) => {
  await app.open('1.s=kafka-exactly-once&f=own&t=1s');
  await app.toEnd();
  for (const seen of ['output', 'ledger']) {
    await page.getByRole('combobox', { name: 'Seen from' }).selectOption(seen);
    await expectTold(app, 'told yes', [0, 8, 0]);
  }
  await expectPromises(app, 5);
});

test('where exactly once ends: the topic once, the card twice, until the bank knows the key', async ({ app, page }) => {
  const seen = page.getByRole('combobox', { name: 'Seen from' });
  await app.open('1.s=exactly-once-limits&f=own&t=1s');
  await app.toEnd();
  await seen.selectOption('output');
  await expectTold(app, 'told yes', [0, 5, 0]);
  await seen.selectOption('bank');
  await expectTold(app, 'told yes', [0, 4, 1]);
  await expect(app.row(3)).toContainText('twice');
  await choose(app, 'With an idempotency key');
  await app.toEnd();
  await expect(seen).toHaveValue('bank');
  await expectTold(app, 'told yes', [0, 5, 0]);
});
