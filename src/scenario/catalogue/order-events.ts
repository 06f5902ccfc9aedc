import type { ScenarioFile } from '../schema/scenario';
import { NO_COPIES, SHORT_WAIT, SLOWED_DOWN } from './parts';

type Program = NonNullable<ScenarioFile['programs']>[string];
type Assertion = NonNullable<ScenarioFile['assertions']>[number];
type More = Readonly<Record<string, unknown>>;

const process = (table: string, label: string): Program => ({
  code: [
    'while (running) {',
    '  for (const event of await consumer.poll()) {',
    '    const fact = await interpret(event);',
    `    await db.query('INSERT INTO ${table} VALUES ($1, $2)', [event.id, fact]);`,
    '    await consumer.commitSync(event.partition, event.offset + 1);',
    '    // on an error: consumer.seek(event.partition, event.offset), and once more',
    '  }',
    '}',
    'await consumer.close();',
  ],
  steps: [
    { step: 'receive', line: 2 },
    {
      step: 'sleep',
      for: { exponential: { min: '60ms', mean: '90ms' } },
      clock: 'working',
      label: 'interpreting',
      line: 3,
    },
    { step: 'insert', table, label, line: 4 },
    { step: 'ack', label: 'committing', line: 5 },
    { step: 'nack', catch: '*', requeue: true, label: 'going back', line: 6 },
  ],
});

const member = (name: string, group: string, program: string, database: string, more: More = {}) => ({
  name,
  title: `Consumer ${name.toUpperCase()}`,
  broker: 'kafka',
  topic: 'order-events',
  group,
  program,
  database,
  enableAutoCommit: false,
  autoOffsetReset: 'earliest',
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
  ...more,
});
const inA = (number: number, more: More = {}) => member(`a${number}`, 'order-processing', 'process', 'orders-db', more);
const b1 = member('b1', 'analytics', 'count', 'warehouse');

const databaseLink = (consumer: string, database: string) => ({
  between: [consumer, database] as [string, string],
  latency: { exponential: { min: '40ms', mean: '5ms' } },
});
/** Group A with these members, and B1. */
const groupA = (members: readonly ReturnType<typeof inA>[]) => ({
  consumers: [...members, b1],
  'network.links': [...members.map(({ name }) => databaseLink(name, 'orders-db')), databaseLink('b1', 'warehouse')],
});
const two = groupA([inA(1), inA(2)]);

const EVENTS = 16;
const onceInA: Assertion = {
  name: 'once-in-a',
  kind: 'shows',
  text: 'Group A processes each event once',
  path: 'outcomes.order-processing.done',
  equals: EVENTS,
};
const onceInB: Assertion = {
  name: 'once-in-b',
  kind: 'shows',
  text: 'Group B counts each event once',
  path: 'outcomes.analytics.done',
  equals: EVENTS,
};
const inOrder: Assertion = {
  name: 'in-order',
  kind: 'shows',
  text: 'The events of one customer are processed in their order: they are in one partition…',
  path: 'order.order-processing.inversions',
  equals: 0,
};
const notAcross: Assertion = {
  name: 'not-across',
  kind: 'shows',
  text: '…and those of different customers are not: partitions know nothing of one another',
  path: 'order.order-processing.overall',
  min: 1,
};
const neverLost: Assertion[] = (['order-processing', 'analytics'] as const).map((subscription) => ({
  name: `never-lost-in-${subscription === 'analytics' ? 'b' : 'a'}`,
  kind: 'always',
  text: `Group ${subscription === 'analytics' ? 'B' : 'A'} loses nothing that was acknowledged: it commits after the work`,
  path: `matrix.${subscription}.acknowledged.0`,
  equals: 0,
  settled: true,
}));
const again: Assertion = {
  name: 'again-in-a',
  kind: 'shows',
  text: 'The event that was written and not committed is processed again',
  path: 'outcomes.order-processing.duplicated',
  equals: 1,
};
const crashed: Assertion = {
  name: 'crashed',
  kind: 'shows',
  text: 'Consumer A2 crashed',
  path: 'faults.0.fired',
  equals: true,
};

