import { expect, test } from 'vitest';
import { NONE, SECOND } from '../../engine/units';
import { at, LOSE, onPacket, run } from './testing/run';

const ms = (count: number): number => count * 1_000;
/** `count` records, one every `every`, from 10 ms on. */
const sends = (count: number, every: number, key: string | null = null) =>
  Array.from({ length: count }, (_, i) => [ms(10) + i * every, key] as const);
const ERROR = { kind: 'error', error: 'NOT_LEADER_OR_FOLLOWER' } as const;
/** A reader, so that the log is what someone reads. */
const consumers = { c: {} };

test('T20: records within linger.ms go as one batch with consecutive offsets; linger 0 sends the first at once', () => {
  const batched = run({ producers: { p: { sends: sends(3, ms(1)) } } });
  expect(batched.sent('produce').map(({ at: time }) => time)).toEqual([ms(15)]);
  expect(batched.putIn('kafka/t-0')).toEqual(['1', '2', '3']);
  const single = run({ producers: { p: { sends: sends(3, ms(1)) } }, broker: { version: '3.9' } });
  expect(single.sent('produce').map(({ at: time }) => time)).toEqual([ms(10), ms(11), ms(12)]);
});

test('a full batch does not wait for linger.ms', () => {
  const full = run({ producers: { p: { sends: sends(20, 0), linger: '1s', batchSize: 10_240 } } });
  expect(full.sent('produce').map(({ at: time }) => time)).toEqual([ms(10), ms(10)]);
});

test('T7: the answer is lost: without idempotence two copies at different offsets, with it one', () => {
  const producer = { sends: sends(1, 0) };
  const off = run({
    producers: { p: { ...producer, idempotence: false } },
    consumers,
    faults: [onPacket('produce-answer', LOSE)],
  });
  expect(off.putIn('kafka/t-0')).toEqual(['1', '1']);
  expect(off.worked().map(([, what]) => what)).toEqual(['c:1', 'c:1']);
  const on = run({ producers: { p: producer }, consumers, faults: [onPacket('produce-answer', LOSE)] });
  expect(on.putIn('kafka/t-0')).toEqual(['1']);
  expect(on.facts('duplicate batch')).toHaveLength(1);
  expect(on.worked().map(([, what]) => what)).toEqual(['c:1']);
  expect([...off.beliefs(), ...on.beliefs()]).toEqual(['acknowledged', 'acknowledged']);
});

test('a lost request is sent again: one copy, whatever idempotence', () => {
  for (const idempotence of [true, false]) {
    const lost = run({ producers: { p: { sends: sends(1, 0), idempotence } }, faults: [onPacket('produce', LOSE)] });
    expect(lost.putIn('kafka/t-0')).toEqual(['1']);
    expect(lost.beliefs()).toEqual(['acknowledged']);
  }
});

test('T8: one retriable error: order is lost with 5 in flight, kept with 1 and kept with idempotence', () => {
  const times = [10, 100, 100, 100].map((time) => [ms(time), null] as const);
  const order = (entries: object) =>
    run({
      producers: { p: { sends: times, linger: '0ms', batchSize: 1, ...entries } },
      faults: [onPacket('produce', ERROR, 2)],
    }).putIn('kafka/t-0');
  expect(order({ idempotence: false })).toEqual(['1', '3', '4', '2']);
  expect(order({ idempotence: false, maxInFlight: 1 })).toEqual(['1', '2', '3', '4']);
  expect(order({})).toEqual(['1', '2', '3', '4']);
});

test('T6: of a producer that the broker does not know yet any sequence is taken, so that the very first batch can be overtaken', () => {
  const overtaken = run({
    producers: { p: { sends: sends(3, 0), linger: '0ms', batchSize: 1 } },
    faults: [onPacket('produce', ERROR)],
    until: 200 * SECOND,
  });
  expect(overtaken.putIn('kafka/t-0')).toEqual(['2', '3']);
  expect(overtaken.beliefs()).toEqual(['failed', 'acknowledged', 'acknowledged']);
});

test('T9: a new instance has a new producer id: what the application sends again is a second copy', () => {
  const twice = run({
    producers: {
      p: {
        sends: [
          [ms(10), null],
          [ms(200), null],
        ],
      },
    },
    faults: [at(ms(50), { kind: 'crash', node: 1, forMicros: ms(100) })],
  });
  expect(twice.sent('init-producer-id')).toHaveLength(2);
  expect(twice.facts('duplicate batch')).toHaveLength(0);
  expect(twice.putIn('kafka/t-0')).toEqual(['1', '2']);
});

