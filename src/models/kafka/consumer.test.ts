import { expect, test } from 'vitest';
import { constant } from '../../engine/random/distributions';
import { word } from '../../engine/trace/words';
import { NONE, SECOND } from '../../engine/units';
import { at, LOSE, onPacket, run, step, type Run, type Scene } from './testing/run';

const ms = (count: number): number => count * 1_000;
/** Records at these times in ms. */
const sends = (...times: number[]) => times.map((time) => [ms(time), null] as const);
const names = (done: Run) => done.worked().map(([, what]) => what);
const crash = (node: number, forMicros: number) => ({ kind: 'crash', node, forMicros }) as const;
/** Twenty records early, ten at 3 s and ten more at 6 s: what polls of T35 return. */
const twenty = sends(
  ...Array.from({ length: 10 }, () => 20),
  ...Array.from({ length: 10 }, () => 3_000),
  ...Array.from({ length: 10 }, () => 6_100),
);

const auto = (faults: Scene['faults'], entries: object = {}) =>
  run({
    producers: { p: { sends: twenty } },
    consumers: { c: { sessionTimeout: '6s', heartbeatInterval: '2s', ...entries } },
    faults: faults!,
  });

test('T35: auto-commit commits, inside poll and every 5 s from the assignment, what earlier polls returned', () => {
  const done = auto([]);
  expect(done.marks('committed').map(([time, offset]) => [Math.round(time / SECOND), offset])).toEqual([
    [5, 20],
    [10, 30],
  ]);
});

test('T35: a crash before the first auto-commit repeats everything', () => {
  const done = auto([at(ms(4_500), crash(2, ms(100)))], {});
  expect(names(done).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => `c:${i + 1}`));
  expect(names(done).slice(20, 40)).toEqual(Array.from({ length: 20 }, (_, i) => `c:${i + 1}`));
});

test('T35: a crash after an auto-commit repeats what came after it', () => {
  const done = auto([at(ms(8_000), crash(2, ms(100)))]);
  expect(names(done).slice(30)).toEqual(Array.from({ length: 10 }, (_, i) => `c:${i + 21}`));
});

test('auto-commit waits for poll: a program that is busy past the interval commits at its next poll', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: { work: 8 * SECOND, maxPollRecords: 1 } },
  });
  const [first] = done.marks('committed');
  expect(Math.round(first![0] / SECOND)).toBe(8);
  expect(first![1]).toBe(1);
});

const manual = {
  enableAutoCommit: false,
  settles: 'ack',
  sessionTimeout: '6s',
  heartbeatInterval: '2s',
  work: ms(100),
} as const;

test('T37: processed, not committed, crashed: processed again from the committed offset', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30, 40) } },
    consumers: { c: manual },
    faults: [onPacket('commit', crash(2, ms(500)), 2)],
  });
  expect(names(done)).toEqual(['c:1', 'c:2', 'c:3']);
  const before = run({
    producers: { p: { sends: sends(20, 30, 40) } },
    consumers: { c: manual },
    faults: [at(ms(240), crash(2, ms(500)))],
  });
  expect(names(before)).toEqual(['c:1', 'c:2', 'c:3']);
  const lost = run({
    producers: { p: { sends: sends(20, 30, 40) } },
    consumers: { c: { ...manual, commit: 'async' } },
    faults: [onPacket('commit', LOSE, 2), at(ms(240), crash(2, ms(500)))],
  });
  expect(names(lost)).toEqual(['c:1', 'c:2', 'c:2', 'c:3']);
});

test('T37: committed first, crashed while processing: lost for the group', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: { ...manual, settlesFirst: true } },
    faults: [at(ms(80), crash(2, ms(500)))],
  });
  expect(names(done)).toEqual(['c:2']);
  expect(done.simulation.ended).toBe('settled');
});

test('commitSync tries again when its request is lost; the program waits', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: manual },
    faults: [onPacket('commit', LOSE)],
  });
  expect(done.sent('commit')).toHaveLength(3);
  expect(done.marks('committed').map(([, offset]) => offset)).toEqual([1, 2]);
  expect(names(done)).toEqual(['c:1', 'c:2']);
});

test('a lost commit resets the connection to the coordinator alone: fetching goes on', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: manual },
    faults: [onPacket('commit', LOSE)],
  });
  expect(done.all('lost')).toHaveLength(1);
  expect(names(done)).toEqual(['c:1', 'c:2']);
});

test('a lost fetch answer is fetched again: the position had not moved', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: {} },
    faults: [onPacket('fetch-answer', LOSE)],
  });
  expect(names(done)).toEqual(['c:1', 'c:2']);
});

