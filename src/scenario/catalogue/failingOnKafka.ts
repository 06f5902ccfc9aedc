import type { ScenarioFile } from '../schema/scenario';
import { DLQ, nearDatabase, processing, WAITS } from './failing';

/**
 * Retries on Kafka: a topic for each wait, in a row, and a consumer for each, which waits before it tries. A record
 * keeps its place until it is committed, so that to wait in the first topic would hold up all that is behind it.
 */

type Program = NonNullable<ScenarioFile['programs']>[string];

const TOPIC = 'orders';
const retryTopic = (wait: string) => `orders-retry-${wait}`;

/** The topics in the order of the attempts, with the wait before each. */
const STAGES = [
  { topic: TOPIC, wait: null, name: 'payment-1', title: 'Payment Worker 1' },
  ...WAITS.map((wait) => ({ topic: retryTopic(wait), wait, name: `retry-${wait}`, title: `Retry after ${wait}` })),
];
const nextOf = (stage: number) => STAGES[stage + 1]?.topic ?? DLQ;

function programOf(stage: number): Program {
  const { wait } = STAGES[stage]!;
  const next = nextOf(stage);
  const before = [
    'for (const message of await consumer.poll()) {',
    ...(wait === null ? [] : [`  await sleep('${wait}'); // the topic says how long`]),
    '  try {',
  ];
  const at = before.length;
  return {
    code: [
      ...before,
      '    await processMessage(message);',
      '  } catch (error) {',
      `    await producer.send('${next}', message, {`,
      next === DLQ
        ? "      'x-original-error': error.message, 'x-failed-at': Date.now() });"
        : `      'x-retry-count': ${stage + 1} });`,
      '  }',
      '  await consumer.commitSync(message.offset + 1);',
      '}',
    ],
    steps: [
      { step: 'receive', label: 'receiving', line: 1 },
      ...(wait === null ? [] : [{ step: 'sleep' as const, for: wait, clock: 'waiting', label: 'waiting', line: 2 }]),
      ...processing(at + 1),
      {
        step: 'publish',
        catch: '*',
        to: next,
        headers:
          next === DLQ ? { 'x-original-error': 'error', 'x-failed-at': 'now' } : { 'x-retry-count': 'retries + 1' },
        label: next === DLQ ? 'putting aside' : 'sending on',
        line: at + 3,
      },
      { step: 'ack', label: 'committing', line: at + 6 },
      { step: 'nack', catch: '*', requeue: true, label: 'going back', line: at + 6 },
    ],
  };
}

const programName = (stage: number) => `on-kafka-${stage}`;

export const kafkaPrograms: Readonly<Record<string, Program>> = Object.fromEntries(
  STAGES.map((_, stage) => [programName(stage), programOf(stage)]),
);

/** What turns the scenario into one on Kafka. */
export const onKafka = {
  brokers: [
    {
      kind: 'kafka',
      name: 'kafka',
      groupInitialRebalanceDelay: '100ms',
      topics: [...STAGES.map(({ topic }) => ({ name: topic })), { name: DLQ, deadLetter: true }],
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: TOPIC,
      workload: {
        messages: 6,
        first: '1s',
        every: { exponential: { min: '150ms', mean: '30ms' } },
        failing: { messages: [3] },
      },
    },
  ],
  consumers: STAGES.map(({ topic, name, title }, stage) => ({
    name,
    title,
    broker: 'kafka',
    topic,
    group: 'payments',
    program: programName(stage),
    database: 'database',
    earlierRetries: stage,
    enableAutoCommit: false,
    autoOffsetReset: 'earliest',
    publishesTo: [nextOf(stage)],
  })),
  'network.links': nearDatabase(STAGES.map(({ name }) => name)),
  'subscriptions[payments].of': 'payments',
};