test('T10: acks=0 counts as delivered when it is sent, and is lost silently', () => {
  const lost = run({ producers: { p: { sends: sends(1, 0), acks: '0' } }, faults: [onPacket('produce', LOSE)] });
  expect(lost.beliefs()).toEqual(['acknowledged']);
  expect(lost.putIn('kafka/t-0')).toEqual([]);
  expect(lost.sent('produce-answer')).toHaveLength(0);
});

test('T14: a retriable error appends nothing and is tried again with a back-off of 100 ms that doubles up to 1 s', () => {
  const refused = run({
    producers: { p: { sends: sends(1, 0), linger: '0ms' } },
    faults: [1, 2, 3, 4, 5, 6].map((nth) => onPacket('produce', ERROR, nth)),
  });
  const times = refused.sent('produce').map(({ at: time }) => time);
  const waits = times.slice(1).map((time, i) => time - times[i]! - ms(2));
  expect(refused.putIn('kafka/t-0')).toEqual(['1']);
  [100, 200, 400, 800, 1_000, 1_000].forEach((wait, i) => {
    expect(waits[i]).toBeGreaterThanOrEqual(Math.min(ms(wait) * 0.8, ms(1_000)));
    expect(waits[i]).toBeLessThanOrEqual(Math.min(ms(wait) * 1.2, ms(1_000)));
  });
});

test('a final error fails at once', () => {
  const refused = run({
    producers: { p: { sends: sends(1, 0) } },
    faults: [onPacket('produce', { kind: 'error', error: 'MESSAGE_TOO_LARGE' })],
  });
  expect(refused.beliefs()).toEqual(['failed']);
  expect(refused.sent('produce')).toHaveLength(1);
});

test('T17: nobody can be reached: a record fails after delivery.timeout.ms, not after a number of retries', () => {
  const gone = run({
    producers: { p: { sends: sends(1, 0) } },
    faults: [at(0, { kind: 'crash', node: 0, forMicros: NONE })],
    until: 200 * SECOND,
  });
  expect(gone.all('learned').map(({ at: time }) => time)).toEqual([ms(10) + 120 * SECOND]);
  expect(gone.beliefs()).toEqual(['failed']);
  expect(gone.simulation.ended).toBe('settled');
});

test('T17: likewise over a link that is cut, where nobody says no', () => {
  const cut = run({
    producers: { p: { sends: sends(1, 0) } },
    faults: [at(0, { kind: 'cut', a: 1, b: 0, forMicros: NONE })],
    until: 200 * SECOND,
  });
  expect(cut.all('learned').map(({ at: time }) => time)).toEqual([ms(10) + 120 * SECOND]);
});

test('T18: given up and yet in the log', () => {
  const producer = {
    sends: [
      [ms(10), null],
      [ms(9_000), null],
    ] as const,
    deliveryTimeout: '5s',
    requestTimeout: '2s',
    linger: '0ms',
  };
  const late = run({
    producers: { p: producer },
    consumers,
    faults: [onPacket('produce-answer', { kind: 'delay', by: 8 * SECOND })],
  });
  expect(late.beliefs()).toEqual(['acknowledged', 'acknowledged']);
  const cut = run({
    producers: { p: producer },
    consumers,
    faults: [at(ms(10) + 1_500, { kind: 'cut', a: 1, b: 0, forMicros: 7 * SECOND })],
  });
  expect(cut.putIn('kafka/t-0')).toEqual(['1', '2']);
  expect(cut.beliefs()).toEqual(['failed', 'acknowledged']);
  expect(cut.facts('epoch bumped')).toHaveLength(1);
});

test('the broker restarts: the log is kept, and so is what it knows of producers', () => {
  const restarted = run({
    producers: { p: { sends: sends(3, ms(100)) } },
    consumers,
    faults: [onPacket('produce-answer', { kind: 'crash', node: 0, forMicros: ms(500) })],
  });
  expect(restarted.putIn('kafka/t-0')).toEqual(['1', '2', '3']);
  expect(restarted.worked().map(([, what]) => what)).toEqual(['c:1', 'c:2', 'c:3']);
});

