import type { ScenarioFile } from '../schema/scenario';

/** What the scenarios of failing messages share: the article's MessageConsumer, its queues, an order that cannot be charged. */

type Program = NonNullable<ScenarioFile['programs']>[string];
type Queue = {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly deadLetter?: boolean;
};

export const MAIN = 'order-processing-queue';
export const DLQ = 'order-dlq';
export const WAITS = ['1s', '2s', '4s'] as const;
export const waitQueue = (wait: string) => `wait-${wait}`;

/** Near enough to the article's seconds that these stay what one sees; the page slows everything down alike. */
export const NEAR_NETWORK = { latency: { exponential: { min: '35ms', mean: '5ms' } } } as const;
export const nearDatabase = (workers: readonly string[]) =>
  workers.map((worker) => ({
    between: [worker, 'database'] as [string, string],
    latency: { exponential: { min: '12ms', mean: '2ms' } },
  }));

export const SLOWED_LINKS =
  'Links take about 40 ms here, some twenty times longer than in a data centre, so that you can watch what is on them. Each attempt is later by the ways and the work before it.';

/** Where an order waits for its next attempt: nobody reads there, and what has waited long enough goes back. */
export const waitQueues: readonly Queue[] = WAITS.map((wait) => ({
  name: waitQueue(wait),
  arguments: {
    'x-message-ttl': Number.parseInt(wait, 10) * 1000,
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': MAIN,
  },
}));

export const deadLetters: Queue = { name: DLQ, deadLetter: true };

/** The work itself: an order that is marked as failing is refused by the bank. */
export const processing = (line: number): Program['steps'] => [
  {
    step: 'sleep',
    for: { exponential: { min: '50ms', mean: '8ms' } },
    clock: 'working',
    label: 'processing',
    line,
  },
  { step: 'fail', if: 'failing', error: 'card-expired', label: 'failing', line },
  { step: 'insert', table: 'payments', label: 'charging', line },
];

/** With one queue for all waits, each message has a time to live of its own. */
export const oneWaitQueue: Queue = {
  name: 'wait',
  arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': MAIN },
};

/**
 * The article's MessageConsumer in our own words. basic.nack has neither a delay nor headers, so that a retry is a
 * publish to the queue that waits so long, and an ack.
 */
export const messageConsumer: Program = {
  code: [
    'class MessageConsumer {',
    '  async consumeMessage(message) {',
    "    const retryCount = message.headers['x-retry-count'] ?? 0;",
    '    try {',
    '      await this.processMessage(message);',
    '      this.mainQueue.ack(message);',
    '    } catch (error) {',
    '      if (retryCount >= this.maxRetries) {',
    '        console.error(`${message.id} failed after ${this.maxRetries} retries`);',
    '        await this.deadLetterQueue.publish(message, {',
    "          'x-original-error': error.message, 'x-failed-at': Date.now() });",
    '        this.mainQueue.ack(message); // remove it from the main queue',
    '      } else {',
    '        const delay = 2 ** retryCount * 1000; // 1 s, 2 s, 4 s',
    '        await this.waitQueue[delay].publish(message, {',
    "          'x-retry-count': retryCount + 1 }); // nack knows no delay",
    '        this.mainQueue.ack(message);',
    '      }',
    '    } // a publish that is not confirmed: nack, it comes again',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', label: 'receiving', line: 2 },
    { step: 'pass', label: 'reading the count', line: 3 },
    ...processing(5),
    { step: 'ack', label: 'acking', line: 6 },
    { step: 'pass', catch: '*', label: 'catching', line: 7 },
    { step: 'pass', if: ['caught', 'no retries left'], label: 'giving up', line: 9 },
    {
      step: 'publish',
      if: ['caught', 'no retries left'],
      to: DLQ,
      headers: { 'x-original-error': 'error', 'x-failed-at': 'now' },
      label: 'putting aside',
      line: 10,
    },
    { step: 'ack', if: ['caught', 'no retries left'], label: 'acking', line: 12 },
    { step: 'pass', if: ['caught', 'retries left'], label: 'choosing the wait', line: 14 },
    {
      step: 'publish',
      if: ['caught', 'retries left'],
      to: WAITS.map(waitQueue),
      headers: { 'x-retry-count': 'retries + 1' },
      label: 'sending it round',
      line: 15,
    },
    { step: 'ack', if: ['caught', 'retries left'], label: 'acking', line: 17 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 19 },
  ],
};

/** The same with one wait queue. */
export const messageConsumerOneWait: Program = {
  code: messageConsumer.code!.map((line) =>
    line
      .replace('this.waitQueue[delay].publish(message, {', 'this.waitQueue.publish(message, {')
      .replace(
        "'x-retry-count': retryCount + 1 }); // nack knows no delay",
        "'x-retry-count': retryCount + 1 }, { expiration: delay });",
      ),
  ),
  steps: messageConsumer.steps.map((step) =>
    step.step === 'publish' && step.to !== DLQ ? { ...step, to: oneWaitQueue.name, expiration: [...WAITS] } : step,
  ),
};

/** No retries: what fails is rejected, and the queue's own dead letter exchange takes it. */
export const rejecting: Program = {
  code: [
    'async function consumeMessage(message) {',
    '  try {',
    '    await processMessage(message);',
    '    channel.ack(message);',
    '  } catch (error) {',
    '    channel.reject(message, false); // do not requeue: dead-letter it',
    '  }',
    '}',
  ],
  steps: [
    { step: 'receive', label: 'receiving', line: 1 },
    ...processing(3),
    { step: 'ack', label: 'acking', line: 4 },
    { step: 'reject', catch: '*', label: 'rejecting', line: 6 },
  ],
};

/** What no fault may do: an order that was acknowledged is charged, or put aside, or still on its way. */
export const nothingVanishes = {
  name: 'nothing-vanishes',
  kind: 'always',
  text: 'No order that was acknowledged is lost: it is charged, or lies in the dead letter queue',
  path: 'lost.payments.acknowledged',
  equals: 0,
  settled: true,
} as const;
