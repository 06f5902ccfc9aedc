import type { ScenarioFile } from '../schema/scenario';
import { SLOWED_DOWN, SLOW_NETWORK } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];

/** The three who want to know of a signup: what each does with it, and where that is written down. */
const subscribers = [
  { name: 'email', title: 'Email Service', table: 'emails', verb: 'sent', does: 'sendWelcome', label: 'writing' },
  {
    name: 'analytics',
    title: 'Analytics Service',
    table: 'signups',
    verb: 'tracked',
    does: 'track',
    label: 'counting',
  },
  { name: 'crm', title: 'CRM Service', table: 'leads', verb: 'created', does: 'createLead', label: 'creating a lead' },
] as const;

const serviceOf = (subscriber: string) => `${subscriber}-service`;
const databaseOf = (subscriber: string) => `${subscriber}-database`;

const program = ({ table, does, label }: (typeof subscribers)[number]): Program => ({
  code: [
    'async function onSignup(user) {',
    `  const row = await ${does}(user);`,
    `  await db.query('INSERT INTO ${table} VALUES ($1, $2)', [user.id, row]);`,
    '  channel.ack(user);',
    '}',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'sleep', for: { exponential: { min: '100ms', mean: '15ms' } }, clock: 'working', label, line: 2 },
    { step: 'insert', table, label: 'noting', line: 3 },
    { step: 'ack', label: 'acking', line: 4 },
  ],
});

const reachesAll = subscribers.map(({ name, title }) => ({
  name: `never-lost-${name}`,
  kind: 'always' as const,
  text: `No signup that was acknowledged is lost for the ${title}, once everything has come back`,
  path: `matrix.${name}.acknowledged.0`,
  equals: 0,
  settled: true,
}));

export const userSignup: ScenarioFile = {
  format: 1,
  id: 'user-signup',
  title: 'Publish and subscribe: everybody hears of it',
  claim: 'Each subscriber receives a copy of every message. ALL services receive the signup event.',
  text: [
    'The Auth Service publishes a signup once, to an exchange, and does not know who listens. RabbitMQ puts a copy into the queue of every subscriber: one message, three copies, three acks.',
    'A topic is not a place where messages lie. What waits, waits in each subscriber’s own queue, and only there.',
    'The CRM Service goes down for a while. Its queue grows and is worked off afterwards; the Email Service and the Analytics Service do not notice.',
  ],
  try: 'Kill the Email Service instead. Then lose a signup between the Auth Service and RabbitMQ: who misses it?',
  simplifications: [SLOWED_DOWN],
  tags: ['patterns', 'publish/subscribe'],
  noun: ['signup', 'signups'],
  seed: 1,
  until: '30s',
  brokers: [
    {
      kind: 'rabbitmq',
      name: 'rabbitmq',
      exchanges: [{ name: 'user-signup', type: 'fanout' }],
      queues: subscribers.map(({ name }) => ({ name })),
      bindings: subscribers.map(({ name }) => ({ source: 'user-signup', destination: name })),
    },
  ],
  producers: [
    {
      name: 'auth-service',
      title: 'Auth Service',
      broker: 'rabbitmq',
      exchange: 'user-signup',
      message: 'signup',
      workload: { messages: 8, first: '1s', every: { exponential: { min: '650ms', mean: '80ms' } } },
      confirmTimeout: '2s',
      retry: { retries: 3, first: '500ms' },
    },
  ],
  consumers: subscribers.map(({ name, title }) => ({
    name: serviceOf(name),
    title,
    broker: 'rabbitmq',
    queue: name,
    program: name,
    database: databaseOf(name),
    prefetch: 1,
    reconnectAfter: '600ms',
  })),
  databases: subscribers.map(({ name, table, verb }) => ({
    name: databaseOf(name),
    title: table,
    tables: [{ name: table, effect: true, verb }],
  })),
  network: {
    ...SLOW_NETWORK,
    links: subscribers.map(({ name }) => ({
      between: [serviceOf(name), databaseOf(name)] as [string, string],
      latency: { exponential: { min: '50ms', mean: '5ms' } },
    })),
  },
  subscriptions: subscribers.map(({ name }) => ({ name, of: name })),
  programs: Object.fromEntries(subscribers.map((subscriber) => [subscriber.name, program(subscriber)])),
  faults: [
    {
      when: { step: 'insert', of: 'crm-service', edge: 'before', nth: 2 },
      what: 'crash',
      whom: 'crm-service',
      for: '4s',
    },
  ],
  knobs: [
    { id: 'signups', label: 'Signups', path: 'producers[auth-service].workload.messages', min: 1, max: 100 },
    {
      id: 'prefetch',
      label: 'Prefetch',
      help: 'How many unacked signups a service may hold; 0 is unlimited.',
      path: 'consumers[*].prefetch',
      min: 0,
      max: 10,
    },
  ],
  assertions: [
    ...reachesAll,
    ...subscribers.map(({ name, title }) => ({
      name: `all-reach-${name}`,
      kind: 'shows' as const,
      text: `The ${title} has handled every signup once`,
      path: `outcomes.${name}.done`,
      equals: 8,
    })),
    {
      name: 'crm-is-late',
      kind: 'shows',
      text: 'What came while the CRM Service was down waited for seconds',
      path: 'metrics.crm.latencyMs.p99',
      min: 3000,
    },
    {
      name: 'email-is-not',
      kind: 'shows',
      text: 'No welcome email was late for it',
      path: 'metrics.email.latencyMs.p99',
      max: 2000,
    },
    {
      name: 'analytics-is-not',
      kind: 'shows',
      text: 'And no figure of the Analytics Service',
      path: 'metrics.analytics.latencyMs.p99',
      max: 2000,
    },
  ],
  variants: { article: { title: 'Three subscribers' } },
};