test('T21: without keys a partition is kept for batch.size bytes, then another one is drawn', () => {
  const topics = [{ name: 't', partitions: 3 }];
  const spread = run({ topics, producers: { p: { sends: sends(200, 0) } } });
  const places = [0, 1, 2].map((n) => spread.putIn(`kafka/t-${n}`).map(Number));
  const runs = Array.from({ length: 200 }, (_, i) => places.findIndex((numbers) => numbers.includes(i + 1)));
  const switches = runs.flatMap((place, i) => (i > 0 && place !== runs[i - 1] ? [i] : []));
  expect(switches.length).toBeGreaterThan(2);
  for (const position of switches) expect(position % 16).toBe(0);
});

test('records with a key go to the partition of their key', () => {
  const keyed = run({
    topics: [{ name: 't', partitions: 3 }],
    producers: {
      p: {
        sends: [
          [ms(10), 'alice'],
          [ms(20), 'order-1'],
          [ms(30), 'alice'],
          [ms(40), 'order-2'],
        ],
      },
    },
  });
  expect([0, 1, 2].map((n) => keyed.putIn(`kafka/t-${n}`))).toEqual([['1', '3', '4'], ['2'], []]);
});

test('a batch that times out leaves the next ones waiting until it is known what the log holds; then the epoch rises', () => {
  const producer = { deliveryTimeout: '3s', requestTimeout: '2s', linger: '0ms', batchSize: 1 };
  const times = [10, 2_000, 2_100, 2_200, 5_500, 9_000].map((time) => [ms(time), null] as const);
  const cut = run({
    producers: { p: { ...producer, sends: times } },
    faults: [at(ms(1_990), { kind: 'cut', a: 1, b: 0, forMicros: ms(3_150) })],
  });
  expect(cut.beliefs().filter((belief) => belief === 'failed').length).toBeGreaterThan(0);
  expect(cut.beliefs().slice(-2)).toEqual(['acknowledged', 'acknowledged']);
  expect(cut.simulation.ended).toBe('settled');
  const numbers = cut.putIn('kafka/t-0').map(Number);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
});

test('a batch that is refused for good does not hold up those behind it', () => {
  const refused = run({
    producers: {
      p: { sends: [10, 100, 100, 100].map((time) => [ms(time), null] as const), linger: '0ms', batchSize: 1 },
    },
    faults: [onPacket('produce', { kind: 'error', error: 'MESSAGE_TOO_LARGE' }, 2)],
  });
  expect(refused.beliefs()).toEqual(['acknowledged', 'failed', 'acknowledged', 'acknowledged']);
  expect(refused.putIn('kafka/t-0')).toEqual(['1', '3', '4']);
  expect(refused.simulation.world.now).toBeLessThan(SECOND);
});

/** Room for two batches of 1 KiB; each record is a batch. */
const narrow = { linger: '0ms', batchSize: 1_024, bufferMemory: 2_048, maxInFlight: 1 } as const;

test('§1.2: when buffer.memory is used up, send() waits until a batch is acknowledged; order is kept', () => {
  const done = run({ latency: ms(50), producers: { p: { ...narrow, sends: sends(6, ms(1)) } } });
  expect(done.facts('send blocks')).toHaveLength(1);
  expect(done.facts('send goes on')).toHaveLength(1);
  expect(done.facts('send blocks')[0]!.at).toBe(ms(12));
  expect(done.putIn('kafka/t-0')).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(new Set(done.beliefs())).toEqual(new Set(['acknowledged']));
});

test('§1.2: after max.block.ms send() fails, and the record was never sent: no loss of anything acknowledged', () => {
  const done = run({
    producers: { p: { ...narrow, maxBlock: '2s', sends: sends(4, ms(1)) } },
    faults: [at(0, { kind: 'crash', node: 0, forMicros: 3 * SECOND })],
  });
  // The third waits from 12 ms on; the fourth send() begins only when the third has failed.
  expect(done.facts('max block').map(({ at: time }) => time)).toEqual([ms(2_012)]);
  expect(done.beliefs()).toEqual(['acknowledged', 'acknowledged', 'failed', 'acknowledged']);
  expect(done.putIn('kafka/t-0')).toEqual(['1', '2', '4']);
});

test('§1.2: a producer that dies while send() waits loses what it had in memory', () => {
  const done = run({
    latency: ms(50),
    producers: { p: { ...narrow, sends: sends(6, ms(1)) } },
    faults: [at(ms(40), { kind: 'crash', node: 1, forMicros: ms(10) })],
  });
  const buffer = done.simulation.header().places.findIndex(({ shape }) => shape === 'waiting');
  const left = done.all('put').filter(({ place }) => place === buffer).length;
  expect(done.all('taken').filter(({ place }) => place === buffer)).toHaveLength(left);
});
