import type { ScenarioFile } from '../schema/scenario';
import {
  byCall,
  byQueue,
  CALL_NETWORK,
  CALLS_SLOWED_DOWN,
  customers,
  paymentsDatabase,
  yesMeansYes,
} from './callParts';

const CUSTOMERS = 24;

const queued = byQueue();
const calling = byCall({ connections: 20, maxWaiting: 0 });

/** A new version is deployed: the process ends, and four seconds later its successor starts. */
const deployment = [{ when: { at: '2s' }, what: 'crash', whom: 'payment-service', for: '4s' }] as const;

const nobodyFails = {
  name: 'nobody-fails',
  kind: 'shows',
  text: 'No customer notices anything',
  path: 'beliefs.acknowledged',
  equals: CUSTOMERS,
} as const;

const allPaid = {
  name: 'all-paid',
  kind: 'shows',
  text: 'Every order is paid afterwards',
  path: 'matrix.payments.acknowledged.0',
  equals: 0,
} as const;

const steady = {
  name: 'steady',
  kind: 'shows',
  text: 'The slowest answer comes within 0.6 s, outage or not',
  path: 'response.ms.p99',
  max: 600,
} as const;

export const decoupling: ScenarioFile = {
  format: 1,
  id: 'decoupling',
  title: 'Decoupling: leaving a note',
  claim: 'Producers and consumers are independent. They can be deployed, scaled, and updated separately.',
  text: [
    'A new version of the Payment Service is deployed: its process ends, and the next one is up four seconds later. Meanwhile customers go on ordering.',
    'The Order Service needs RabbitMQ, not the Payment Service. It answers as fast as before, and what it has left in the queue is waiting when the new version starts.',
    'The old process is killed, as deployments do when they lose patience: what it had in hand comes again, and an order that it had charged and not acked is charged twice. That is another story, at-least-once.',
    'Nobody had to agree on a moment: not for the deployment, and not for a second worker, which takes its share without a word to anyone.',
  ],
  try: 'Take RabbitMQ down instead, at the same moment for as long. Whom have you decoupled from whom, and who now depends on what?',
  simplifications: [CALLS_SLOWED_DOWN],
  tags: ['why', 'http', 'decoupling'],
  seed: 1,
  until: '40s',
  brokers: queued.brokers,
  producers: [customers({ messages: CUSTOMERS, first: '1s', every: { exponential: { min: '150ms', mean: '100ms' } } })],
  consumers: queued.consumers,
  databases: [paymentsDatabase],
  network: { ...CALL_NETWORK, links: queued['network.links'] },
  subscriptions: [{ name: 'payments', of: 'order-processing-queue' }],
  programs: queued.programs,
  faults: [...deployment],
  knobs: [
    { id: 'customers', label: 'Customers', path: 'producers[customers].workload.messages', min: 1, max: 200 },
    {
      id: 'arrivals',
      label: 'Time between customers',
      path: 'producers[customers].workload.every',
      choices: ['100ms', '250ms', '500ms', '1s'],
    },
  ],
  assertions: [
    yesMeansYes,
    nobodyFails,
    allPaid,
    steady,
    {
      name: 'waited',
      kind: 'shows',
      text: 'What came meanwhile waited in the queue',
      path: 'metrics.payments.depthMax',
      min: 8,
    },
  ],
  variants: {
    deployed: { title: 'Deployed', text: 'The Payment Service is updated while customers order.' },
    scaled: {
      title: 'Scaled',
      text: 'The Payment Service handles one order at a time and falls behind. A second one starts at 4 s and takes its share of what waits.',
      set: byQueue([
        { concurrency: 1, prefetch: 1 },
        { concurrency: 1, prefetch: 1, starts: '4s' },
      ]),
      faults: [],
      assertions: [
        yesMeansYes,
        nobodyFails,
        allPaid,
        steady,
        {
          name: 'none-twice',
          kind: 'shows',
          text: 'Each order goes to one of them',
          path: 'outcomes.payments.done',
          equals: CUSTOMERS,
        },
      ],
    },
    call: {
      title: 'Coupled by a call',
      text: 'The same deployment, and the Order Service calls. Every customer who comes in these four seconds is turned away.',
      set: { ...calling, subscriptions: [{ name: 'payments', of: 'payment-service' }] },
      assertions: [
        yesMeansYes,
        {
          name: 'customers-fail',
          kind: 'shows',
          text: 'Customers fail while the Payment Service is deployed',
          path: 'beliefs.acknowledged',
          max: CUSTOMERS - 8,
        },
      ],
    },
  },
};
