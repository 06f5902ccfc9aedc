import { expect, test } from 'vitest';
import { constant } from '../../engine/random/distributions';
import { textOf, word } from '../../engine/trace/words';
import { SECOND } from '../../engine/units';
import { at, LOSE, onPacket, run, step, type Run, type Scene } from './testing/run';

// Goal: transactions do what Kafka's do, statement by statement (truth sheet §7.3). Method: `w` reads topic `in` and
// writes to `out` in a transaction; `q` writes to `out` without one; `r` reads committed, `u` reads uncommitted.

const ms = (count: number): number => count * 1_000;
const crash = (node: number, forMicros: number) => ({ kind: 'crash', node, forMicros }) as const;
const work = (time: number) => step({ step: 'sleep', time: constant(time), clock: word('working') });
const publish = step({ step: 'publish', targets: [word('out')], routingKey: '', headers: [], expirations: [] });
const [receive, begin, offsets, commit] = [
  step({ step: 'receive' }),
  step({ step: 'begin-transaction' }),
  step({ step: 'send-offsets' }),
  step({ step: 'commit-transaction' }),
];
const abort = step({ step: 'abort-transaction' }, '*');

const committing = (time = 0) => [receive, begin, publish, work(time), offsets, commit, abort];
const aborting = (time = 0) => [receive, begin, publish, work(time), step({ step: 'fail', error: 'no' }), abort];

const writer = {
  topic: 'in',
  group: 'w',
  enableAutoCommit: false,
  isolationLevel: 'read_committed',
  publishesTo: ['out'],
  transactionalId: 'x',
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
};
const reader = { topic: 'out', autoCommitInterval: '500ms' };

/** Nodes: 0 kafka, 1 p, 2 q, 3 w, 4 r, 5 u. */
const scene = (more: Partial<Scene> & { version?: string; nodes?: number; sends?: number[]; q?: number[] }) =>
  run({
    topics: [{ name: 'in' }, { name: 'out' }],
    broker: { version: more.version ?? '4.1' },
    producers: {
      p: { topic: 'in', sends: (more.sends ?? [20]).map((time) => [ms(time), null] as const) },
      q: { topic: 'out', sends: (more.q ?? []).map((time) => [ms(time), null] as const) },
    },
    until: 120 * SECOND,
    ...more,
    consumers: {
      w: { ...writer, program: committing() },
      r: { ...reader, group: 'r', isolationLevel: 'read_committed' },
      u: { ...reader, group: 'u' },
      ...more.consumers,
    },
  });

/** What a reader worked on: `r:1`, `r:q-m-1`. */
const readBy = (done: Run, name: string) =>
  done
    .worked()
    .map(([, what]) => what)
    .filter((what) => what.startsWith(`${name}:`));
const seconds = (done: Run, fact: string) => done.facts(fact).map((record) => Math.round(record.at / SECOND));
const values = (done: Run, fact: string) => done.facts(fact).map(({ value }) => value);

for (const version of ['3.9', '4.1']) {
  test(`T28 (${version}): until the marker, read_committed sees nothing from an open transaction on; then all of it`, () => {
    const done = scene({ version, q: [1_000], consumers: { w: { ...writer, program: committing(ms(3_000)) } } });
    const timeOf = (what: string) => done.worked().find(([, other]) => other === what)![0];
    expect(timeOf('u:1')).toBeLessThan(ms(500));
    expect(timeOf('u:q-m-1')).toBeLessThan(ms(1_500));
    expect(timeOf('r:1')).toBeGreaterThan(ms(3_000));
    expect(timeOf('r:q-m-1')).toBeGreaterThan(ms(3_000));
    expect(values(done, 'commit marker')).toEqual([2]);
    expect(done.marks('last stable offset').map(([, value]) => value)).toEqual([0, 0, 3]);
    expect(done.simulation.ended).toBe('settled');
  });

  test(`T29 (${version}): what is aborted keeps its offset, and read_committed never sees it`, () => {
    const done = scene({
      version,
      q: [1_000],
      until: 5 * SECOND,
      consumers: { w: { ...writer, program: aborting(ms(2_000)) } },
    });
    expect(readBy(done, 'r')).toEqual(['r:q-m-1']);
    expect(readBy(done, 'u')).toEqual(['u:1', 'u:q-m-1']);
    expect(values(done, 'aborted record')).toEqual([0]);
    expect(values(done, 'abort marker')).toEqual([2]);
    // The input is still owed: nothing has committed its offset.
    expect(done.simulation.ended).toBe('until');
  });

  test(`T34 (${version}): a marker takes an offset in each partition, and a reader's position passes it`, () => {
    const done = scene({ version, sends: [20, 500, 1_000] });
    expect(values(done, 'transaction begins')).toEqual([0, 2, 4]);
    expect(values(done, 'commit marker')).toEqual([1, 3, 5]);
    expect(readBy(done, 'r')).toEqual(['r:1', 'r:2', 'r:3']);
    const { places } = done.simulation.header();
    const out = places.findIndex(({ name }) => name === 'kafka/out-0');
    const positions = done.all('mark').filter(({ place, name }) => place === out && textOf(name) === 'position');
    expect(positions.at(-1)!.value).toBe(6);
  });
}