export const orderEvents: ScenarioFile = {
  format: 1,
  id: 'order-events',
  title: 'A log, and groups that read it',
  claim: 'Each message is processed by exactly one consumer in group A, and also by group B independently.',
  text: [
    'order-events is a log in four partitions. An event’s key, the customer, decides on its partition; there it is appended at the end. Reading takes nothing away.',
    'Within a group each partition has one reader: A1 reads partitions 0 and 1, A2 reads 2 and 3. Group B has one member, B1, who reads all four. The groups know nothing of each other.',
    'For each partition a group keeps one number, the committed offset: “everything before this is done”. Who takes a partition over begins there.',
    'The order of one customer’s events holds, for they lie in one partition. Across partitions there is no order: A1 may be behind where A2 is ahead.',
  ],
  try: 'Crash Consumer A2 between writing and committing. Who reads its partitions then, from where, and after how long?',
  simplifications: [SLOWED_DOWN, SHORT_WAIT, NO_COPIES],
  tags: ['patterns', 'consumer groups'],
  noun: ['event', 'events'],
  seed: 1,
  until: '60s',
  brokers: [
    {
      kind: 'kafka',
      name: 'kafka',
      topics: [{ name: 'order-events', partitions: 4 }],
      groupInitialRebalanceDelay: '500ms',
    },
  ],
  producers: [
    {
      name: 'order-service',
      title: 'Order Service',
      broker: 'kafka',
      topic: 'order-events',
      message: 'event',
      workload: {
        messages: EVENTS,
        first: '2s',
        every: { exponential: { min: '80ms', mean: '100ms' } },
        keys: ['eli', 'ada', 'dora', 'cleo'],
      },
    },
  ],
  consumers: two.consumers,
  databases: [
    { name: 'orders-db', title: 'orders', tables: [{ name: 'orders', effect: true, verb: 'processed' }] },
    { name: 'warehouse', title: 'warehouse', tables: [{ name: 'facts', effect: true, verb: 'counted' }] },
  ],
  network: { latency: { exponential: { min: '150ms', mean: '20ms' } }, links: two['network.links'] },
  subscriptions: [
    { name: 'order-processing', of: 'order-processing' },
    { name: 'analytics', of: 'analytics' },
  ],
  programs: { process: process('orders', 'processing'), count: process('facts', 'counting') },
  faults: [],
  knobs: [
    { id: 'events', label: 'Events', path: 'producers[order-service].workload.messages', min: 1, max: 100 },
    {
      id: 'partitions',
      label: 'Partitions',
      help: 'A group has no more readers at work than partitions. The key’s hash is taken by their number.',
      path: 'brokers[kafka].topics[order-events].partitions',
      min: 1,
      max: 8,
    },
    {
      id: 'assignor',
      label: 'partition.assignment.strategy',
      help: 'range gives each member consecutive partitions, roundrobin deals them out in turn.',
      path: 'consumers[*].assignor',
      choices: ['range', 'roundrobin'],
    },
    {
      id: 'session',
      label: 'session.timeout.ms',
      help: 'How long a group waits for a sign of life before it gives a member up.',
      path: 'consumers[*].sessionTimeout',
      choices: ['6s', '10s', '45s'],
    },
    { id: 'auto-commit', label: 'enable.auto.commit', path: 'consumers[*].enableAutoCommit', choices: [true, false] },
    { id: 'reset', label: 'auto.offset.reset', path: 'consumers[*].autoOffsetReset', choices: ['earliest', 'latest'] },
  ],
  assertions: [onceInA, onceInB, inOrder, notAcross, ...neverLost],
  variants: {
    article: { title: 'Two groups' },
    joins: {
      title: 'A3 joins',
      text: 'All members of group A put down what they hold and join again, a new generation: A3 gets a partition of its own. Group B does not notice.',
      set: groupA([inA(1), inA(2), inA(3, { starts: '3s' })]),
    },
    leaves: {
      title: 'A2 leaves',
      text: 'A2 is shut down in good order: it finishes what it has in hand, commits, and says goodbye. Its partitions have a new reader as soon as A1 has heard of it.',
      set: groupA([inA(1), inA(2, { closes: '3s' })]),
    },
    crash: {
      title: 'A2 crashes',
      text: 'It says nothing. The group waits session.timeout.ms for a sign of life; until then nobody reads partitions 2 and 3. Then A1 begins at the committed offset, and processes one event again.',
      faults: [{ when: { step: 'ack', of: 'a2', edge: 'before', nth: 3 }, what: 'crash', whom: 'a2' }],
      assertions: [onceInB, again, inOrder, crashed, ...neverLost],
    },
    returns: {
      title: 'A2 crashes and is back at once',
      text: 'The new A2 is a new member: the group does not know that it is the old one’s successor, and waits for the old one all the same.',
      faults: [{ when: { step: 'ack', of: 'a2', edge: 'before', nth: 3 }, what: 'crash', whom: 'a2', for: '1s' }],
      assertions: [onceInB, again, inOrder, crashed, ...neverLost],
    },
    static: {
      title: 'Static members',
      text: 'With a group.instance.id of its own, A2 gets its partitions back the moment it returns: no rebalance, no waiting.',
      set: {
        ...groupA([inA(1, { groupInstanceId: 'a-1' }), inA(2, { groupInstanceId: 'a-2' })]),
      },
      faults: [{ when: { step: 'ack', of: 'a2', edge: 'before', nth: 3 }, what: 'crash', whom: 'a2', for: '1s' }],
      assertions: [onceInB, again, inOrder, crashed, ...neverLost],
    },
    brokers: {
      title: 'Three brokers, one dies',
      text: 'Each broker leads its own partitions: Kafka 1 has 0 and 3, Kafka 2 has 1, Kafka 3 has 2. Kafka 2 dies for a while: the events of partition 1 wait at the Order Service, all others go on. (With copies on other brokers one of them would take over; that is not shown yet.)',
      set: { 'brokers[kafka].nodes': 3 },
      faults: [{ when: { at: '2.6s' }, what: 'crash', whom: 'kafka-2', for: '3s' }],
      assertions: [onceInB, inOrder, notAcross, { ...crashed, text: 'Kafka 2 was down' }, ...neverLost],
    },
    five: {
      title: 'Five in group A',
      text: 'Four partitions have four readers at most. The fifth member stands by: it takes over if another one goes.',
      set: groupA([1, 2, 3, 4, 5].map((number) => inA(number))),
      assertions: [onceInA, onceInB, inOrder, ...neverLost],
    },
  },
};
