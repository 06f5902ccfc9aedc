import type { ScenarioFile } from '../schema/scenario';
import {
  deadLetters,
  DLQ,
  MAIN,
  messageConsumer,
  NEAR_NETWORK,
  nearDatabase,
  nothingVanishes,
  oneWaitQueue,
  messageConsumerOneWait,
  rejecting,
  SLOWED_LINKS,
  waitQueues,
} from './failing';
import { kafkaPrograms, onKafka } from './failingOnKafka';
import { payments, paymentWorkers } from './parts';

/** From one attempt to the next: the wait, two ways, and the work before them; in ms from the first attempt. */
const attemptAt = (number: number, seconds: number, later: number) =>
  ({
    name: `attempt-${number}`,
    kind: 'shows',
    text: `Attempt ${number} comes ${seconds} s after the first, and the ways and the work between later (${later} ms at most)`,
    path: `messages.2.attemptsAfterMs.${number - 1}`,
    min: seconds * 1000,
    max: seconds * 1000 + later,
  }) as const;

/** On Kafka a retry waits in the hand of its topic's consumer, and is tried after that. */
const inTopic = (retry: number, seconds: number) =>
  ({
    name: `retry-${retry}`,
    kind: 'shows',
    text: `Retry topic ${retry} has it ${seconds} s after the first attempt and little more, and waits before it tries`,
    path: `messages.2.attemptsAfterMs.${retry}`,
    min: seconds * 1000,
    max: seconds * 1000 + 400 * retry + 300,
  }) as const;

const inDlqOnce = {
  name: 'in-the-dlq-once',
  kind: 'shows',
  text: 'Order 3 lies in the dead letter queue, once',
  path: 'messages.2.copiesInDlq',
  equals: 1,
} as const;

const othersDone = {
  name: 'others-done',
  kind: 'shows',
  text: 'All other orders are charged once',
  path: 'outcomes.payments.done',
  equals: 5,
} as const;

const deadLettered = {
  name: 'dead-lettered',
  kind: 'shows',
  text: 'One order is dead-lettered, none is lost',
  path: 'outcomes.payments.deadLettered',
  equals: 1,
} as const;

const deliveries = (times: number) =>
  ({
    name: 'attempts',
    kind: 'shows',
    text: `Order 3 is tried ${times === 1 ? 'once' : `${times} times`}`,
    path: 'messages.2.deliveries',
    equals: times,
  }) as const;

