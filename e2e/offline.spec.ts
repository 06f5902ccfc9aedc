import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from './fixtures/app';

// Goal: the page works where there is no network, from a disk, and with whatever is left in a browser's storage.

test('after the first visit, everything works without a network', async ({ page, app, context }) => {
  await app.open('1.s=at-least-once&f=own&t=1.5s');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const worker = registration.active!;
    if (worker.state === 'activated') return;
    await new Promise((resolve) => worker.addEventListener('statechange', resolve));
  });
  await context.setOffline(true);
  await page.reload();
  await app.toEnd();
  await expect(app.row(3)).toContainText('twice');
  await test.step('what was never looked at is there, too', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('zombie');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/zombie/i);
    await app.toEnd();
    await page.getByRole('tab', { name: 'File' }).click();
    await expect(page.getByRole('textbox', { name: 'Scenario file' })).toContainText('"zombie-consumer"');
  });
});

test('as one file, opened from a disk', async ({ page, app }) => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  execFileSync(process.execPath, [vite, 'build', '--config', 'vite.single.config.ts', '--logLevel', 'error'], {
    cwd: root,
  });
  await page.goto(`${pathToFileURL(`${root}dist-single/index.html`).href}#1.s=order-events&f=own&t=2s`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/\w/);
  await app.toEnd();
  await expect(
    page
      .getByRole('table', { name: /^Ledger/ })
      .getByRole('row')
      .nth(1),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'File' }).click();
  await expect(page.getByRole('textbox', { name: 'Scenario file' })).toContainText('"order-events"');
});

test('garbage in storage, and two tabs, do no harm', async ({ page, app, context }) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem('spoilt') !== null) return;
    sessionStorage.setItem('spoilt', 'yes');
    for (const [key, value] of Object.entries({
      theme: '{}',
      visited: '\u0000',
      last: '#1.s=%E0%A4%A&t=NaN&f=;;;',
      keys: '[',
    }))
      localStorage.setItem(`ackscope.${key}`, value);
  });
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('At least once');
  await app.toEnd();
  await expect(app.row(3)).toContainText('twice');

  const other = await context.newPage();
  await other.goto('./#1.s=zombie-consumer');
  await expect(other.getByRole('heading', { level: 1 })).toContainText(/zombie/i);
  await other.getByRole('button', { name: 'Switch to dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('At least once');
});

test('topologies that contradict themselves are refused with a sentence, and no error', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const base = {
    format: 1,
    id: 'mine',
    title: 'Mine',
    claim: '',
    brokers: [{ kind: 'rabbitmq', name: 'r', queues: [{ name: 'q' }] }],
  };
  const cases: [string, object, RegExp][] = [
    ['two of one name', { ...base, databases: [{ name: 'r', tables: [{ name: 't' }] }] }, /two nodes are called "r"/],
    [
      'a consumer of nothing',
      {
        ...base,
        consumers: [{ name: 'c', broker: 'r', queue: 'nowhere', program: 'p' }],
        programs: { p: { steps: [{ step: 'receive' }] } },
      },
      /nowhere/,
    ],
    ['a link to nobody', { ...base, network: { links: [{ between: ['a', 'b'] }] } }, /no link between a and b/],
    ['a list for a name', { ...base, brokers: 'rabbitmq' }, /brokers/],
  ];
  for (const [name, file, message] of cases) {
    await page
      .getByLabel('Scenario file')
      .setInputFiles({ name: `${name}.json`, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
    await expect(page.getByRole('alert'), name).toContainText(message);
  }
  await expect(app.row(1)).toBeVisible();
});
