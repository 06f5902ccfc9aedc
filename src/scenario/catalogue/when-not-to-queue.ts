import type { ScenarioFile } from '../schema/scenario';
import { CALL_NETWORK, CALLS_SLOWED_DOWN, yesMeansYes } from './callParts';

type Program = NonNullable<ScenarioFile['programs']>[string];

const QUESTIONS = 6;

const usernames = { name: 'usernames', verb: 'taken' } as const;
const answers = { name: 'answers', effect: true, verb: 'answered' } as const;

const toDatabase = (from: string) => ({
  between: [from, 'database'] as [string, string],
  latency: { exponential: { min: '40ms', mean: '5ms' } },
});

/** One round trip: ask, look, answer. */
const lookAndAnswer: Program = {
  code: [
    "app.get('/usernames/:name', async (req, res) => {",
    "  const taken = await db.query('SELECT 1 FROM usernames WHERE name = $1', [req.params.name]);",
    '  res.status(200).send({ available: taken.rows.length === 0 });',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'find', table: 'usernames', label: 'looking', line: 2 },
    { step: 'respond', label: 'answering 200', line: 3 },
  ],
};

/** The same question by way of a queue: the browser has to come back for the answer. */
const askAndPoll: Program = {
  code: [
    "app.post('/questions', async (req, res) => {",
    "  await queue.publish('username-checks', req.question);",
    "  res.status(202).location('/answers/' + req.question.id).end();",
    '});',
    "app.get('/answers/:id', async (req, res) => {",
    "  const answer = await db.query('SELECT * FROM answers WHERE question_id = $1', [req.params.id]);",
    '  if (answer.rows.length > 0) return res.status(200).send(answer.rows[0]);',
    "  res.status(404).send('not yet'); // the browser asks again",
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'publish', to: 'rabbitmq', if: 'not polling', label: 'publishing', line: 2 },
    { step: 'respond', status: 503, catch: '*', label: 'answering 503', line: 3 },
    { step: 'respond', status: 202, if: 'not polling', label: 'answering 202', line: 3 },
    { step: 'find', table: 'answers', if: 'polling', label: 'looking', line: 6 },
    { step: 'respond', status: 200, if: ['polling', 'found'], label: 'answering 200', line: 7 },
    { step: 'respond', status: 404, if: 'polling', label: 'not yet', line: 8 },
  ],
};

const check: Program = {
  code: [
    "channel.consume('username-checks', async (question) => {",
    "  const taken = await db.query('SELECT 1 FROM usernames WHERE name = $1', [question.name]);",
    "  await db.query('INSERT INTO answers VALUES ($1, $2)', [question.id, taken.rows.length === 0]);",
    '  channel.ack(question);',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'find', table: 'usernames', label: 'looking', line: 2 },
    { step: 'insert', table: 'answers', label: 'answering', line: 3 },
    { step: 'ack', label: 'acking', line: 4 },
  ],
};

const signUp = {
  kind: 'http',
  name: 'sign-up',
  title: 'Sign-up Service',
  program: 'ask',
  database: 'database',
} as const;

const called = {
  brokers: [{ ...signUp, concurrency: 4, backlog: 10, accepts: { title: 'answers', verb: 'answered' } }],
  consumers: [],
  databases: [{ name: 'database', title: 'users', tables: [usernames] }],
  programs: { ask: lookAndAnswer },
  subscriptions: [{ name: 'answers', of: 'sign-up' }],
  'network.links': [toDatabase('sign-up')],
};

const queued = {
  brokers: [
    {
      ...signUp,
      concurrency: 4,
      backlog: 10,
      clients: [{ broker: 'rabbitmq', routingKey: 'username-checks', confirmTimeout: '2s', reconnectAfter: '500ms' }],
    },
    {
      kind: 'rabbitmq',
      name: 'rabbitmq',
      queues: [{ name: 'username-checks' }],
    } satisfies ScenarioFile['brokers'][number],
  ],
  consumers: [
    {
      name: 'checker',
      title: 'Name Checker',
      broker: 'rabbitmq',
      queue: 'username-checks',
      program: 'check',
      prefetch: 1,
      database: 'database',
    },
  ],
  databases: [{ name: 'database', title: 'users', tables: [usernames, answers] }],
  programs: { ask: askAndPoll, check },
  subscriptions: [{ name: 'answers', of: 'username-checks' }],
  'network.links': [toDatabase('sign-up'), toDatabase('checker')],
};

const { 'network.links': links, ...first } = called;

const browser = {
  name: 'browser',
  title: 'Browser',
  broker: 'sign-up',
  message: 'question',
  connections: null,
  timeout: '5s',
  poll: { every: '500ms' },
  workload: { messages: QUESTIONS, first: '500ms', every: { exponential: { min: '1200ms', mean: '300ms' } } },
};

const promise = { ...yesMeansYes, text: 'Who was told has an answer', path: 'matrix.answers.acknowledged.0' };

export const whenNotToQueue: ScenarioFile = {
  format: 1,
  id: 'when-not-to-queue',
  title: 'When not to queue: “Is this username available?”',
  claim:
    'If the client needs an immediate answer (e.g., “Is this username available?”), a direct API call is simpler and faster.',
  text: [
    'Somebody types a username and looks at the screen. Nothing else can happen before the answer is there: the question is the work.',
    'A call takes one round trip: browser, Sign-up Service, database, and back.',
    'By way of a queue the same question takes two, and polling: one to leave the question, one or more to ask whether the answer is there. Between answer and next poll the user waits for nothing. A broker and a worker have come in that must be deployed, watched and paid for.',
    'The queue does well what nobody needs here: it would keep the question while the checker is down. By then the user has gone.',
  ],
  try: 'Let the browser ask again every 100 ms. How much of the wait is left, and what does it cost the Sign-up Service?',
  simplifications: [CALLS_SLOWED_DOWN],
  tags: ['choosing', 'http'],
  noun: ['question', 'questions'],
  seed: 1,
  until: '40s',
  ...first,
  producers: [browser],
  network: { ...CALL_NETWORK, links },
  knobs: [
    {
      id: 'poll',
      label: 'Ask again every',
      help: 'Only where the answer does not come at once.',
      path: 'producers[browser].poll.every',
      choices: ['100ms', '250ms', '500ms', '1s', '2s'],
    },
    { id: 'questions', label: 'Questions', path: 'producers[browser].workload.messages', min: 1, max: 100 },
  ],
  assertions: [
    promise,
    {
      name: 'one-round-trip',
      kind: 'shows',
      text: 'Every answer is there within half a second: one round trip, and a look at the database',
      path: 'response.ms.p99',
      max: 500,
    },
    {
      name: 'answered',
      kind: 'shows',
      text: 'Each question is answered once',
      path: 'outcomes.answers.done',
      equals: QUESTIONS,
    },
  ],
  variants: {
    call: { title: 'Call' },
    queue: {
      title: 'Queue and poll',
      text: 'The Sign-up Service publishes the question and answers 202. The browser asks every half second whether the answer is there.',
      set: queued,
      assertions: [
        promise,
        {
          name: 'two-and-polling',
          kind: 'shows',
          text: 'No answer is there before 0.9 s: two round trips, and the wait for the next poll',
          path: 'response.ms.p50',
          min: 900,
        },
        {
          name: 'answered',
          kind: 'shows',
          text: 'Each question is answered once',
          path: 'outcomes.answers.done',
          equals: QUESTIONS,
        },
      ],
    },
  },
};