export const deadLetterQueue: ScenarioFile = {
  format: 1,
  id: 'dead-letter-queue',
  title: 'Dead letter queue: three retries, then aside',
  claim:
    'Instead of retrying forever or dropping failed messages, you route them to a DLQ for later inspection and manual intervention.',
  text: [
    'Order 3 cannot be charged, whoever tries. The worker catches the error, counts in a header, and sends the order round again: after 1 s, 2 s and 4 s. maxRetries is 3, so there are 4 attempts: the first, and three retries.',
    'RabbitMQ’s nack has no delay and no headers. A retry is therefore a publish to a queue that nobody reads, whose time to live brings the order back, and then an ack; there is one such queue for each wait.',
    'After the fourth attempt the order goes to the dead letter queue with what is known of it: x-retry-count, x-original-error, x-failed-at. Only when RabbitMQ has confirmed that does the worker ack. The other orders never waited for it.',
  ],
  try: 'Lose the confirm of a retry on its way to the worker. How many orders 3 are under way then?',
  simplifications: [SLOWED_LINKS],
  tags: ['failing well', 'dead letters', 'retries'],
  seed: 1,
  until: '60s',
  brokers: [{ kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: MAIN }, ...waitQueues, deadLetters] }],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'rabbitmq',
      routingKey: MAIN,
      workload: {
        messages: 6,
        first: '300ms',
        every: { exponential: { min: '150ms', mean: '30ms' } },
        failing: { messages: [3] },
      },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: paymentWorkers(1, { prefetch: 1, program: 'message-consumer', pace: '4ms', reconnectAfter: '300ms' }),
  databases: [{ name: 'database', title: 'payments', tables: [payments] }],
  network: { ...NEAR_NETWORK, links: nearDatabase(['payment-1']) },
  subscriptions: [{ name: 'payments', of: MAIN }],
  programs: {
    'message-consumer': messageConsumer,
    'one-wait-queue': messageConsumerOneWait,
    rejecting,
    ...kafkaPrograms,
  },
  faults: [],
  knobs: [
    {
      id: 'maxRetries',
      label: 'maxRetries',
      help: 'Retries after the first attempt; beyond the third each waits 4 s.',
      path: 'consumers[*].maxRetries',
      min: 0,
      max: 10,
    },
    {
      id: 'times',
      label: 'Attempts at order 3 that fail',
      help: 'null: all of them. With 2 it is charged at the third attempt.',
      path: 'producers[order-service].workload.failing.times',
      choices: [1, 2, 3, 4],
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 3, max: 50 },
  ],
  assertions: [
    nothingVanishes,
    deliveries(4),
    attemptAt(2, 1, 350),
    attemptAt(3, 3, 700),
    attemptAt(4, 7, 1_050),
    inDlqOnce,
    deadLettered,
    othersDone,
  ],
  variants: {
    article: { title: 'The article’s MessageConsumer' },
    recovers: {
      title: 'Trouble that passes',
      text: 'The bank is back before the retries are used up: the first two attempts fail, the third charges.',
      set: { 'producers[order-service].workload.failing.times': 2 },
      assertions: [
        nothingVanishes,
        deliveries(3),
        attemptAt(2, 1, 350),
        attemptAt(3, 3, 700),
        {
          name: 'all-done',
          kind: 'shows',
          text: 'Every order is charged once, order 3 at its third attempt',
          path: 'outcomes.payments.done',
          equals: 6,
        },
      ],
    },
    'one-wait-queue': {
      title: 'One wait queue for all',
      text: 'Each retry carries its own time to live into one queue. But RabbitMQ looks at the head only: order 12, which should wait for 1 s, stands behind order 3, which waits for 4 s.',
      set: {
        'consumers[*].program': 'one-wait-queue',
        'brokers[rabbitmq].queues': [{ name: MAIN }, oneWaitQueue, deadLetters],
        'producers[order-service].workload.messages': 12,
        'producers[order-service].workload.every': { exponential: { min: '400ms', mean: '30ms' } },
        'producers[order-service].workload.failing.messages': [3, 12],
      },
      assertions: [
        nothingVanishes,
        {
          name: 'held-back',
          kind: 'shows',
          text: 'The first retry of order 12 comes seconds late: it was behind order 3',
          path: 'messages.11.attemptsAfterMs.1',
          min: 2_500,
        },
        {
          name: 'both-put-aside',
          kind: 'shows',
          text: 'Both end in the dead letter queue all the same',
          path: 'outcomes.payments.deadLettered',
          equals: 2,
        },
      ],
    },
    'dead-letter-exchange': {
      title: 'RabbitMQ’s own dead lettering',
      text: 'The worker rejects what fails, once, and the queue’s dead letter exchange takes it. No retries, no publish by the worker, and so no moment in between; x-death says where it died.',
      set: {
        'consumers[*].program': 'rejecting',
        'brokers[rabbitmq].queues': [
          { name: MAIN, arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': DLQ } },
          deadLetters,
        ],
      },
      assertions: [nothingVanishes, deliveries(1), inDlqOnce, deadLettered, othersDone],
    },
    kafka: {
      title: 'On Kafka: retry topics',
      text: 'A log cannot set one record aside: it would hold up all behind it. So each wait has a topic and a consumer of its own, and the row of topics counts the retries.',
      set: onKafka,
      assertions: [
        nothingVanishes,
        deliveries(4),
        inTopic(1, 0),
        inTopic(2, 1),
        inTopic(3, 3),
        inDlqOnce,
        deadLettered,
        othersDone,
      ],
    },
  },
};
