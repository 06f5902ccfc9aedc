import type { ScenarioFile } from '../schema/scenario';
import { ALL_BUT_ERRORS, NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

const answerLost = [{ when: { packet: 'produce-answer', nth: 3 }, what: 'lose' }] as const;
const refusedOnce = [{ when: { packet: 'produce', nth: 3 }, what: 'error', error: 'NOT_ENOUGH_REPLICAS' }] as const;

const neverTwice = {
  name: 'never-twice',
  kind: 'always',
  text: 'No order stands in the log twice',
  path: 'outcomes.stored.duplicated',
  equals: 0,
  covers: ALL_BUT_ERRORS,
} as const;
const neverLost = {
  name: 'never-lost',
  kind: 'always',
  text: 'Every order that was acknowledged is in the log',
  path: 'matrix.stored.acknowledged.0',
  equals: 0,
} as const;
const onceEach = {
  name: 'once-each',
  kind: 'shows',
  text: 'Every order stands in the log once',
  path: 'outcomes.stored.done',
  equals: 8,
} as const;
const fired = (text: string) =>
  ({ name: 'happened', kind: 'shows', text, path: 'faults.0.fired', equals: true }) as const;

export const kafkaIdempotentProducer: ScenarioFile = {
  format: 1,
  id: 'kafka-idempotent-producer',
  title: 'The producer that may ask twice',
  claim:
    'Kafka supports exactly-once semantics within the Kafka ecosystem using idempotent producers and transactional consumers.',
  text: [
    'The log has the order, and its acknowledgment is lost. The Order Service cannot tell this from an order that never arrived. It sends it again: that is what retries are for.',
    'With enable.idempotence each record carries the producer’s id and a sequence number. Kafka knows the last five batches of each producer in each partition: what it has already, it acknowledges and does not append.',
    'The same numbers keep the order: what comes too early is refused until what is missing is there.',
    'It is the client’s own retries that are covered, and no more. An application that sends an order again sends a new record.',
  ],
  try: 'Take idempotence away, and lose the answers to three orders in a row.',
  simplifications: [SLOWED_DOWN, SHORT_WAIT, NO_COPIES],
  tags: ['delivery guarantees'],
  seed: 1,
  until: '30s',
  brokers: [
    {
      kind: 'kafka',
      name: 'kafka',
      groupInitialRebalanceDelay: '500ms',
      topics: [{ name: 'orders', output: { subscription: 'stored' } }],
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'orders',
      idempotence: true,
      workload: { messages: 8, first: '1500ms', every: { exponential: { min: '60ms', mean: '20ms' } }, keys: ['ada'] },
    },
  ],
  consumers: [
    {
      name: 'billing',
      title: 'Billing',
      broker: 'kafka',
      topic: 'orders',
      group: 'billing',
      program: 'read',
      enableAutoCommit: false,
      autoOffsetReset: 'earliest',
      sessionTimeout: '6s',
      heartbeatInterval: '2s',
    },
  ],
  network: { latency: { exponential: { min: '150ms', mean: '20ms' } } },
  subscriptions: [{ name: 'stored', of: 'billing' }],
  programs: {
    read: {
      code: ['for (const order of await consumer.poll()) {', '  await consumer.commitSync(order.offset + 1);', '}'],
      steps: [
        { step: 'receive', line: 1 },
        { step: 'ack', label: 'committing', line: 2 },
      ],
    },
  },
  faults: [...answerLost],
  knobs: [
    {
      id: 'idempotence',
      label: 'enable.idempotence',
      path: 'producers[order-service].idempotence',
      choices: [true, false],
    },
    {
      id: 'in-flight',
      label: 'max.in.flight.requests.per.connection',
      help: 'How many requests may be under way. With 1 the order holds even without sequence numbers.',
      path: 'producers[order-service].maxInFlight',
      min: 1,
      max: 5,
    },
    { id: 'orders', label: 'Orders', path: 'producers[order-service].workload.messages', min: 1, max: 100 },
  ],
  assertions: [neverTwice, neverLost, onceEach, fired('An answer was lost')],
  variants: {
    article: { title: 'Idempotence on', text: 'As by default since Kafka 3.0.' },
    off: {
      title: 'Idempotence off',
      text: 'The log takes the order again, at another offset; and with it whatever else was under way when the connection fell.',
      set: { 'producers[order-service].idempotence': false },
      assertions: [
        neverLost,
        {
          name: 'stored-twice',
          kind: 'shows',
          text: 'The order whose answer was lost stands in the log twice',
          path: 'outcomes.stored.duplicated',
          min: 1,
        },
        fired('An answer was lost'),
      ],
    },
    'order-lost': {
      title: 'Idempotence off, a refusal',
      text: 'Kafka refuses the third order once; the ones behind it are under way and are appended. The third comes again, after them.',
      set: { 'producers[order-service].idempotence': false },
      faults: [...refusedOnce],
      assertions: [
        neverLost,
        { ...onceEach, text: 'Every order stands in the log once…' },
        {
          name: 'out-of-order',
          kind: 'shows',
          text: '…and one of them in the wrong place',
          path: 'order.stored.inversions',
          min: 1,
        },
        fired('An order was refused'),
      ],
    },
    'one-in-flight': {
      title: 'Idempotence off, one request at a time',
      text: 'The old remedy: nothing is sent behind the third order until it is answered. Its place is safe; a lost answer would still have it appended twice.',
      set: {
        'producers[order-service].idempotence': false,
        'producers[order-service].maxInFlight': 1,
      },
      faults: [...refusedOnce],
      assertions: [
        neverLost,
        onceEach,
        {
          name: 'kept-in-order',
          kind: 'shows',
          text: 'The order that was refused is in its place',
          path: 'order.stored.inversions',
          equals: 0,
        },
        fired('An order was refused'),
      ],
    },
    'order-kept': {
      title: 'Idempotence on, a refusal',
      text: 'What comes behind the third order is refused, too, until the third is there.',
      faults: [...refusedOnce],
      assertions: [
        neverTwice,
        neverLost,
        onceEach,
        {
          name: 'in-order',
          kind: 'always',
          text: 'The log has the orders in the order in which they were sent',
          path: 'order.stored.inversions',
          equals: 0,
          covers: ALL_BUT_ERRORS,
        },
        {
          name: 'kept-in-order',
          kind: 'shows',
          text: 'The order that was refused is in its place',
          path: 'order.stored.inversions',
          equals: 0,
        },
        fired('An order was refused'),
      ],
    },
  },
};
