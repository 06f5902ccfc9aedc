import { expect, test } from 'vitest';
import { constant } from '../../../engine/random/distributions';
import { word } from '../../../engine/trace/words';
import { SECOND } from '../../../engine/units';
import { at, LOSE, onPacket, run, step, type Run, type Scene } from '../testing/run';

// Goal: members come, go and are given up as in Kafka's classic protocol. Method: `c` and `d` of one group run a
// program on four partitions; the keys are those of Kafka's own vectors, one for each partition.

const ms = (count: number): number => count * 1_000;
const KEYS = ['user-2', 'alice', 'order-1', 'order-2'];
/** One record for each partition at these times in ms. */
const rounds = (...times: number[]) => times.flatMap((time) => KEYS.map((key) => [ms(time), key] as const));
const work = (time: number) => step({ step: 'sleep', time: constant(time), clock: word('working') });
const receive = step({ step: 'receive' });
const ack = step({ step: 'ack', multiple: false });
const member = { sessionTimeout: '6s', heartbeatInterval: '2s', enableAutoCommit: false };
const committing = (time = ms(10)) => ({ ...member, program: [receive, work(time), ack] });

const scene = (consumers: Scene['consumers'], more: Partial<Scene> = {}): Run =>
  run({
    topics: [{ name: 't', partitions: 4 }],
    producers: { p: { sends: rounds(500, 4_000, 12_000) } },
    consumers: consumers!,
    until: 60 * SECOND,
    ...more,
  });

const generations = (done: Run) =>
  done.facts('generation').map(({ at: time, value }) => [Math.round(time / SECOND), value]);
const committed = (done: Run) => done.marks('committed').map(([, offset]) => offset);
/** Names of nodes that had a record of these message numbers in hand, by message. */
function readers(done: Run): Record<number, string[]> {
  const { places, messages, nodes } = done.simulation.header();
  const by: Record<number, string[]> = {};
  for (const { message, place } of done.all('put')) {
    const info = places[place]!;
    if (info.shape === 'hand') (by[messages[message]!.number] ??= []).push(nodes[info.node]!.name);
  }
  return by;
}

test('§3.6: a member that starts in mid-run makes a new generation, and range gives it its share', () => {
  const done = scene({ c: committing(), d: { ...committing(), startsAt: ms(3_000) } });
  expect(generations(done)[0]).toEqual([0, 1]);
  expect(generations(done).map(([, value]) => value)).toEqual([1, 2]);
  const by = readers(done);
  expect([1, 2, 3, 4].map((n) => by[n])).toEqual([['c'], ['c'], ['c'], ['c']]);
  expect([9, 10, 11, 12].map((n) => by[n])).toEqual([['c'], ['c'], ['d'], ['d']]);
});

test('T41: close() leaves the group at once: its partitions have a new owner within a heartbeat, not a session', () => {
  const done = scene({ c: committing(), d: { ...committing(), closesAt: ms(3_000) } });
  expect(done.facts('member left')).toHaveLength(1);
  expect(done.facts('member expired')).toEqual([]);
  const last = generations(done).at(-1)!;
  expect(last[0]).toBeLessThanOrEqual(5);
  expect(readers(done)[8]).toEqual(['c']);
  expect(done.all('node').filter(({ state }) => state === word('ended'))).toHaveLength(1);
  expect(done.simulation.ended).toBe('settled');
});

test('close() between polls: what the last poll returned is processed and committed first', () => {
  const done = scene({ d: { ...committing(ms(400)), closesAt: ms(700) }, c: { ...committing(), startsAt: ms(2_000) } });
  const by = readers(done);
  expect([1, 2, 3, 4].map((n) => by[n])).toEqual([['d'], ['d'], ['d'], ['d']]);
  expect(done.facts('commit failed')).toEqual([]);
});

test('§3.3: with auto-commit, close() commits the positions: nothing comes twice', () => {
  const auto = { sessionTimeout: '6s', heartbeatInterval: '2s', program: [receive, work(ms(10))] };
  const done = scene({ c: { ...auto, startsAt: ms(3_000) }, d: { ...auto, closesAt: ms(2_000) } });
  expect(Object.values(readers(done)).every((names) => names.length === 1)).toBe(true);
  expect(done.marks('committed')[0]![0]).toBeLessThan(ms(2_010));
});

test('§3.3: the commit of close() is tried again when it is lost', () => {
  const auto = { sessionTimeout: '6s', heartbeatInterval: '2s', program: [receive, work(ms(10))] };
  const done = scene(
    { c: { ...auto, startsAt: ms(3_000) }, d: { ...auto, closesAt: ms(2_000) } },
    { faults: [onPacket('commit', LOSE)] },
  );
  expect(Object.values(readers(done)).every((names) => names.length === 1)).toBe(true);
  expect(done.facts('member left')).toHaveLength(1);
});

test('§3.9: a static member that closes does not leave: its partitions wait for it until its session is over', () => {
  const done = scene({
    c: { ...committing(), groupInstanceId: 'one' },
    d: { ...committing(), groupInstanceId: 'two', closesAt: ms(3_000) },
  });
  expect(done.sent('leave')).toEqual([]);
  expect(done.facts('member expired')).toHaveLength(1);
  const [seconds] = generations(done).at(-1)!;
  expect(seconds).toBeGreaterThanOrEqual(8);
});

test('§3.5: a paused member is given up after session.timeout.ms; awake again, it finds its commit refused and joins anew', () => {
  const done = scene(
    { c: committing(), d: committing(ms(1_000)) },
    { faults: [at(ms(1_200), { kind: 'pause', node: 3, forMicros: 9 * SECOND })] },
  );
  const [expired] = done.facts('member expired');
  expect(expired!.at).toBeGreaterThan(6 * SECOND);
  expect(expired!.at).toBeLessThan(8.1 * SECOND);
  expect(done.sent('commit-error').length).toBeGreaterThan(0);
  expect(generations(done).length).toBeGreaterThanOrEqual(4);
  expect(done.simulation.ended).toBe('settled');
});

test('§3.5: a heartbeat interval passes before members hear of a rebalance', () => {
  const done = scene({ c: committing(), d: { ...committing(), startsAt: ms(3_000) } });
  const [, second] = done.facts('generation');
  expect(second!.at).toBeGreaterThan(ms(3_000));
  expect(second!.at).toBeLessThan(ms(5_100));
});

test('T38: the last commit wins, even a lower one: the group goes back', () => {
  const done = scene({
    c: {
      ...member,
      commit: 'async',
      program: [receive, ack, step({ step: 'seek', to: 'beginning', once: true })],
    },
  });
  // Sought back once it had committed 1, it commits 1 again from the start of each partition.
  expect(committed(done).filter((offset) => offset === 1).length).toBeGreaterThan(4);
});

test('T44: of five members on four partitions one has nothing to read', () => {
  const done = scene({ a: committing(), b: committing(), c: committing(), d: committing(), e: committing() });
  const names = new Set(Object.values(readers(done)).flat());
  expect([...names].sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('a group whose members are all gone keeps its offsets: the next one begins there', () => {
  const done = scene({
    c: { ...committing(), closesAt: ms(2_000) },
    d: { ...committing(), startsAt: ms(6_000) },
  });
  expect(done.facts('empty group')).toHaveLength(1);
  const by = readers(done);
  expect([1, 5, 9].map((n) => by[n])).toEqual([['c'], ['d'], ['d']]);
  expect(committed(done).at(-1)).toBe(3);
  expect(done.facts('skipped by reset')).toEqual([]);
});
