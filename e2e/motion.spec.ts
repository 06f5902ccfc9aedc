import { expect, test } from './fixtures/app';

// Goal: who prefers reduced motion sees steps instead of travel (TEACHING §3.5): nothing starts by itself, Play goes from
// event to event, and a packet is at one end of its way or the other.

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('with reduced motion nothing starts by itself', async ({ page, app }) => {
  await page.goto('./');
  await expect(app.button('Play')).toBeVisible();
  await expect(page.getByText(/^Each order goes to a worker/)).toBeVisible();
  await app.button('Show everything').click();
  const before = await app.time().textContent();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(app.time()).toHaveText(before!);
  await expect(app.button('Play')).toBeVisible();
});

test('Play goes from event to event, as the step button does, and packets jump', async ({ page, app }) => {
  const start = '1.s=at-least-once&t=1.0s';
  await app.open(start);
  const events = new Set<string>();
  for (let step = 0; step < 12; step += 1) {
    await app.button('Next event').click();
    events.add((await app.time().textContent())!);
  }
  await app.open(start);
  // Every moment that is shown from now on.
  const played = page.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const time = document.querySelector('output')!;
        const seen = new Set<string>();
        new MutationObserver(() => {
          seen.add(time.textContent);
          if (seen.size === 2) done([...seen]);
        }).observe(time, { childList: true, characterData: true, subtree: true });
      }),
  );
  await app.button('Play').click();
  for (const moment of await played) expect([...events]).toContain(moment);
  await app.button('Pause').click();

  // Halfway between its ends a packet is at one of them.
  await app.open('1.s=at-least-once&t=1.1s');
  const packet = (await app.packet(/^Publish of order 1/).boundingBox())!;
  const [from, to] = [(await app.node('Order Service').boundingBox())!, (await app.node('RabbitMQ').boundingBox())!];
  const middle = packet.x + packet.width / 2;
  const gap = to.x - (from.x + from.width);
  const part = (middle - from.x - from.width) / gap;
  expect(Math.min(Math.abs(part), Math.abs(part - 1))).toBeLessThan(0.15);
});