test('T39: a new group with latest gets nothing of what was there, with earliest all', () => {
  const scene = (autoOffsetReset: string) =>
    run({
      producers: { p: { sends: sends(20, 30, 4_000) } },
      consumers: { c: { autoOffsetReset } },
      broker: { groupInitialRebalanceDelay: '3s' },
    });
  expect(names(scene('latest'))).toEqual(['c:3']);
  expect(scene('latest').simulation.ended).toBe('settled');
  expect(names(scene('earliest'))).toEqual(['c:1', 'c:2', 'c:3']);
});

test('the first assignment of an empty group takes group.initial.rebalance.delay.ms', () => {
  const done = run({
    consumers: { c: {} },
    producers: { p: { sends: sends(4_000) } },
    broker: { groupInitialRebalanceDelay: '3s' },
  });
  expect(done.sent('join-answer').map(({ at: time }) => time)).toEqual([ms(3_003)]);
});

test('T43: a newcomer during the initial delay prolongs it by another: both are assigned at about 6 s, generation 1', () => {
  const done = run({
    topics: [{ name: 't', partitions: 2 }],
    producers: { p: { sends: sends(8_000) } },
    consumers: { c: {}, d: {} },
    broker: { groupInitialRebalanceDelay: '3s' },
    faults: [at(0, crash(3, ms(1_000)))],
  });
  expect(done.sent('join-answer').map(({ at: time }) => Math.round(time / SECOND))).toEqual([6, 6]);
  expect(done.facts('generation').map(({ value }) => value)).toEqual([1]);
});

test('T41: kill -9: the partition has no reader until session.timeout.ms after the last heartbeat', () => {
  const done = run({
    producers: { p: { sends: sends(20, 5_000) } },
    consumers: { c: {} },
    faults: [at(ms(1_000), crash(2, ms(500)))],
    until: 100 * SECOND,
  });
  const again = done.worked().slice(1);
  expect(again.map(([, what]) => what)).toEqual(['c:1', 'c:2']);
  expect(again[0]![0]).toBeGreaterThan(45 * SECOND);
  expect(again[0]![0]).toBeLessThan(45.1 * SECOND);
  expect(done.facts('member expired')).toHaveLength(1);
  expect(done.facts('generation').map(({ value }) => value)).toEqual([1, 2]);
});

test('T42: a static member that is back within its session goes on without a rebalance; later there is one', () => {
  const scene = (down: number) =>
    run({
      producers: { p: { sends: sends(20, 2_000) } },
      consumers: { c: { groupInstanceId: 'one' } },
      faults: [at(ms(1_000), crash(2, ms(down)))],
      until: 100 * SECOND,
    });
  const soon = scene(20_000);
  expect(soon.facts('generation').map(({ value }) => value)).toEqual([1]);
  expect(soon.worked()[1]![0]).toBeLessThan(21.1 * SECOND);
  const late = scene(50_000);
  expect(late.facts('empty group')).toHaveLength(1);
  expect(late.facts('generation').map(({ value }) => value)).toEqual([1, 3]);
});

test('T40: too long between polls: the client leaves, the commit fails, the record is processed again', () => {
  const done = run({
    producers: { p: { sends: sends(20) } },
    consumers: { c: { ...manual, work: 6 * SECOND, maxPollInterval: '5s' } },
    until: 13 * SECOND,
  });
  expect(done.facts('not polled').length).toBeGreaterThan(0);
  expect(done.marks('committed')).toEqual([]);
  expect(names(done)).toEqual(['c:1', 'c:1']);
});

test('two groups read the same log, each at its own position', () => {
  const done = run({
    producers: { p: { sends: sends(20, 30) } },
    consumers: { c: { group: 'one' }, d: { group: 'two' } },
  });
  expect(names(done).sort()).toEqual(['c:1', 'c:2', 'd:1', 'd:2']);
});

test('two members of a group share its partitions; one dies, the other takes over and repeats what was not committed', () => {
  const done = run({
    topics: [{ name: 't', partitions: 2 }],
    until: 100 * SECOND,
    producers: {
      p: {
        sends: [
          [ms(100), 'alice'],
          [ms(100), 'order-1'],
          [ms(2_000), 'alice'],
          [ms(2_000), 'order-1'],
        ],
      },
    },
    consumers: {
      c: { sessionTimeout: '6s', heartbeatInterval: '2s' },
      d: { sessionTimeout: '6s', heartbeatInterval: '2s' },
    },
    faults: [at(ms(1_000), crash(2, NONE))],
  });
  expect(done.simulation.ended).toBe('settled');
  const last = done.worked().at(-1)!;
  expect(last[1].startsWith('d:')).toBe(true);
  expect(new Set(names(done).map((what) => what.slice(2))).size).toBe(4);
});

