import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures/app';

// Goal: a person writes a scenario of their own beside the stage, sees it run, and gives it away whole in a link.

test('a scenario of one’s own: from a template, edited with its mistakes marked, shared, and opened elsewhere', async ({
  page,
  app,
  browser,
  baseURL,
}) => {
  await app.open('1.s=at-least-once&t=1.5s');
  await page.getByRole('tab', { name: 'File' }).click();
  const panel = page.getByRole('tabpanel', { name: 'File' });
  const text = panel.getByRole('textbox', { name: 'Scenario file' });
  const title = page.getByRole('heading', { level: 1 });

  await test.step('a template opens and runs', async () => {
    await panel.getByRole('button', { name: 'New' }).click();
    await page.getByRole('menuitem', { name: /^Work queue/ }).click();
    await expect(title).toContainText('My work queue');
    await expect(text).toContainText('"my-work-queue"');
    await app.settle();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
  });

  const replace = async (from: string, to: string): Promise<void> => {
    await text.focus();
    await page.keyboard.press('Control+f');
    await panel.getByRole('textbox', { name: 'Find' }).fill(from);
    await panel.getByRole('textbox', { name: 'Replace' }).fill(to);
    await panel.getByRole('button', { name: 'replace', exact: true }).click();
    await panel.getByRole('button', { name: 'replace', exact: true }).click();
    await page.keyboard.press('Escape');
  };

  await test.step('a mistake is named with its place and what was expected; the last run stays', async () => {
    await replace('"prefetch"', '"prefetsch"');
    await expect(panel.getByRole('status')).toContainText('consumers[payment-1].prefetsch');
    await expect(panel.getByRole('status')).toContainText('did you mean "prefetch"');
    await expect(title).toContainText('My work queue');
  });

  await test.step('a mistake that only the engine can see is marked, too', async () => {
    await replace('"prefetsch"', '"prefetch"');
    await replace('"table": "payments"', '"table": "invoices"');
    await expect(panel.getByRole('status')).toContainText('has no table "invoices"');
    await replace('"invoices"', '"payments"');
  });

  await test.step('what holds together runs as it is typed', async () => {
    await replace('My work queue', 'Parcels of mine');
    await expect(title).toContainText('Parcels of mine');
    await expect(panel.getByRole('status')).toContainText('This runs');
  });

  await test.step('its link is complete, and short enough for a chat', async () => {
    const before = page.url();
    await app.toEnd();
    await expect.poll(() => page.url()).not.toBe(before);
    const url = page.url();
    expect(url.length).toBeLessThanOrEqual(2_000);
    const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
    const other = await elsewhere.newPage();
    await other.goto(url);
    await expect(other.getByRole('heading', { level: 1 })).toContainText('Parcels of mine');
    await elsewhere.close();
  });

  await test.step('one undo takes the typing back, and the file can be saved', async () => {
    const saving = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Save' }).click();
    expect((await saving).suggestedFilename()).toBe('my-work-queue.json');
    await page.getByRole('tab', { name: 'File' }).focus();
    await page.keyboard.press('Control+z');
    await expect(title).toContainText('My work queue');
  });
});

test('a scenario is opened by dropping its file and by pasting its text; what cannot be read says so', async ({
  page,
  app,
}) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const text = JSON.stringify({
    format: 1,
    id: 'dropped',
    title: 'Dropped here',
    claim: '',
    brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: 'q' }] }],
    producers: [{ name: 'p', broker: 'rabbitmq', routingKey: 'q', workload: { messages: 2 } }],
    consumers: [{ name: 'c', broker: 'rabbitmq', queue: 'q', program: 'take' }],
    programs: { take: { steps: [{ step: 'receive' }, { step: 'ack' }] } },
  });
  const title = page.getByRole('heading', { level: 1 });
  await page.evaluate((json) => {
    const data = new DataTransfer();
    data.items.add(new File([json], 'dropped.json', { type: 'application/json' }));
    for (const type of ['dragover', 'drop'])
      dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await expect(title).toContainText('Dropped here');
  await page.evaluate(
    (json) => {
      const data = new DataTransfer();
      data.setData('text/plain', json);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    text.replace('Dropped here', 'Pasted here'),
  );
  await expect(title).toContainText('Pasted here');

  await page.goto('./#1.z=1AAAA');
  await expect(page.getByRole('alert').filter({ hasText: /cut off or damaged/ })).toBeVisible();
  await expect(title).toContainText('Pasted here');
});
