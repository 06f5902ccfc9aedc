import { expect, test } from './fixtures/app';

// Goal: what a log and its groups promise, as a person sees it: who reads, what comes twice, what counts once.

test('a member of a group leaves, another takes its partitions over, and every event is processed once', async ({
  app,
}) => {
  await app.open('1.s=order-events&v=leaves&t=2s');
  await expect(app.node('Consumer A2')).toHaveAttribute('aria-label', /up/);
  await app.toEnd();
  await expect(app.node('Consumer A2')).toHaveAttribute('aria-label', /ended/);
  await expect(app.cell('told yes', 1)).toHaveText('16');
});

test('one of three brokers dies: its partition waits, the others go on, and nothing is lost', async ({ app }) => {
  await app.open('1.s=order-events&v=brokers&f=own&t=3.4s');
  await expect(app.node('Kafka 2')).toHaveAttribute('aria-label', /crashed/);
  await expect(app.node('Kafka 1')).toHaveAttribute('aria-label', /up/);
  await app.toEnd();
  await expect(app.node('Kafka 2')).toHaveAttribute('aria-label', /up/);
  await expect(app.cell('told yes', 1)).toHaveText('16');
});

test('the idempotent producer: a lost answer stores twice what was under way without it, once with it', async ({
  app,
}) => {
  await app.open('1.s=kafka-idempotent-producer&v=off&f=own&t=1s');
  await app.toEnd();
  await expect(app.cell('told yes', 2)).toHaveText('2');
  await app.open('1.s=kafka-idempotent-producer&f=own&t=1s');
  await app.toEnd();
  await expect(app.cell('told yes', 1)).toHaveText('8');
});

test('exactly once: a crash before the commit doubles the charge without a transaction, and not with one', async ({
  app,
}) => {
  await app.open('1.s=kafka-exactly-once&v=no-transaction&f=own&t=1s');
  await app.toEnd();
  await expect(app.cell('told yes', 2)).toHaveText('1');
  await app.open('1.s=kafka-exactly-once&f=own&t=1s');
  await app.toEnd();
  await expect(app.cell('told yes', 1)).toHaveText('8');
});