test('T45: a newcomer stops all members until each has polled (eager)', () => {
  const done = run({
    topics: [{ name: 't', partitions: 2 }],
    until: 100 * SECOND,
    producers: {
      p: {
        sends: [
          [ms(100), 'alice'],
          [ms(20_000), 'order-2'],
        ],
      },
    },
    consumers: { c: { work: 12 * SECOND }, d: {} },
    faults: [at(0, crash(3, ms(2_000)))],
  });
  const answers = done.sent('join-answer').map(({ at: time }) => Math.round(time / SECOND));
  expect(answers).toEqual([0, 12, 12]);
});

test('nack with requeue seeks back: the record comes again, the next ones behind it', () => {
  const done = run({
    producers: { p: { sends: sends(20, 21) } },
    consumers: { c: { settles: 'requeue', work: ms(100) } },
    until: ms(1_700),
  });
  expect(names(done)).toEqual(['c:1', 'c:1', 'c:1', 'c:1']);
  // The fetch that was under way, for what is behind, has to come back first.
  expect(done.worked()[1]![0] - done.worked()[0]![0]).toBeGreaterThan(ms(500));
});

test('max.poll.records bounds what poll returns, not what is fetched', () => {
  const done = run({
    producers: { p: { sends: sends(20, 20, 20, 20) } },
    consumers: { c: { maxPollRecords: 2, work: ms(10) } },
  });
  expect(done.sent('fetch-answer')).toHaveLength(1);
  expect(done.marks('position').map(([, offset]) => offset)).toEqual([0, 2, 4]);
});

test('the coordinator restarts: members and offsets come back from disk', () => {
  const done = run({
    producers: { p: { sends: sends(20, 2_000) } },
    consumers: { c: manual },
    faults: [at(ms(1_000), crash(0, ms(500)))],
  });
  expect(names(done)).toEqual(['c:1', 'c:2']);
  expect(done.facts('generation').map(({ value }) => value)).toEqual([1]);
  expect(done.marks('committed').map(([, offset]) => offset)).toEqual([1, 2]);
});

test('a run settles when all is committed, though heartbeats and polls go on', () => {
  const done = run({ producers: { p: { sends: sends(20) } }, consumers: { c: manual } });
  expect(done.simulation.ended).toBe('settled');
  expect(done.simulation.world.now).toBeLessThan(SECOND);
});

test('T37: commitSync without arguments commits all that poll has returned: what is not yet processed is lost to the group', () => {
  const done = run({
    producers: { p: { sends: sends(20, 20, 20, 20) } },
    consumers: {
      c: {
        ...manual,
        program: [
          step({ step: 'receive' }),
          step({ step: 'ack', multiple: true }),
          step({ step: 'sleep', time: constant(ms(200)), clock: word('working') }),
        ],
      },
    },
    faults: [at(ms(300), crash(2, ms(500)))],
  });
  expect(done.marks('committed').map(([, offset]) => offset)).toEqual([4]);
  expect(done.simulation.ended).toBe('settled');
});

test('§3.1: auto.offset.reset=none: without a committed offset poll() throws, and the consumer stops', () => {
  const done = run({
    producers: { p: { sends: sends(20) } },
    consumers: { c: { autoOffsetReset: 'none' } },
    until: 60 * SECOND,
  });
  expect(done.facts('no offset')).toHaveLength(1);
  expect(names(done)).toEqual([]);
  expect(done.facts('member expired')).toHaveLength(1);
});

test('§3.9: of two live processes with one group.instance.id the newer takes over, and the older is fenced', () => {
  const done = run({
    producers: { p: { sends: sends(20, 6_000) } },
    consumers: {
      c: { ...manual, groupInstanceId: 'one' },
      d: { ...manual, groupInstanceId: 'one', startsAt: ms(2_000) },
    },
  });
  expect(done.facts('fenced')).toHaveLength(1);
  expect(names(done)).toEqual(['c:1', 'd:2']);
  expect(done.facts('generation').map(({ value }) => value)).toEqual([1]);
});

test('§3.6: a member that does not join again within the rebalance timeout is out of the group', () => {
  const slow = { ...manual, maxPollInterval: '8s', work: 30 * SECOND };
  const done = run({
    topics: [{ name: 't', partitions: 2 }],
    producers: { p: { sends: sends(20) } },
    consumers: { c: slow, d: { ...slow, work: ms(10), startsAt: ms(1_000) } },
    until: 20 * SECOND,
  });
  const generations = done.facts('generation').map(({ at: time, value }) => [Math.round(time / SECOND), value]);
  expect(generations[0]).toEqual([0, 1]);
  expect(generations[1]![0]).toBeGreaterThanOrEqual(8);
  expect(generations[1]![0]).toBeLessThanOrEqual(9);
});
