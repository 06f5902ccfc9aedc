import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures/app';

test('the space-time diagram: point, pick, zoom, walk by keys, save', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  const diagram = page.getByRole('application', { name: /6 nodes, \d+ packets, \d+ of them lost/ });
  await expect(diagram).toBeVisible();
  await test.step('walk from packet to packet by keys, and go to one', async () => {
    await diagram.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('status').filter({ hasText: 'Payments answers that it is done.' })).toBeAttached();
    await page.keyboard.press('Enter');
    await expect(app.time()).not.toHaveText('2.980 s');
  });
  await test.step('zoom in by keys and out again', async () => {
    const whole = app.button('Show the whole run');
    await expect(whole).toBeDisabled();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    await expect(whole).toBeEnabled();
    await expect(app.button('Follow the clock')).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('0');
    await expect(whole).toBeDisabled();
  });
  await test.step('a click on empty space goes to that moment', async () => {
    const box = (await diagram.boundingBox())!;
    const before = await app.time().textContent();
    await page.mouse.click(box.x + box.width * 0.12, box.y + box.height - 34);
    await expect(app.time()).not.toHaveText(before!);
  });
  await test.step('nothing in it is out of reach', async () => {
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).include('.app-lower').analyze();
    expect(violations).toEqual([]);
  });
  await test.step('save it as a picture that stands by itself', async () => {
    const saving = page.waitForEvent('download');
    await app.button('Save as SVG').click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('at-least-once-space-time.svg');
    const svg = readFileSync((await file.path())!, 'utf8');
    for (const text of ['Payment Worker 3', 'ack 3 lost', '3 charged again']) expect(svg).toContain(text);
  });
});
