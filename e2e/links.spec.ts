import { expect, test } from './fixtures/app';

test('a shared link opens elsewhere at the same moment, with the same faults, and the same end', async ({
  page,
  app,
  browser,
  baseURL,
}) => {
  await app.open('1.s=at-least-once&seed=7&t=1s');
  const ack = app.packet(/^Ack of order 2, from Payment Worker/);
  await app.stepUntil(ack);
  await app.act(ack, /^Lose/);
  await expect(app.button('1 fault')).toBeVisible();
  const time = (await app.time().textContent())!;
  await expect.poll(() => page.url()).toContain('f=');
  const url = page.url();
  expect(url.slice(url.indexOf('#')).length).toBeLessThanOrEqual(120);

  const elsewhere = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await elsewhere.newPage();
  await other.goto(url);
  await expect(other.getByRole('status', { name: 'Time' })).toHaveText(time);
  await expect(other.getByRole('button', { name: '1 fault' })).toBeVisible();
  await other.getByRole('button', { name: 'To the end' }).click();
  await expect(other.getByRole('table', { name: /^Ledger/ }).getByRole('row', { name: /^order 2 / })).toContainText(
    'twice',
  );
  await elsewhere.close();
});

test('a link that cannot be read says which part, and opens the rest', async ({ page, app }) => {
  await app.open('1.s=at-least-once&seed=7&colour=blue&f=explode');
  await expect(page.getByRole('alert').filter({ hasText: 'colour' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'explode' })).toBeVisible();
});

test('a link from a future version says so', async ({ page }) => {
  await page.goto('./#9.s=at-least-once');
  await expect(page.getByRole('alert').first()).toBeVisible();
});

test('an unknown scenario names itself', async ({ page }) => {
  await page.goto('./#1.s=at-least-twice');
  await expect(page.getByRole('alert').filter({ hasText: 'at-least-twice' }).first()).toBeVisible();
});

test('a broken scenario file is refused with the place and what was expected; the run before it stays', async ({
  page,
  app,
}) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const file = JSON.stringify({
    format: 1,
    id: 'mine',
    title: 'Mine',
    claim: '',
    brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: 'q' }] }],
    consumers: [{ name: 'c', broker: 'rabbitmq', queue: 'q', program: 'p', prefetsch: 3 }],
  });
  await page
    .getByLabel('Scenario file')
    .setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await expect(page.getByRole('alert')).toContainText('consumers[c].prefetsch');
  await expect(page.getByRole('alert')).toContainText('did you mean "prefetch"');
  await expect(app.row(1)).toBeVisible();
});

test('a scenario file of one’s own opens and runs', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const file = {
    format: 1,
    id: 'mine',
    title: 'My own queue',
    claim: 'It works.',
    noun: ['parcel', 'parcels'],
    brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: 'parcels' }] }],
    producers: [
      {
        name: 'shop',
        title: 'Shop',
        broker: 'rabbitmq',
        routingKey: 'parcels',
        message: 'parcel',
        workload: { messages: 3, every: '100ms' },
      },
    ],
    consumers: [{ name: 'van', title: 'Van', broker: 'rabbitmq', queue: 'parcels', program: 'carry' }],
    programs: { carry: { steps: [{ step: 'receive' }, { step: 'sleep', for: '50ms' }, { step: 'ack' }] } },
  };
  await page
    .getByLabel('Scenario file')
    .setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('My own queue');
  await app.toEnd();
  await expect(page.getByRole('table', { name: /^Ledger/ }).getByRole('row', { name: /^parcel 3 / })).toBeVisible();
});
