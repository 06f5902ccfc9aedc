import type { ScenarioFile } from '../schema/scenario';
import { payments, rabbitmq } from './parts';

/** The article's shop in two forms, for scenarios that compare them: services that call one another, or a queue in between. */

type Program = NonNullable<ScenarioFile['programs']>[string];
type Broker = ScenarioFile['brokers'][number];

/** Slow enough to be watched, fast enough that a call across two services fits into a second. */
export const CALL_NETWORK = { latency: { exponential: { min: '90ms', mean: '10ms' } } } as const;
export const DATABASE_LATENCY = { exponential: { min: '40ms', mean: '5ms' } } as const;

export const CALLS_SLOWED_DOWN =
  'Links take about 0.1 s here, some hundred times longer than in a data centre, so that you can watch and grab what is on them. The time-outs are as people set them, so calls come closer to these than they should.';

/** People, each with a call of their own: nobody waits for another's connection. */
export const customers = (
  workload: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  name: 'customers',
  title: 'Customer',
  broker: 'order-service',
  connections: null,
  timeout: '3s',
  workload,
  ...more,
});

/** The price of an order, as the Payment Service works it out. */
const pricing = { step: 'sleep', for: { exponential: { min: '130ms', mean: '15ms' } }, clock: 'working' } as const;

/** Order Service: calls Payment while its own caller waits, and passes on what comes of it. */
export const placeOrderByCall: Program = {
  code: [
    "app.post('/orders', async (req, res) => {",
    '  try {',
    '    await payment.charge(req.order); // a call: we wait',
    "    res.status(201).send('paid');",
    '  } catch (error) {',
    '    res.status(statusFor(error)).end(); // 504, 503 or 502',
    '  }',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'call', to: 'payment-service', label: 'calling Payment', line: 3 },
    { step: 'respond', status: 504, catch: 'timeout', label: 'answering 504', line: 6 },
    { step: 'respond', status: 503, catch: 'pool-full', label: 'answering 503', line: 6 },
    { step: 'respond', status: 503, catch: 'pool-timeout', label: 'answering 503', line: 6 },
    { step: 'respond', status: 502, catch: '*', label: 'answering 502', line: 6 },
    { step: 'respond', status: 201, label: 'answering 201', line: 4 },
  ],
};

/** Order Service: leaves a note in the queue, and says so. */
export const placeOrderByQueue: Program = {
  code: [
    "app.post('/orders', async (req, res) => {",
    '  try {',
    "    await queue.publish('order-processing-queue', req.order);",
    "    res.status(202).send('accepted');",
    '  } catch (error) {',
    '    res.status(503).end(); // RabbitMQ did not take it',
    '  }',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { step: 'publish', to: 'rabbitmq', label: 'publishing', line: 3 },
    { step: 'respond', status: 503, catch: '*', label: 'answering 503', line: 6 },
    { step: 'respond', status: 202, label: 'answering 202', line: 4 },
  ],
};

/** Payment Service, called. */
export const chargeAndAnswer: Program = {
  code: [
    "app.post('/charges', async (req, res) => {",
    '  const fee = await price(req.order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [req.order.id, fee]);",
    '  res.status(200).end();',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { ...pricing, label: 'pricing', line: 2 },
    { step: 'insert', table: 'payments', label: 'charging', line: 3 },
    { step: 'respond', label: 'answering 200', line: 4 },
  ],
};

