import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

for (const theme of ['light', 'dark'] as const) {
  test(`no violations of accessibility, ${theme}`, async ({ page, app }) => {
    await page.emulateMedia({ colorScheme: theme });
    await app.open('1.s=at-least-once&f=own&t=3s');
    for (const tab of ['Outcome', 'Story', 'Settings', 'Code']) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
      await app.settle();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${tab}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
    }
  });
}

test('the first minute has no violations of accessibility', async ({ page, app }) => {
  await page.goto('./');
  await expect(app.packet(/^Publish of order 1/)).toBeAttached();
  await app.settle();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
    [],
  );
});

test('once loaded, the page asks the network for nothing of elsewhere', async ({ page, app, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!) && !request.url().startsWith('data:') && !request.url().startsWith('blob:'))
      foreign.push(request.url());
  });
  await app.open('1.s=at-least-once&f=own&t=1s');
  await app.toEnd();
  await page.getByRole('tab', { name: 'Story' }).click();
  expect(foreign).toEqual([]);
});

test('everything fits: no sideways scroll at any size', async ({ page, app }) => {
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await app.open('1.s=at-least-once&f=own&t=2.5s');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width}×${height}`).toBeLessThanOrEqual(0);
  }
});

test('with reduced motion, nothing plays by itself and stepping shows the same', async ({ page, app }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open('1.s=at-least-once&f=own&t=1s');
  await app.stepUntil(app.packet(/^Ack of order 1, from/));
  await app.toEnd();
  await expect(app.row(3)).toContainText('twice');
});

test('an engine that dies is started again, the page says so, and goes on', async ({ page }) => {
  // Its death is an error in the console, so this journey does without the fixture that forbids them.
  await page.goto('./#1.s=at-least-once&t=1.5s');
  await expect(page.getByRole('status', { name: 'Time' })).toHaveText('1.500 s');
  await page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('the engine dies');
    });
  });
  await expect(page.getByText(/engine.*started again/i)).toBeVisible();
  await page.getByRole('radio', { name: 'Idempotent consumer' }).check({ force: true });
  // The new engine has its models to fetch first: the end is that of the run it is asked for.
  await expect(page.locator('.app')).toHaveAttribute('aria-busy', 'false');
  await page.getByRole('button', { name: 'To the end' }).click();
  await expect(
    page.getByRole('table', { name: /^Ledger/ }).getByRole('row', { name: /^order 5 .*once/ }),
  ).toBeVisible();
});
