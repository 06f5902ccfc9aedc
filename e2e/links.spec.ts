import { expect, test } from './fixtures/app';

test('a shared link opens elsewhere at the same moment, with the same faults, and the same end', async ({
  page,
  app,
  browser,
  baseURL,
}) => {
  await app.open('1.s=at-least-once&seed=7&t=1.75s');
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

test('garbage for a file is refused with a sentence, whatever it is', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.5s');
  const files: [string, Buffer][] = [
    ['empty', Buffer.from('')],
    ['no JSON', Buffer.from('{"format": 1,')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe, 0x00])],
    ['a number', Buffer.from('7')],
    ['nothing', Buffer.from('null')],
    ['a list', Buffer.from('[]')],
    ['of the future', Buffer.from('{"format": 2}')],
    ['deep', Buffer.from('['.repeat(20_000) + ']'.repeat(20_000))],
    ['a prototype', Buffer.from('{"format": 1, "__proto__": {"id": "x"}, "constructor": 1}')],
  ];
  for (const [name, buffer] of files) {
    await page
      .getByLabel('Scenario file')
      .setInputFiles({ name: `${name}.json`, mimeType: 'application/json', buffer });
    await expect(page.getByRole('alert').first(), name).toBeVisible();
    await expect(app.row(1), name).toBeVisible();
    const undo = page.getByRole('button', { name: 'Undo the last change' });
    if (await undo.isVisible()) await undo.click();
    await expect(page.getByRole('alert'), name).toHaveCount(0);
  }
});

test('garbage in a link never keeps the page from opening something', async ({ page, app }) => {
  for (const hash of [
    '#',
    '#1.',
    '#1.&&&===',
    '#1.s=',
    '#1.s=at-least-once&seed=-1&t=1e9s&set=:1&set=prefetch&v=',
    '#1.z=%00%01notpacked',
    '#1.file=%7B%22format%22%3A1',
    `#1.s=at-least-once&x=${'y'.repeat(5_000)}`,
    '#\u0000\ud83d',
  ]) {
    await page.goto('about:blank');
    await page.goto(`./${hash}`);
    await expect(page.getByRole('region', { name: 'Stage' }).or(page.getByRole('alert').first()).first()).toBeVisible();
    await page.goto('about:blank');
    await page.goto('./#1.s=at-least-once&t=1.5s');
    await expect(app.time(), `after ${hash.slice(0, 40)}`).toHaveText('1.500 s');
  }
});

test('Back and Forward go from scenario to scenario, and what was done to each is there', async ({ page, app }) => {
  await app.open('1.s=at-least-once&t=1.9s');
  const ack = app.packet(/^Ack of order 2, from Payment Worker/);
  await app.stepUntil(ack);
  await app.act(ack, /^Lose/);
  await expect(app.button('1 fault')).toBeVisible();
  await expect.poll(() => page.url()).toContain('f=');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('zombie');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/zombie/i);
  await page.goBack();
  await expect(heading).toContainText('At least once');
  await expect(app.button('1 fault')).toBeVisible();
  await page.goForward();
  await expect(heading).toContainText(/zombie/i);
  await page.goBack();
  await expect(heading).toContainText('At least once');
});
