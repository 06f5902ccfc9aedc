import { expect, test } from 'vitest';
import { constant } from '../../../engine/random/distributions';
import { word } from '../../../engine/trace/words';
import { SECOND } from '../../../engine/units';
import { coordinatorPartition } from '../cluster';
import { at, LOSE, onPacket, run, step, type Run, type Scene } from '../testing/run';

// Goal: transactions across brokers, whoever dies: the coordinator of the transaction, that of the group, and the
// leaders are different ones. Method: three brokers (nodes 0 to 2), `p` (3) writes to `in`, `w` (4) reads it and writes
// to `out` in transactions, `r` (5) reads committed.

const ms = (count: number): number => count * 1_000;
const BROKERS = 3;
const coordinatorOf = (id: string): number => coordinatorPartition(id) % BROKERS;
/** An id that this broker coordinates. */
const idAt = (broker: number, prefix: string): string =>
  Array.from({ length: 50 }, (_, i) => `${prefix}${i}`).find((id) => coordinatorOf(id) === broker)!;
const TRANSACTION = idAt(2, 'txn-');
const GROUP = idAt(1, 'group-');

const program = (time: number) => [
  step({ step: 'receive' }),
  step({ step: 'begin-transaction' }),
  step({ step: 'publish', targets: [word('out')], routingKey: '', headers: [], expirations: [] }),
  step({ step: 'sleep', time: constant(time), clock: word('working') }),
  step({ step: 'send-offsets' }),
  step({ step: 'commit-transaction' }),
  step({ step: 'abort-transaction' }, '*'),
  { ...step({ step: 'nack', requeue: true, multiple: false }), conditions: ['caught' as const] },
];

const KEYS = ['alice', 'order-1', 'user-2', 'order-2'];
const scene = (version: string, more: Partial<Scene> = {}, time = ms(20)): Run =>
  run({
    broker: { version, nodes: BROKERS },
    topics: [
      { name: 'in', partitions: 2 },
      { name: 'out', partitions: 3 },
    ],
    producers: { p: { topic: 'in', sends: KEYS.map((key, i) => [ms(300 + 100 * i), key] as const) } },
    until: 200 * SECOND,
    ...more,
    consumers: {
      w: {
        topic: 'in',
        group: GROUP,
        enableAutoCommit: false,
        isolationLevel: 'read_committed',
        publishesTo: ['out'],
        transactionalId: TRANSACTION,
        sessionTimeout: '6s',
        heartbeatInterval: '2s',
        program: program(time),
      },
      r: {
        topic: 'out',
        group: 'r',
        autoCommitInterval: '500ms',
        isolationLevel: 'read_committed',
        sessionTimeout: '6s',
        heartbeatInterval: '2s',
      },
    },
  });

const read = (done: Run): string[] =>
  done
    .worked()
    .map(([, what]) => what)
    .sort();
const ALL = ['r:1', 'r:2', 'r:3', 'r:4'];

for (const version of ['3.9', '4.1']) {
  test(`${version}: a transaction goes over three brokers, and each record counts once`, () => {
    const done = scene(version);
    expect(read(done)).toEqual(ALL);
    expect(done.facts('commit marker')).toHaveLength(4);
    expect(done.facts('transaction complete')).toHaveLength(4);
    expect(done.simulation.ended).toBe('settled');
  });

  test(`${version}: leaders and the group’s coordinator ask the transaction’s coordinator, and are told to write markers`, () => {
    const done = scene(version);
    expect(done.sent('verify-txn').length).toBeGreaterThan(0);
    expect(done.sent('write-markers').length).toBeGreaterThan(0);
    const { connections } = done.simulation.header();
    const askedAt = done.sent('verify-txn').map(({ route }) => connections[Math.floor(route / 2)]!.server);
    expect(new Set(askedAt)).toEqual(new Set([2]));
    const offsets = done.sent('txn-offsets').map(({ route }) => connections[Math.floor(route / 2)]!.server);
    expect(new Set(offsets)).toEqual(new Set([1]));
  });

  for (const kind of [
    'verify-txn',
    'verify-answer',
    'write-markers',
    'markers-answer',
    'txn-offsets',
    'txn-ended',
    'produce',
  ]) {
    test(`${version}: a lost ${kind} changes nothing but the time`, () => {
      const done = scene(version, { faults: [onPacket(kind, LOSE, 2)] });
      expect(read(done)).toEqual(ALL);
      expect(done.simulation.ended).toBe('settled');
    });
  }

  test(`${version}: whichever broker dies, and whenever, each record counts once`, () => {
    for (let moment = 0; moment < 40; moment += 1) {
      const broker = moment % BROKERS;
      const faults = [
        at(ms(300) + moment * 17_300, { kind: 'crash', node: broker, forMicros: ms(700) } as const),
        at(ms(500) + moment * 29_000, {
          kind: 'crash',
          node: moment % 2 === 0 ? 4 : (broker + 1) % BROKERS,
          forMicros: ms(400),
        } as const),
      ];
      const done = scene(version, { faults, latency: ms(4) }, ms(60));
      expect(read(done), `moment ${moment}`).toEqual(ALL);
      expect(done.simulation.ended, `moment ${moment}`).toBe('settled');
    }
  });
}

test('a coordinator that dies after its decision has the others write their markers when it is back', () => {
  const done = scene('4.1', { faults: [onPacket('write-markers', { kind: 'crash', node: 2, forMicros: SECOND })] });
  const [decided] = done.facts('transaction to be committed');
  const [complete] = done.facts('transaction complete');
  expect(complete!.at - decided!.at).toBeGreaterThan(ms(900));
  expect(read(done)).toEqual(ALL);
});
