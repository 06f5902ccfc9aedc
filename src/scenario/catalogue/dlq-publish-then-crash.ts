import type { ScenarioFile } from '../schema/scenario';
import {
  deadLetters,
  DLQ,
  MAIN,
  NEAR_NETWORK,
  nearDatabase,
  nothingVanishes,
  processing,
  SLOWED_LINKS,
} from './failing';
import { payments, paymentWorkers } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

/** What the article does once the retries are used up; here there are none, so that the two lines stand alone. */
const giveUp = (lines: readonly ['publish' | 'ack', 'publish' | 'ack']): Program => {
  const publish = [
    '    await deadLetterQueue.publish(message, {',
    "      'x-original-error': error.message, 'x-failed-at': Date.now() });",
  ];
  const ack = ['    mainQueue.ack(message); // remove it from the main queue'];
  const before = [
    'async function consumeMessage(message) {',
    '  try {',
    '    await processMessage(message);',
    '    mainQueue.ack(message);',
    '  } catch (error) {',
  ];
  const code = [...before, ...lines.flatMap((line) => (line === 'publish' ? publish : ack)), '  }', '}'];
  const lineOf = (what: 'publish' | 'ack') => code.indexOf(what === 'publish' ? publish[0]! : ack[0]!) + 1;
  return {
    code,
    steps: [
      { step: 'receive', label: 'receiving', line: 1 },
      ...processing(3),
      { step: 'ack', label: 'acking', line: 4 },
      { step: 'pass', catch: '*', label: 'catching', line: 5 },
      ...lines.map((what): Program['steps'][number] =>
        what === 'publish'
          ? {
              step: 'publish',
              if: 'caught',
              to: DLQ,
              headers: { 'x-original-error': 'error', 'x-failed-at': 'now' },
              label: 'putting aside',
              line: lineOf('publish'),
            }
          : { step: 'ack', if: 'caught', label: 'acking', line: lineOf('ack') },
      ),
      { step: 'nack', catch: '*', requeue: true, label: 'going back', line: lineOf('publish') },
    ],
  };
};

const crashed = {
  name: 'crashed',
  kind: 'shows',
  text: 'The worker died between the two lines',
  path: 'faults.0.fired',
  equals: true,
} as const;

const copies = (number: number, text: string) =>
  ({ name: 'copies-in-dlq', kind: 'shows', text, path: 'messages.2.copiesInDlq', equals: number }) as const;

/** Right behind the first of the two lines, at the order that fails. */
const crashBehind = (step: 'publish' | 'ack') =>
  ({
    when: { step, of: 'payment-1', message: 'order-3', edge: 'after' },
    what: 'crash',
    whom: 'payment-1',
    for: '600ms',
  }) as const;

export const dlqPublishThenCrash: ScenarioFile = {
  format: 1,
  id: 'dlq-publish-then-crash',
  title: 'Publish to the DLQ, then ack: a crash in between',
  claim: 'Route them to a DLQ for investigation … then remove the message from the main queue.',
  text: [
    'Two lines put a failed order aside: publish it to the dead letter queue, ack it in the main one. They go to two queues, and nothing makes them one act.',
    'The worker dies between them. RabbitMQ has the dead letter and has heard no ack, so the order comes again, fails again, and is put aside again: it lies in the dead letter queue twice.',
    'Swap the lines, and the same crash leaves it in neither queue. One of the two errors must be lived with; twice can be noticed afterwards, gone cannot.',
  ],
  try: 'Swap the lines (variant “Ack first”). Then find the one moment at which even RabbitMQ’s own dead lettering has the order twice: is there one?',
  simplifications: [SLOWED_LINKS],
  tags: ['failing well', 'dead letters', 'crash'],
  seed: 1,
  until: '30s',
  brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: MAIN }, deadLetters] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: MAIN,
      workload: {
        messages: 5,
        first: '300ms',
        every: { exponential: { min: '150ms', mean: '30ms' } },
        failing: { messages: [3] },
      },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(1, { prefetch: 1, program: 'publish-then-ack', pace: '4ms', reconnectAfter: '300ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...NEAR_NETWORK, links: nearDatabase(['payment-1']) },
  subscriptions: [{ name: 'payments', of: MAIN }],
  programs: {
    'publish-then-ack': giveUp(['publish', 'ack']),
    'ack-then-publish': giveUp(['ack', 'publish']),
    rejecting: {
      code: [
        'async function consumeMessage(message) {',
        '  try {',
        '    await processMessage(message);',
        '    channel.ack(message);',
        '  } catch (error) {',
        '    channel.reject(message, false); // one line: RabbitMQ dead-letters it',
        '  }',
        '}',
      ],
      steps: [
        { step: 'receive', label: 'receiving', line: 1 },
        ...processing(3),
        { step: 'ack', label: 'acking', line: 4 },
        { step: 'reject', catch: '*', label: 'rejecting', line: 6 },
      ],
    },
  },
  faults: [crashBehind('publish')],
  knobs: [
    {
      id: 'publisherConfirms',
      label: 'The worker waits for the confirm',
      help: 'Without it the publish is only known to have been written to the connection.',
      path: 'consumers[*].publisherConfirms',
      choices: [true, false],
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 3, max: 30 },
  ],
  assertions: [
    nothingVanishes,
    crashed,
    copies(2, 'Order 3 lies in the dead letter queue twice'),
    {
      name: 'counted-once',
      kind: 'shows',
      text: 'It is one message that is dead-lettered, however many copies there are',
      path: 'outcomes.payments.deadLettered',
      equals: 1,
    },
  ],
  variants: {
    article: { title: 'Publish, then ack' },
    'ack-first': {
      title: 'Ack first, then publish',
      text: 'The reverse order. The crash falls between the same two lines, and the order is in neither queue.',
      set: { 'consumers[*].program': 'ack-then-publish' },
      faults: [crashBehind('ack')],
      assertions: [
        crashed,
        copies(0, 'Order 3 is not in the dead letter queue'),
        {
          name: 'lost',
          kind: 'shows',
          text: 'It is lost, although its producer was told yes',
          path: 'lost.payments.acknowledged',
          equals: 1,
        },
      ],
    },
    'dead-letter-exchange': {
      title: 'One line: reject',
      text: 'The broker moves the order itself. There is no moment between two lines, since there is one; a crash before it repeats the attempt, a crash after it changes nothing.',
      set: {
        'consumers[*].program': 'rejecting',
        'brokers[rabbitmq].queues': [
          { name: MAIN, arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': DLQ } },
          deadLetters,
        ],
      },
      faults: [
        {
          when: { step: 'reject', of: 'payment-1', message: 'order-3', edge: 'after' },
          what: 'crash',
          whom: 'payment-1',
          for: '600ms',
        },
      ],
      assertions: [
        nothingVanishes,
        { ...crashed, text: 'The worker died right after its reject' },
        copies(1, 'Order 3 lies in the dead letter queue once'),
      ],
    },
  },
};
