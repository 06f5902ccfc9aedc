import type { ScenarioFile } from '../schema/scenario';
import {
  byCall,
  byQueue,
  CALL_NETWORK,
  CALLS_SLOWED_DOWN,
  chargeOnceAndAnswer,
  customers,
  paymentsDatabase,
  placeOrderByCall,
  yesMeansYes,
} from './callParts';
import { payments } from './parts';

const CUSTOMERS = 20;

const calling = byCall({ connections: 4, maxWaiting: 4 });
const queued = byQueue();
const withKeys = byCall({
  connections: 4,
  maxWaiting: 4,
  idempotencyKey: true,
  retry: { retries: 2, first: '200ms', jitter: 0.5 },
});

/** Slow, and never quite dead: what a call that is made again meets. */
const slowForLong = [{ when: { at: '2s' }, what: 'slow', whom: 'payment-service', factor: 8, for: '5s' }] as const;

const failed = {
  name: 'customers-fail',
  kind: 'shows',
  text: 'Customers of the Order Service fail, although nothing is wrong with it',
  path: 'beliefs.acknowledged',
  max: CUSTOMERS - 8,
} as const;

export const syncHttp: ScenarioFile = {
  format: 1,
  id: 'sync-http',
  title: 'Waiting on the line: a synchronous call',
  claim: 'If Service B is slow or down, Service A is blocked or fails.',
  text: [
    'Twenty customers order. For each the Order Service calls the Payment Service and waits: a time-out of 1 s, a pool of 4 connections, 4 callers that may wait for one.',
    'After 2 s the Payment Service slows down, then it dies, five seconds in all. First the pool fills with calls that wait; who finds it full is refused at once. When the Payment Service is dead, calls fail fast: nobody listens there.',
    'A time-out does not mean no. The slow Payment Service charged orders whose customers had long been told that something went wrong: nobody knows which.',
    'With a queue in between the Order Service needs only RabbitMQ to be up. The price: “accepted” is not “paid”, and RabbitMQ is now what must be up.',
  ],
  try: 'Give the call a time-out of 10 s. Do fewer customers fail, and what happens to those who come when the Payment Service is well again?',
  simplifications: [CALLS_SLOWED_DOWN, 'A connection of the pool is a place for one call: opening one takes no time.'],
  tags: ['why', 'http'],
  seed: 1,
  until: '40s',
  brokers: calling.brokers,
  producers: [customers({ messages: CUSTOMERS, first: '1s', every: { exponential: { min: '150ms', mean: '100ms' } } })],
  databases: [paymentsDatabase],
  network: { ...CALL_NETWORK, links: calling['network.links'] },
  subscriptions: [{ name: 'payments', of: 'payment-service' }],
  programs: calling.programs,
  faults: [
    { when: { at: '2s' }, what: 'slow', whom: 'payment-service', factor: 8, for: '2s' },
    { when: { at: '4s' }, what: 'crash', whom: 'payment-service', for: '3s' },
  ],
  knobs: [
    {
      id: 'timeout',
      label: 'Time-out of a call',
      help: 'How long the Order Service waits for the Payment Service.',
      path: 'brokers[order-service].clients[0].timeout',
      choices: ['500ms', '1s', '2s', '10s'],
    },
    {
      id: 'pool',
      label: 'Connections',
      help: 'Calls that the Order Service has under way at a time.',
      path: 'brokers[order-service].clients[0].connections',
      min: 1,
      max: 20,
    },
    {
      id: 'waiting',
      label: 'Waiting callers',
      help: 'Calls that may wait for a connection; who comes then is refused.',
      path: 'brokers[order-service].clients[0].maxWaiting',
      min: 0,
      max: 20,
    },
    { id: 'customers', label: 'Customers', path: 'producers[customers].workload.messages', min: 1, max: 200 },
  ],
  assertions: [
    yesMeansYes,
    failed,
    {
      name: 'nobody-knows',
      kind: 'shows',
      text: 'Of some orders the customer cannot know whether they are paid',
      path: 'beliefs.unknown',
      min: 3,
    },
    {
      name: 'paid-all-the-same',
      kind: 'shows',
      text: 'And some of these are paid',
      path: 'matrix.payments.unknown.1',
      min: 1,
    },
    {
      name: 'never-twice',
      kind: 'shows',
      text: 'No order is paid twice: nobody tries again',
      path: 'outcomes.payments.duplicated',
      equals: 0,
    },
  ],
  variants: {
    call: { title: 'Call', text: 'The Order Service calls, and its customers wait with it.' },
    queue: {
      title: 'Queue',
      text: 'The Order Service publishes and answers 202 Accepted. The same outage, and no customer notices it.',
      set: { ...queued, subscriptions: [{ name: 'payments', of: 'order-processing-queue' }], knobs: [] },
      assertions: [
        yesMeansYes,
        {
          name: 'nobody-fails',
          kind: 'shows',
          text: 'No customer fails',
          path: 'beliefs.acknowledged',
          equals: CUSTOMERS,
        },
        {
          name: 'all-paid',
          kind: 'shows',
          text: 'Every order is paid in the end',
          path: 'matrix.payments.acknowledged.0',
          equals: 0,
        },
        {
          name: 'waited',
          kind: 'shows',
          text: 'What came meanwhile waited in the queue',
          path: 'metrics.payments.depthMax',
          min: 6,
        },
      ],
    },
    'queue-down': {
      title: 'Queue, without its broker',
      text: 'The Payment Service is well, and RabbitMQ is down for the same five seconds. The errors are back: now it is the broker that must be up.',
      set: { ...queued, subscriptions: [{ name: 'payments', of: 'order-processing-queue' }], knobs: [] },
      faults: [{ when: { at: '2s' }, what: 'crash', whom: 'rabbitmq', for: '5s' }],
      assertions: [
        yesMeansYes,
        {
          name: 'customers-fail',
          kind: 'shows',
          text: 'Customers fail again',
          path: 'beliefs.acknowledged',
          max: CUSTOMERS - 3,
        },
      ],
    },
    retry: {
      title: 'Call, and try again',
      text: 'The Payment Service is slow for five seconds, and does not die. Two more attempts, with growing waits and jitter: it gets up to three times as much to do, and what it did behind a time-out it does again.',
      set: {
        'brokers[order-service].clients[0].retry': { retries: 2, first: '200ms', jitter: 0.5 },
        'producers[customers].timeout': '8s',
      },
      faults: [...slowForLong],
      assertions: [
        yesMeansYes,
        {
          name: 'twice',
          kind: 'shows',
          text: 'Some orders are paid twice',
          path: 'outcomes.payments.duplicated',
          min: 1,
        },
      ],
    },
    key: {
      title: 'Try again, with a key',
      text: 'Each attempt carries the same Idempotency-Key, and the Payment Service writes it down in one transaction with the charge: attempts more than one, charges at most one.',
      set: {
        ...withKeys,
        programs: { 'place-order': placeOrderByCall, charge: chargeOnceAndAnswer },
        databases: [
          { name: 'database', title: 'payments', tables: [payments, { name: 'keys', unique: true, verb: 'noted' }] },
        ],
        'producers[customers].timeout': '8s',
      },
      faults: [...slowForLong],
      assertions: [
        yesMeansYes,
        {
          name: 'never-twice',
          kind: 'always',
          text: 'No order is paid twice',
          path: 'outcomes.payments.duplicated',
          equals: 0,
        },
      ],
    },
  },
};
