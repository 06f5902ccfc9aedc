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

test('the log: filter by words, node, kind and order; what is pointed at is lit everywhere', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.getByRole('tab', { name: 'Log' }).click();
  const log = page.getByRole('log');
  const shown = page.getByRole('status', { name: 'Lines shown' });
  const search = page.getByRole('search');
  await test.step('filters narrow what is there, together', async () => {
    await search.getByLabel('order', { exact: true }).selectOption('order 3');
    await search.getByLabel('Kind').selectOption('Effects');
    await expect(shown).toHaveText(/^2 of \d+ lines$/);
    await expect(log.getByRole('button')).toHaveText([/charges order 3\.$/, /charges order 3 again/]);
    await search.getByLabel('Node').selectOption('Payment Worker 2');
    await expect(log).toContainText('No event fits this filter.');
    for (const name of ['Node', 'Kind']) await search.getByLabel(name).selectOption({ index: 0 });
    await search.getByLabel('order', { exact: true }).selectOption({ index: 0 });
    await search.getByLabel('Words in the sentence').fill('lose ACK');
    await expect(log.getByRole('button')).toHaveText([/You lose the ack of order 3/]);
  });
  await test.step('pointing at a line lights its order up in the ledger', async () => {
    await log.getByRole('button').hover();
    await expect(app.row(3)).toHaveClass(/is-lit/);
    await expect(app.row(2)).not.toHaveClass(/is-lit/);
  });
  await test.step('a click goes to its moment', async () => {
    await log.getByRole('button').click();
    await expect(app.time()).toHaveText('2.172 s');
  });
  await test.step('nothing in it is out of reach', async () => {
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).include('.app-lower').analyze();
    expect(violations).toEqual([]);
  });
});

test('plots: choose figures, read values at a moment, brush to zoom', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.98s');
  await page.getByRole('tab', { name: 'Plots' }).click();
  const tools = page.getByRole('toolbar', { name: 'Plots' });
  const plots = page.getByRole('application', { name: /Messages in queues; What became of orders/ });
  await test.step('what is plotted is what the ledger counts', async () => {
    await expect(
      page.getByRole('img', { name: 'What became of orders, in the end: 4 done, 1 duplicated, 0 pending' }),
    ).toBeVisible();
    await tools.getByRole('button', { name: 'Latency' }).click();
    await tools.getByRole('button', { name: 'Depth' }).click();
    await expect(page.getByRole('img', { name: /^From produced to done: p50 \d+ ms, p95 / })).toBeVisible();
    await tools.getByRole('button', { name: 'Latency' }).click();
    await tools.getByRole('button', { name: 'Depth' }).click();
  });
  const box = (await plots.boundingBox())!;
  await test.step('values are those of the moment pointed at', async () => {
    const legend = page.getByRole('figure').filter({ hasText: 'What became of orders' }).getByRole('list');
    await expect(legend).toContainText('duplicated 1');
    await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
    await expect(legend).toContainText('duplicated 0');
  });
  await test.step('a brushed stretch is what is shown', async () => {
    await expect(app.button('Show the whole run')).toBeDisabled();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 40);
    await page.mouse.up();
    await expect(app.button('Show the whole run')).toBeEnabled();
    await expect(app.time()).toHaveText('2.980 s');
    await app.button('Show the whole run').click();
  });
  await test.step('nothing in it is out of reach', async () => {
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).include('.app-lower').analyze();
    expect(violations).toEqual([]);
  });
});

test('who knew what, the copies behind “why twice?”, and the story of a node', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=2.2s');
  await test.step('the broker cannot know what the worker knows', async () => {
    await page.getByRole('tab', { name: 'Who knew what' }).click();
    const row = page.getByRole('table', { name: /What each node knows/ }).getByRole('row', { name: /order 3/ });
    await expect(row).toContainText('unacked');
    await expect(row).toContainText('cannot know: it is done');
    await expect(row.getByRole('cell').nth(4)).toHaveText('done');
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).include('.app-lower').analyze();
    expect(violations).toEqual([]);
  });
  await test.step('where the lines of the two charges part', async () => {
    await app.toEnd();
    await page.getByRole('tab', { name: 'Story' }).click();
    const copies = page.getByRole('group').filter({ hasText: /Its \d+ copies/ });
    await expect(copies.getByRole('listitem').filter({ hasText: 'Here the two lines part' })).toContainText(
      'RabbitMQ keeps its copy of order 3 until it is acked.',
    );
    await copies.getByRole('button', { name: /charges order 3 again/ }).click();
    await expect(app.time()).toHaveText('2.905 s');
  });
  await test.step('a node has a story, too', async () => {
    await app.node('Payment Worker 3').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Payment Worker 3' })).toBeVisible();
    await expect(
      page.getByRole('button', { name: /connection between Payment Worker 3 and RabbitMQ breaks/ }),
    ).toBeVisible();
    await app.button('Back to the orders').click();
    await expect(page.getByRole('heading', { name: /^Order 3/ })).toBeVisible();
  });
});

test('one fault at every moment: where it would hurt, and to try it there', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1s');
  await app.button('What if …').click();
  const dialog = page.getByRole('dialog', { name: 'One fault at every moment' });
  const acks = dialog.getByRole('option', { name: /^Lose a packet: ack/ });
  await dialog.getByLabel('Fault').selectOption((await acks.textContent())!);
  await app.button('Try all').click();
  await expect(dialog.getByRole('status')).toHaveText('5 places tried: 5 duplicates.');
  await app.settle();
  const { violations } = await new AxeBuilder({ page }).include('.what-if').analyze();
  expect(violations).toEqual([]);
  await dialog.getByRole('button', { name: /ack of order 4/ }).click();
  await expect(app.button('1 fault')).toBeVisible();
  await page.keyboard.press('Escape');
  await app.toEnd();
  await expect(app.row(4)).toContainText('twice');
});

test('the mirror: the delivery is lost instead of the ack, and the broker knows the same', async ({ page, app }) => {
  await app.open('1.s=at-least-once&f=own&t=3.3s');
  await expect(app.row(3)).toContainText('twice');
  await page.keyboard.press('m');
  const mirror = page.getByRole('region', { name: 'The mirror' });
  await expect(mirror.getByRole('row', { name: /RabbitMQ knows/ }).getByRole('cell')).toHaveText([
    'unacked',
    'unacked',
  ]);
  await expect(mirror.getByRole('row', { name: /in truth/ }).getByRole('cell')).toHaveText(['twice', 'once']);
  await page.getByRole('tab', { name: 'Outcome' }).click();
  await expect(app.row(3)).toContainText('once');
  await page.keyboard.press('m');
  await expect(mirror).toBeVisible();
  await page.getByRole('tab', { name: 'Outcome' }).click();
  await expect(app.row(3)).toContainText('twice');
});

test('prevented here: where the duplicate would have been, and what preventing it costs', async ({ page, app }) => {
  await app.open('1.s=at-least-once&v=mended&f=own&t=4s');
  await page.getByRole('tab', { name: 'Story' }).click();
  const prevented = page.getByRole('region', { name: 'Prevented here' });
  await expect(prevented).toContainText('order 3 would have been charged again');
  await expect(prevented).toContainText('1 more row in processed_orders');
  await expect(prevented).toContainText('4 more round trips (select, begin, insert, commit)');
  await prevented.getByRole('button').click();
  await expect(app.time()).toHaveText('3.724 s');
  await expect(page.getByTitle('Prevented at 3.724 s')).toBeVisible();
});