/** Payment Service, called: the Idempotency-Key is a row with a unique key, in one transaction with the charge. */
export const chargeOnceAndAnswer: Program = {
  code: [
    "app.post('/charges', async (req, res) => {",
    "  const key = req.get('Idempotency-Key');",
    '  const fee = await price(req.order);',
    '  try {',
    '    await db.transaction(async (tx) => {',
    "      await tx.query('INSERT INTO keys (key) VALUES ($1)', [key]);",
    "      await tx.query('INSERT INTO payments VALUES ($1, $2)', [req.order.id, fee]);",
    '    });',
    '  } catch (duplicate) {} // charged before: the answer is the same',
    '  res.status(200).end();',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { ...pricing, label: 'pricing', line: 3 },
    { step: 'begin', label: 'begin', line: 5 },
    { step: 'insert', table: 'keys', label: 'noting the key', line: 6 },
    { step: 'insert', table: 'payments', label: 'charging', line: 7 },
    { step: 'commit', label: 'commit', line: 8 },
    { step: 'rollback', catch: 'duplicate-key', label: 'rollback', line: 9 },
    { step: 'skip', if: 'caught', label: 'skipping', line: 9 },
    { step: 'respond', label: 'answering 200', line: 10 },
  ],
};

/** Payment Service, as a worker at the queue. */
export const chargeAndAck: Program = {
  code: [
    "channel.consume('order-processing-queue', async (order) => {",
    '  const fee = await price(order);',
    "  await db.query('INSERT INTO payments VALUES ($1, $2)', [order.id, fee]);",
    '  channel.ack(order);',
    '});',
  ],
  steps: [
    { step: 'receive', line: 1 },
    { ...pricing, label: 'pricing', line: 2 },
    { step: 'insert', table: 'payments', label: 'charging', line: 3 },
    { step: 'ack', label: 'acking', line: 4 },
  ],
};

/** The shop's Order Service; `client`: how it reaches who is behind it. */
export const orderService = (
  program: string,
  client: Readonly<{ broker: string; [option: string]: unknown }>,
): Broker => ({
  kind: 'http',
  name: 'order-service',
  title: 'Order Service',
  program,
  concurrency: 20,
  backlog: 0,
  clients: [client],
});

export const paymentService = (more: Readonly<Record<string, unknown>> = {}): Broker => ({
  kind: 'http',
  name: 'payment-service',
  title: 'Payment Service',
  program: 'charge',
  concurrency: 4,
  database: 'database',
  ...more,
});

export const toRabbitmq = {
  broker: 'rabbitmq',
  routingKey: 'order-processing-queue',
  confirmTimeout: '2s',
  reconnectAfter: '500ms',
} as const;

export const paymentsDatabase = { name: 'database', title: 'payments', tables: [payments] };

const link = (from: string) => ({
  between: [from, 'database'] as [string, string],
  latency: DATABASE_LATENCY,
});

/** What a variant sets for the shop in which services call one another. */
export const byCall = (client: Readonly<Record<string, unknown>>, payment: Readonly<Record<string, unknown>> = {}) => ({
  brokers: [
    orderService('place-order', { broker: 'payment-service', timeout: '1s', ...client }),
    paymentService(payment),
  ],
  consumers: [],
  'network.links': [link('payment-service')],
  programs: { 'place-order': placeOrderByCall, charge: chargeAndAnswer },
});

/** What a variant sets for the shop with a queue in between. The Payment Service keeps its name: faults find it. */
export const byQueue = (workers: readonly Readonly<Record<string, unknown>>[] = [{}]) => {
  const consumers = workers.map((more, index) => ({
    name: index === 0 ? 'payment-service' : `payment-service-${index + 1}`,
    title: index === 0 ? 'Payment Service' : `Payment Service ${index + 1}`,
    broker: 'rabbitmq',
    queue: 'order-processing-queue',
    program: 'charge',
    concurrency: 4,
    prefetch: 4,
    database: 'database',
    reconnectAfter: '300ms',
    ...more,
  }));
  return {
    brokers: [orderService('place-order', toRabbitmq), rabbitmq],
    consumers,
    'network.links': consumers.map(({ name }) => link(name)),
    programs: { 'place-order': placeOrderByQueue, charge: chargeAndAck },
  };
};

/** Who was told yes has what was promised. */
export const yesMeansYes = {
  name: 'yes-means-yes',
  kind: 'always',
  text: 'No order whose customer was told yes is lost, once everything has come back',
  path: 'matrix.payments.acknowledged.0',
  equals: 0,
  settled: true,
} as const;
