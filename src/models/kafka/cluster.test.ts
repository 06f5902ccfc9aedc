import { expect, test } from 'vitest';
import { NONE, SECOND } from '../../engine/units';
import { coordinatorPartition, hashCode } from './cluster';
import { at, run, type Run, type Scene } from './testing/run';

// Goal: each broker leads its own partitions and coordinates its own groups, and the death of one touches no more than
// those. Method: three brokers (nodes 0 to 2), `p` (3), and a group of `c` (4) and `d` (5).

const ms = (count: number): number => count * 1_000;
/** Keys of Kafka's own vectors: of four partitions they go to 0, 1, 2 and 3. */
const KEYS = ['user-2', 'alice', 'order-1', 'order-2'];
const rounds = (...times: number[]) => times.flatMap((time) => KEYS.map((key) => [ms(time), key] as const));
const member = { sessionTimeout: '6s', heartbeatInterval: '2s', enableAutoCommit: false, settles: 'ack' } as const;
const crash = (node: number, forMicros: number) => ({ kind: 'crash', node, forMicros }) as const;

const scene = (more: Partial<Scene> = {}): Run =>
  run({
    broker: { nodes: 3 },
    topics: [{ name: 't', partitions: 4 }],
    producers: { p: { sends: rounds(500, 4_000) } },
    consumers: { c: member, d: member },
    until: 200 * SECOND,
    ...more,
  });

const stored = (done: Run) =>
  ['kafka-1/t-0', 'kafka-2/t-1', 'kafka-3/t-2', 'kafka-1/t-3'].map((place) => done.putIn(place).map(Number));

test('§1.7, §3.1: a group belongs to the partition of __consumer_offsets that its name’s hashCode gives', () => {
  expect(['', 'hello', 'polygenelubricants'].map(hashCode)).toEqual([0, 99_162_322, -2_147_483_648]);
  expect(['', 'hello', 'polygenelubricants'].map(coordinatorPartition)).toEqual([0, 22, 0]);
});

test('partitions are led by the brokers in turn, and each has its records', () => {
  expect(stored(scene())).toEqual([
    [1, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ]);
});

test('§1.2: one Produce request goes to each broker, with a batch for each partition that it leads', () => {
  const done = scene({ producers: { p: { sends: rounds(500) } } });
  expect(done.sent('produce').map(({ at: time }) => time)).toEqual([ms(505), ms(505), ms(505)]);
  expect(done.all('carries').filter(({ packet }) => packet === done.sent('produce')[0]!.packet)).toHaveLength(1);
});

test('a consumer fetches from each leader of its partitions, and commits at its group’s coordinator', () => {
  const done = scene();
  expect(done.worked()).toHaveLength(8);
  const { connections } = done.simulation.header();
  const servers = (kind: string) =>
    new Set(done.sent(kind).map(({ route }) => connections[Math.floor(route / 2)]!.server));
  expect(servers('fetch')).toEqual(new Set([0, 1, 2]));
  expect(servers('commit')).toEqual(new Set([coordinatorPartition('g') % 3]));
  expect(servers('join')).toEqual(servers('commit'));
  expect(done.simulation.ended).toBe('settled');
});

test('§1.5: max.in.flight is counted for each connection', () => {
  const done = scene({
    latency: ms(20),
    producers: { p: { sends: rounds(500), linger: '0ms', maxInFlight: 1, batchSize: 1 } },
  });
  // Partitions 0 and 3 share a broker: the second of them waits for the first one's answer.
  expect(done.sent('produce').map(({ at: time }) => time)).toEqual([ms(500), ms(500), ms(500), ms(540)]);
});

test('T22: a record with a key waits for its partition’s leader; one without goes where there is one', () => {
  const keyless = Array.from({ length: 60 }, (_, i) => [ms(2_000 + 100 * i), null] as const);
  const done = scene({
    producers: { p: { sends: [...rounds(500), [ms(1_500), 'alice'], ...keyless] } },
    faults: [at(ms(1_000), crash(1, 30 * SECOND))],
  });
  const [p0, p1, p2, p3] = stored(done);
  expect(p1!.slice(0, 2)).toEqual([2, 5]);
  const late = done
    .all('put')
    .find(({ message, place }) => message === 4 && done.simulation.header().places[place]!.shape === 'log')!;
  expect(late.at).toBeGreaterThan(31 * SECOND);
  expect([...p0!, ...p2!, ...p3!].filter((number) => number > 5)).toHaveLength(60);
  expect(new Set(done.beliefs())).toEqual(new Set(['acknowledged']));
});

test('a broker that is not the coordinator dies: only what it leads stands still', () => {
  const coordinator = coordinatorPartition('g') % 3;
  const other = (coordinator + 1) % 3;
  const done = scene({ faults: [at(ms(2_000), crash(other, 20 * SECOND))] });
  expect(done.facts('generation')).toHaveLength(2);
  const led = KEYS.map((_, partition) => partition % 3 === other);
  for (const [time, what] of done.worked()) {
    const number = Number(what.slice(2));
    if (number <= 4) continue;
    if (led[number - 5]) expect(time).toBeGreaterThan(22 * SECOND);
    else expect(time).toBeLessThan(5 * SECOND);
  }
  expect(done.worked()).toHaveLength(8);
});

test('the coordinator dies: what others lead is fetched on, and commits wait until it is back', () => {
  const coordinator = coordinatorPartition('g') % 3;
  const done = scene({
    consumers: { c: { ...member, settles: 'nothing', enableAutoCommit: true, autoCommitInterval: '1s' } },
    faults: [at(ms(2_000), crash(coordinator, 20 * SECOND))],
  });
  const before = done.worked().filter(([time]) => time < 6 * SECOND);
  expect(before.length).toBeGreaterThan(4);
  expect(done.marks('committed').filter(([time]) => time > 3 * SECOND && time < 22 * SECOND)).toEqual([]);
  expect(done.simulation.ended).toBe('settled');
});

test('T17: a broker that never comes back costs the records of its partitions, after delivery.timeout.ms, and no others', () => {
  const done = scene({ producers: { p: { sends: rounds(500) } }, faults: [at(0, crash(1, NONE))] });
  expect(done.beliefs()).toEqual(['acknowledged', 'failed', 'acknowledged', 'acknowledged']);
});

test('whatever crashes and comes back, each record is stored once and processed, and the run settles', () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const done = scene({
      seed,
      latency: ms(3),
      producers: { p: { sends: Array.from({ length: 40 }, (_, i) => [ms(300 + 60 * i), KEYS[i % 4]!] as const) } },
      faults: [
        ...[3, 4, 5].flatMap((a) => [0, 1, 2].map((b) => at(0, { kind: 'loss', a, b, p: 0.02 }))),
        ...[3, 4, 5].flatMap((a) => [0, 1, 2].map((b) => at(20 * SECOND, { kind: 'loss', a, b, p: 0 }))),
        at(ms(700 + 31 * seed), crash(seed % 3, ms(600))),
        at(ms(1_500 + 17 * seed), crash((seed + 1) % 3, ms(900))),
        at(ms(1_900 + 13 * seed), crash(4, ms(400))),
      ],
    });
    const numbers = stored(done);
    expect(
      numbers.flat().sort((a, b) => a - b),
      `seed ${seed}`,
    ).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    for (const row of numbers) expect(row, `seed ${seed}`).toEqual(row.toSorted((a, b) => a - b));
    expect(new Set(done.worked().map(([, what]) => what.slice(2))).size, `seed ${seed}`).toBe(40);
    expect(done.simulation.ended, `seed ${seed}`).toBe('settled');
  }
});
