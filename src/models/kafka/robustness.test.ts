import { expect, test } from 'vitest';
import { SECOND } from '../../engine/units';
import { at, build, run, type Run, type Scene } from './testing/run';

// Goal: what is promised holds under losses and crashes, whatever the seed, and no copy is in two places.
// Method: one busy scene under a lossy link and a crash of each process, over many seeds. A failure prints
// the seed: give it to `scene`.

const ms = (count: number): number => count * 1_000;
const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);

/** 60 records, three partitions, two members that commit by hand. Links 1–0, 2–0 and 3–0 lose a packet in thirty for 20 s. */
const scene = (seed: number, entries: object = {}): Scene => ({
  seed,
  topics: [{ name: 't', partitions: 3 }],
  until: 300 * SECOND,
  broker: { groupInitialRebalanceDelay: '1s' },
  latency: ms(3),
  producers: {
    p: { sends: Array.from({ length: 60 }, (_, i) => [ms(50 * i + 7 * seed), `key-${i % 7}`] as const), ...entries },
  },
  consumers: {
    c: { enableAutoCommit: false, settles: 'ack', work: ms(20), sessionTimeout: '6s', heartbeatInterval: '2s' },
    d: { work: ms(20), sessionTimeout: '6s', heartbeatInterval: '2s', autoCommitInterval: '1s' },
  },
  faults: [
    ...[1, 2, 3].map((a) => at(0, { kind: 'loss', a, b: 0, p: 0.03 })),
    ...[1, 2, 3].map((a) => at(20 * SECOND, { kind: 'loss', a, b: 0, p: 0 })),
    at(ms(1_100 + 13 * seed), { kind: 'crash', node: 2, forMicros: ms(400) }),
    at(ms(1_900 + 17 * seed), { kind: 'crash', node: 0, forMicros: ms(700) }),
    at(ms(2_300 + 11 * seed), { kind: 'pause', node: 3, forMicros: ms(9_000) }),
  ],
});

function stored(done: Run): string[] {
  return [0, 1, 2].flatMap((n) => done.putIn(`kafka/t-${n}`));
}

test('an idempotent producer stores every record once, and order by key holds', () => {
  for (const seed of SEEDS) {
    const done = run(scene(seed));
    expect(
      stored(done)
        .map(Number)
        .sort((a, b) => a - b),
      `seed ${seed}`,
    ).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    for (const n of [0, 1, 2]) {
      const numbers = done.putIn(`kafka/t-${n}`).map(Number);
      expect(numbers, `seed ${seed}`).toEqual(numbers.toSorted((a, b) => a - b));
    }
  }
});

test('without idempotence some seed stores a record twice, and none is lost', () => {
  let twice = 0;
  for (const seed of SEEDS) {
    const numbers = stored(run(scene(seed, { idempotence: false })));
    expect(new Set(numbers).size, `seed ${seed}`).toBe(60);
    if (numbers.length > 60) twice += 1;
  }
  expect(twice).toBeGreaterThan(0);
});

test('commits after the work, of whichever kind: every record is processed, some more than once; the run settles', () => {
  let again = 0;
  for (const seed of SEEDS) {
    const done = run(scene(seed));
    const worked = done.worked().map(([, what]) => what.slice(2));
    expect(new Set(worked).size, `seed ${seed}`).toBe(60);
    expect(done.simulation.ended, `seed ${seed}`).toBe('settled');
    if (worked.length > 60) again += 1;
  }
  expect(again).toBeGreaterThan(0);
});

test('every copy that rests leaves its place once at most, and the log keeps its own', () => {
  for (const seed of SEEDS) {
    const done = run(scene(seed));
    const places = new Map<number, number>();
    for (const { copy, place } of done.all('put')) {
      expect(places.has(copy), `seed ${seed}, copy ${copy}`).toBe(false);
      places.set(copy, place);
    }
    const shapes = done.simulation.header().places.map(({ shape }) => shape);
    for (const { copy, place } of done.all('taken')) {
      expect(places.get(copy), `seed ${seed}, copy ${copy}`).toBe(place);
      expect(shapes[place]).not.toBe('log');
      places.delete(copy);
    }
    const left = [...places.values()].map((place) => shapes[place]).filter((shape) => shape !== 'log');
    expect(left, `seed ${seed}`).toEqual([]);
  }
});

test('a run continued from any moment is the same run', () => {
  const whole = build(scene(3));
  whole.run();
  const digest = whole.trace.digest();
  const again = build(scene(3));
  for (let moment = 0; moment < 20; moment += 1) {
    again.advance(60);
    const snapshot = again.snapshot();
    again.advance(200);
    again.restore(snapshot);
  }
  again.run();
  expect(again.trace.digest()).toBe(digest);
});