test('T31: with transaction.version 2 the epoch rises with each end of a transaction, commit or abort', () => {
  const done = scene({ sends: [20, 500, 1_000] });
  expect(values(done, 'transaction to be committed')).toEqual([1, 2, 3]);
  const aborted = scene({
    sends: [20, 500],
    until: 5 * SECOND,
    consumers: { w: { ...writer, program: aborting(ms(50)) } },
  });
  expect(values(aborted, 'transaction to be aborted')).toEqual([1, 2]);
});

test('T31: with version 1 it stays; the client names its partitions and its group first', () => {
  const done = scene({ version: '3.9', sends: [20, 500, 1_000] });
  expect(values(done, 'transaction to be committed')).toEqual([0, 0, 0]);
  expect(done.sent('add-partitions')).toHaveLength(3);
  expect(done.sent('add-offsets')).toHaveLength(3);
  expect(scene({}).sent('add-partitions')).toEqual([]);
});

test('T30: nobody takes over: the coordinator aborts between 60 and 70 s, and the old process is fenced', () => {
  const done = scene({ until: 90 * SECOND, consumers: { w: { ...writer, program: committing(80 * SECOND) } } });
  const [time] = seconds(done, 'transaction timeout');
  expect(time).toBeGreaterThanOrEqual(60);
  expect(time).toBeLessThanOrEqual(70);
  expect(done.facts('zombie fenced')).not.toEqual([]);
  expect(done.facts('producer fenced')).not.toEqual([]);
  expect(readBy(done, 'r')).toEqual([]);
});

test('T30: a new process with the same transactional.id aborts what the old one left open, and fences it', () => {
  const twin = { ...writer, group: 'twin', program: [receive], topic: 'out' };
  const done = scene({
    until: 8 * SECOND,
    consumers: { w: { ...writer, program: committing(ms(4_000)) }, twin },
    faults: [at(0, crash(6, ms(2_000)))],
  });
  expect(seconds(done, 'transaction to be aborted')[0]).toBe(2);
  // Aborted with one epoch more, opened anew with another: +2 for the new session. Then the old one meets its end.
  expect(values(done, 'older producers fenced').slice(0, 2)).toEqual([1, 2]);
  expect(done.facts('producer fenced')).not.toEqual([]);
  expect(readBy(done, 'r')).toEqual([]);
});

test('T32: a process dies before its commit: its output is aborted, its input read again', () => {
  const done = scene({
    consumers: { w: { ...writer, program: committing(ms(1_000)) } },
    faults: [at(ms(700), crash(3, ms(500)))],
  });
  expect(readBy(done, 'r')).toEqual(['r:1']);
  expect(readBy(done, 'u')).toEqual(['u:1', 'u:1']);
  expect(done.simulation.ended).toBe('settled');
});

test('offsets in a transaction wait for its marker; a member that takes over is told to ask again', () => {
  const done = scene({
    sends: [20],
    consumers: {
      w: { ...writer, groupInstanceId: 'w', program: [receive, begin, publish, offsets, work(ms(1_000)), commit] },
    },
    faults: [at(ms(500), crash(3, ms(100)))],
  });
  expect(done.marks('committed').filter(([, offset]) => offset === 1)).not.toEqual([]);
  expect(readBy(done, 'r')).toEqual(['r:1']);
  expect(values(done, 'abort marker')).toEqual([1]);
});

for (const kind of [
  'txn-offsets',
  'txn-answer',
  'txn-commit',
  'txn-ended',
  'produce',
  'produce-answer',
  'init-producer-id-answer',
]) {
  test(`a lost ${kind} changes nothing but the time`, () => {
    const done = scene({ sends: [20, 500], faults: [onPacket(kind, LOSE)] });
    expect(readBy(done, 'r')).toEqual(['r:1', 'r:2']);
    expect(readBy(done, 'u')).toEqual(['u:1', 'u:2']);
    expect(done.facts('fenced')).toEqual([]);
  });
}

test('a coordinator that dies between its decision and the markers writes them when it is back', () => {
  const done = scene({ sends: [20], faults: [onPacket('txn-ended', crash(0, ms(700)))] });
  const [decided] = done.facts('transaction to be committed');
  const [marker] = done.facts('commit marker');
  expect(marker!.at - decided!.at).toBeGreaterThan(ms(600));
  expect(readBy(done, 'r')).toEqual(['r:1']);
});

test('an error to the commit is tried again; one to the produce, too', () => {
  for (const kind of ['txn-commit', 'produce']) {
    const error = { kind: 'error', error: 'COORDINATOR_NOT_AVAILABLE' } as never;
    const done = scene({ faults: [onPacket(kind, error)] });
    expect(readBy(done, 'r')).toEqual(['r:1']);
  }
});

test('a program without transactions waits until the log has what it sends on', () => {
  const done = scene({
    consumers: {
      w: { ...writer, transactionalId: null, program: [receive, publish, step({ step: 'ack', multiple: false })] },
    },
    faults: [onPacket('produce-answer', LOSE, 2)],
  });
  expect(readBy(done, 'r')).toEqual(['r:1']);
  const [commitSent] = done.sent('commit');
  expect(commitSent!.at).toBeGreaterThan(done.sent('produce-answer')[1]!.at);
});

test('seek: a program reads on from the beginning, once a process', () => {
  const ack = step({ step: 'ack', multiple: false });
  const seek = step({ step: 'seek', to: 'beginning', once: true });
  const done = scene({
    sends: [20, 30, 40],
    consumers: { w: { ...writer, transactionalId: null, program: [receive, publish, ack, seek] } },
  });
  expect(readBy(done, 'r').map((what) => what.slice(2))).toEqual(['1', '1', '2', '3']);
});
