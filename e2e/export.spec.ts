import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: a moment, a span, the figures and the run itself can be taken out of the page, and stand by themselves.

test('pictures, a film, figures, the trace and the scenario are saved', async ({ page, app, browser }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  await expect(dialog.getByRole('button', { name: 'The stage as SVG' })).toBeVisible();
  await app.settle();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const saved = async (button: string | RegExp): Promise<{ name: string; bytes: Buffer }> => {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: button }).click();
    const file = await download;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };

  await test.step('the stage as shapes, which show the same outside the page', async () => {
    const { bytes } = await saved('The stage as SVG');
    const svg = bytes.toString();
    expect(svg).toContain('payments');
    expect(svg).toContain('>×2<');
    expect(svg).not.toMatch(/var\(--|class=|color-mix|foreignObject/);
    const other = await browser.newPage();
    await other.setContent(svg);
    expect(await other.locator('svg').count()).toBe(1);
    await other.close();
  });
  await test.step('any view as PNG', async () => {
    for (const view of ['The stage as PNG', 'The space-time diagram as PNG', /^Outcome as PNG/]) {
      const { bytes, name } = await saved(view);
      expect(name).toMatch(/\.png$/);
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    }
  });
  await test.step('a film', async () => {
    await dialog.getByRole('spinbutton', { name: 'From' }).fill('2.1');
    await dialog.getByRole('spinbutton', { name: 'to' }).fill('2.2');
    const { bytes } = await saved('Film as GIF');
    expect(bytes.subarray(0, 6).toString()).toBe('GIF89a');
    await expect(app.time()).toHaveText('2.980 s');
  });
  await test.step('figures, trace and scenario', async () => {
    expect((await saved('Save Series')).bytes.toString()).toMatch(/^series,at_s,value\r\n/);
    expect((await saved('Save Ledger')).bytes.toString()).toMatch(/order-3,.*duplicated/);
    const trace = (await saved('Save Trace')).bytes.toString().trimEnd().split('\n');
    expect(JSON.parse(trace[0]!)).toMatchObject({ format: 1, scenario: 'at-least-once' });
    expect(JSON.parse(trace.at(-1)!)).toMatchObject({ kind: 'ended' });
    const scenario = JSON.parse((await saved('Save Scenario with its faults')).bytes.toString()) as {
      faults: unknown[];
    };
    expect(scenario.faults).toHaveLength(1);
  });
});

test('a span is filmed as WebM, as long as it takes on screen; a browser without an encoder says so', async ({
  page,
  app,
  browser,
}) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  await dialog.getByRole('spinbutton', { name: 'From' }).fill('2.1');
  await dialog.getByRole('spinbutton', { name: 'to' }).fill('2.3');
  const seconds = Number(/([\d.]+) s long at this speed/.exec((await dialog.textContent())!)![1]);
  expect(seconds).toBeGreaterThan(0.5);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Film as WebM' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('at-least-once-2.1s-2.3s.webm');
  const bytes = await readFile(await file.path());
  await expect(app.time()).toHaveText('2.980 s');

  // The browser itself plays it, outside the page: its length is the span's, its picture as wide as the stage.
  const elsewhere = await browser.newPage();
  const played = await elsewhere.evaluate(async (data) => {
    const video = document.createElement('video');
    video.src = `data:video/webm;base64,${data}`;
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'no film'));
    });
    return { duration: video.duration, width: video.videoWidth, height: video.videoHeight };
  }, bytes.toString('base64'));
  await elsewhere.close();
  expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]));
  // The last frame stands for one twentieth.
  expect(Math.abs(played.duration - (seconds + 0.05))).toBeLessThan(0.11);
  expect(played.width).toBeGreaterThan(600);
  expect(played.height % 2).toBe(0);

  await page.evaluate(() => Reflect.deleteProperty(window, 'VideoEncoder'));
  await dialog.getByRole('button', { name: 'Film as WebM' }).click();
  await expect(dialog.getByRole('alert')).toContainText('no encoder for WebM');
  await expect(dialog.getByRole('button', { name: 'Film as GIF' })).toBeEnabled();
});

test('the plots are shapes and letters, not a photograph of the page', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.getByRole('tab', { name: 'Plots' }).click();
  await expect(page.getByRole('application', { name: /Messages in queues/ })).toBeVisible();
  await page.keyboard.press('e');
  const download = page.waitForEvent('download');
  await page.getByRole('dialog', { name: 'Take it away' }).getByRole('button', { name: 'Plots as SVG' }).click();
  const svg = (await readFile(await (await download).path())).toString();
  for (const text of ['Messages in queues', 'order-processing-queue · unacked 1', 'duplicated 1', '3.0 s'])
    expect(svg).toContain(text);
  expect(svg).not.toMatch(/var\(--|class=|color-mix|foreignObject|<image/);
  expect(svg.match(/<path/g)!.length).toBeGreaterThan(5);
});
