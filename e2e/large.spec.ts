import { expect, test } from './fixtures/app';

// Goal: on a very large screen words are larger, all of it is there, and the pointer meets what it points at.

test.use({ viewport: { width: 3840, height: 2160 } });

test('on a 4K screen the page is drawn larger, and the pointer still meets what is drawn', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  expect((await app.row(1).boundingBox())!.height).toBeGreaterThan(36);
  const overflow = await page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });
  expect(overflow).toEqual([0, 0]);

  // The stage: a click in the middle of a card opens its menu there.
  const { x, y, width, height } = (await app.node('Payment Worker 2').boundingBox())!;
  const [atX, atY] = [x + width / 2, y + height / 2];
  await page.mouse.click(atX, atY);
  const menu = page.getByRole('menu', { name: 'Payment Worker 2' });
  await expect(menu).toBeVisible();
  const box = (await menu.boundingBox())!;
  expect(Math.abs(box.x - atX)).toBeLessThan(40);
  expect(Math.min(Math.abs(box.y - atY), Math.abs(box.y + box.height - atY))).toBeLessThan(40);
  await page.keyboard.press('Escape');

  // A popup stands at its button; a click on the line of time goes to that part of it.
  const button = app.button('1 fault');
  await button.click();
  const faults = page.getByRole('dialog', { name: 'Faults' });
  const boxes = async () => ({ list: (await faults.boundingBox())!, opener: (await button.boundingBox())! });
  // It is put there once it is open.
  await expect
    .poll(async () => {
      const { list, opener } = await boxes();
      return Math.abs(list.x + list.width - (opener.x + opener.width));
    })
    .toBeLessThan(4);
  const { list, opener } = await boxes();
  expect(opener.y - (list.y + list.height)).toBeGreaterThan(0);
  expect(opener.y - (list.y + list.height)).toBeLessThan(40);
});
