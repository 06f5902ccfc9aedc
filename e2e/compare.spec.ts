import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: two futures on one clock, the first thing that differs between them, and what comes of each.

test('variants side by side: the same lost ack, and only one of them charges twice', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=1.5s');
  await page.keyboard.press('b');
  const beside = page.getByRole('region', { name: 'The run beside' });
  const comparison = page.getByRole('region', { name: 'Comparison' });

  await test.step('both stand at the same moment, and where they part is said', async () => {
    await expect(beside.getByRole('combobox', { name: 'Beside it' })).toHaveValue('mended');
    await expect(comparison).toContainText('Where they part');
    await expect(page.getByRole('img', { name: /^The two futures part at \d\.\d{3} s$/ })).toBeVisible();
    await comparison.getByRole('button', { name: / s$/ }).click();
    await expect(app.time()).toHaveText((await comparison.getByRole('button', { name: / s$/ }).textContent())!);
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
  });

  await test.step('both outcomes stand beside one another', async () => {
    const outcomes = comparison.getByRole('table');
    await expect(
      outcomes
        .getByRole('row', { name: /^As it is/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('1');
    await expect(
      outcomes
        .getByRole('row', { name: /^Idempotent/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('0');
  });

  await test.step('a fault on the one strikes both', async () => {
    await app.toEnd();
    await page.getByRole('button', { name: '1 fault' }).click();
    await page.getByRole('button', { name: 'Remove all' }).click();
    const outcomes = comparison.getByRole('table');
    await expect(
      outcomes
        .getByRole('row', { name: /^As it is/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('0');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect(
      outcomes
        .getByRole('row', { name: /^As it is/ })
        .getByRole('cell')
        .nth(1),
    ).toHaveText('1');
  });

  await test.step('the same without faults, in the link as well', async () => {
    await beside.getByRole('combobox').selectOption('-');
    await expect(comparison.getByRole('table').getByRole('row', { name: /^Without faults/ })).toBeVisible();
    await expect.poll(() => page.url()).toContain('vs=-');
    await page.reload();
    await expect(comparison.getByRole('table').getByRole('row', { name: /^Without faults/ })).toBeVisible();
  });

  await test.step('and back to one', async () => {
    await beside.getByRole('button', { name: 'Close the run beside' }).click();
    await expect(beside).toBeHidden();
    await expect(page.getByRole('tab', { name: 'Outcome' })).toBeVisible();
  });
});
