import type { ScenarioFile } from '../schema/scenario';
import { CALL_NETWORK, CALLS_SLOWED_DOWN, yesMeansYes } from './callParts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const USERS = 12;

const reports = { name: 'reports', effect: true, verb: 'generated' } as const;
const database = { name: 'database', title: 'reports', tables: [reports] };
const toDatabase = (from: string) => ({
  between: [from, 'database'] as [string, string],
  latency: { exponential: { min: '40ms', mean: '5ms' } },
});

/** What takes long: drawn once, alike in both forms. */
const rendering = {
  step: 'sleep',
  for: { exponential: { min: '1200ms', mean: '300ms' } },
  clock: 'rendering',
  label: 'rendering',
} as const;

const inTheRequest: Program = {
  code: [
    "app.post('/reports', async (req, res) => {",
    '  const pdf = await render(req.report); // a second or two',
    "  await db.query('INSERT INTO reports VALUES ($1, $2)', [req.report.id, pdf]);",
    "  res.status(201).send('here it is');",
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { ...rendering, line: 2 },
    { step: 'insert', table: 'reports', label: 'storing', line: 3 },
    { step: 'respond', status: 201, label: 'answering 201', line: 4 },
  ],
};

const outOfTheRequest: Program = {
  code: [
    "app.post('/reports', async (req, res) => {",
    "  await queue.publish('reports', req.report);",
    "  res.status(202).send('you will get it by e-mail');",
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'publish', to: 'rabbitmq', label: 'publishing', line: 2 },
    { step: 'respond', status: 503, catch: '*', label: 'answering 503', line: 3 },
    { step: 'respond', status: 202, label: 'answering 202', line: 3 },
  ],
};

const byWorker: Program = {
  code: [
    "channel.consume('reports', async (report) => {",
    '  const pdf = await render(report); // a second or two',
    "  await db.query('INSERT INTO reports VALUES ($1, $2)', [report.id, pdf]);",
    '  channel.ack(report);',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { ...rendering, line: 2 },
    { step: 'insert', table: 'reports', label: 'storing', line: 3 },
    { step: 'ack', label: 'acking', line: 4 },
  ],
};

const webApp = { kind: 'http', name: 'web-app', title: 'Web App', program: 'report', concurrency: 2 } as const;

const inside = {
  brokers: [{ ...webApp, backlog: 20, database: 'database' }],
  consumers: [],
  programs: { report: inTheRequest },
  subscriptions: [{ name: 'reports', of: 'web-app' }],
  'network.links': [toDatabase('web-app')],
};

const outside = {
  brokers: [
    {
      ...webApp,
      backlog: 20,
      clients: [{ broker: 'rabbitmq', routingKey: 'reports', confirmTimeout: '2s', reconnectAfter: '500ms' }],
    },
    { kind: 'rabbitmq', name: 'rabbitmq', queues: [{ name: 'reports' }] } satisfies ScenarioFile['brokers'][number],
  ],
  consumers: [
    {
      name: 'report-worker',
      title: 'Report Worker',
      broker: 'rabbitmq',
      queue: 'reports',
      program: 'render',
      concurrency: 2,
      prefetch: 2,
      database: 'database',
    },
  ],
  programs: { report: outOfTheRequest, render: byWorker },
  subscriptions: [{ name: 'reports', of: 'reports' }],
  'network.links': [toDatabase('report-worker')],
};

const { 'network.links': links, ...first } = outside;

const allThere = {
  name: 'all-there',
  kind: 'shows',
  text: 'Every report is generated once',
  path: 'outcomes.reports.done',
  equals: USERS,
} as const;

const promise = { ...yesMeansYes, text: 'Who was told yes gets a report', path: 'matrix.reports.acknowledged.0' };

export const asyncProcessing: ScenarioFile = {
  format: 1,
  id: 'async-processing',
  title: 'Async processing: slow work out of the request',
  claim:
    'Move time-consuming tasks (email sending, image processing, report generation) out of the request-response cycle.',
  text: [
    'A report takes more than a second to render, and the Web App renders two at a time. Users ask for two a second.',
    'Within the request each user waits for the rendering, and before that for a free thread: every second of a backlog is a second that somebody looks at a spinner.',
    'Out of the request the Web App only writes down what is to be done. It answers in half a second, however long the queue is, and the threads are free for others. The report is there just as late as before: it is the answer that comes sooner.',
    '202 Accepted says that it was taken over, not that it is done. How the user gets the report is another story: an e-mail, a page that asks again.',
  ],
  try: 'Let four users a second ask. Which of the two answers still comes at once, and which figure grows in both?',
  simplifications: [CALLS_SLOWED_DOWN],
  tags: ['why', 'http', 'async'],
  noun: ['report', 'reports'],
  seed: 1,
  until: '60s',
  ...first,
  producers: [
    {
      name: 'users',
      title: 'User',
      broker: 'web-app',
      message: 'report',
      connections: null,
      timeout: '20s',
      workload: { messages: USERS, first: '500ms', every: { exponential: { min: '350ms', mean: '150ms' } } },
    },
  ],
  databases: [database],
  network: { ...CALL_NETWORK, links },
  knobs: [
    {
      id: 'arrivals',
      label: 'Time between users',
      path: 'producers[users].workload.every',
      choices: ['250ms', '500ms', '1s', '2s'],
    },
    { id: 'threads', label: 'Threads of the Web App', path: 'brokers[web-app].concurrency', min: 1, max: 20 },
    { id: 'users', label: 'Users', path: 'producers[users].workload.messages', min: 1, max: 200 },
  ],
  assertions: [
    promise,
    {
      name: 'answers-at-once',
      kind: 'shows',
      text: 'The slowest answer comes within 0.6 s',
      path: 'response.ms.p99',
      max: 600,
    },
    {
      name: 'done-later',
      kind: 'shows',
      text: 'The report itself takes more than a second',
      path: 'metrics.reports.latencyMs.p50',
      min: 1_200,
    },
    allThere,
  ],
  variants: {
    queue: { title: 'Out of the request', text: 'The Web App publishes and answers 202 Accepted.' },
    call: {
      title: 'Within the request',
      text: 'The Web App renders, and the user waits.',
      set: inside,
      assertions: [
        promise,
        {
          name: 'answers-late',
          kind: 'shows',
          text: 'Half of the users wait longer than a second and a half for their answer',
          path: 'response.ms.p50',
          min: 1_500,
        },
        allThere,
      ],
    },
  },
};
