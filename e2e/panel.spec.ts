import { expect, test } from './fixtures/app';

// Goal: the panel below is as high as whoever looks wants it, by pointer and by keys, and stays so.

test('the panel below is dragged, moved by arrow keys, kept, and put back by a double click', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  const divider = page.getByRole('separator', { name: 'Height of the panel below' });
  const panel = page.getByRole('region', { name: 'The whole run' });
  const height = async (): Promise<number> => (await panel.boundingBox())!.height;
  await expect(divider).toBeVisible();
  const first = await height();

  await divider.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(height).toBe(first + 32);
  await expect(divider).toHaveAttribute('aria-valuenow', String(first + 32));
  // Up and down are the divider's here; the clock stays where it is.
  await expect(app.time()).toHaveText('2.980 s');
  await page.keyboard.press('End');
  const most = await height();
  expect(most).toBeGreaterThan(first + 32);
  await expect(page.getByRole('list', { name: 'Nodes' }).first()).toBeAttached();
  await page.keyboard.press('Home');
  expect(await height()).toBeLessThan(first);

  const { x, y, width } = (await divider.boundingBox())!;
  await page.mouse.move(x + width / 2, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y - 95, { steps: 4 });
  await page.mouse.up();
  const dragged = await height();
  expect(dragged).toBe(140 + 100);

  await page.reload();
  await expect(divider).toBeVisible();
  await expect.poll(height).toBe(dragged);
  await divider.dblclick();
  await expect.poll(height).toBe(first);
});
