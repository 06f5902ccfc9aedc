import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import type { BrokerConfig } from './config';
import { newQueue } from './lifecycle';
import { PERSISTENT } from './packets';
import { originIndex, requeue } from './requeue';
import type { BrokerOut, Queue, QueueEntry } from './state';
import { at, consume, publishes, qos, queue, TestWorld } from './testWorld';

const entry = (sequence: number): QueueEntry => ({
  sequence,
  message: sequence,
  copy: sequence,
  exchange: '',
  routingKey: 'q',
  properties: PERSISTENT,
  subject: NONE,
  expiry: NONE,
  redelivered: false,
  deliveries: 1,
  stored: NONE,
});

/** Requeueing says what it does to copies; here nobody listens. */
const deaf = { take: () => undefined, put: () => 0 } as unknown as BrokerOut;

const queueOf = (ready: QueueEntry[], head = 0): Queue => ({
  ...newQueue(
    { meanings: [] } as unknown as BrokerConfig,
    { ...queue('q'), args: {} },
    NONE,
    { ready: 0, unacked: 1 },
    null,
  ),
  ready,
  head,
  next: 100,
  unacked: 100,
});

describe('the place of a returned delivery', () => {
  test.each([
    [[4, 7, 9], 5, 1],
    [[4, 7, 9], 1, 0],
    [[4, 7, 9], 12, 3],
    [[], 3, 0],
  ])('among %j, %i belongs at %i', (waiting, sequence, index) => {
    expect(originIndex(waiting.map(entry), 0, sequence)).toBe(index);
  });

  test('what has left the queue already does not count', () => {
    expect(originIndex([entry(1), entry(2), entry(8)], 2, 5)).toBe(2);
  });
});

// Goal: a queue is as it was, however its deliveries come back.
// Method: take any of twenty messages out, return them in any order; exactly those are marked.
test('[A5] deliveries returned in any order are back at their places, and only they are marked redelivered', () => {
  const some = fc.shuffledSubarray(Array.from({ length: 20 }, (_, index) => index));
  fc.assert(
    fc.property(some, fc.boolean(), (returned, fromFront) => {
      const out = new Set(returned);
      const kept = Array.from({ length: 20 }, (_, index) => index)
        .filter((sequence) => !out.has(sequence))
        .map(entry);
      const gone = fromFront ? [entry(-2), entry(-1)] : [];
      const queue = queueOf([...gone, ...kept], gone.length);
      for (const sequence of returned) requeue(queue, entry(sequence), deaf);
      const now = queue.ready.slice(queue.head);
      expect(now.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index));
      expect(now.filter(({ redelivered }) => redelivered).map(({ sequence }) => sequence)).toEqual(
        [...returned].sort((a, b) => a - b),
      );
    }),
  );
});

test('a sequence that is ready already cannot come back: a copy would exist twice', () => {
  expect(() => requeue(queueOf([entry(3)]), entry(3), deaf)).toThrow(/ready already/);
});

test('[A5] a classic queue puts a requeued delivery back at its original position', () => {
  // F20: m1 to m3 are held by a consumer that has cancelled; m2, then m1 come back.
  const world = new TestWorld({
    clients: {
      p: at(10, ...publishes('q', 5)),
      c1: [
        ...at(20, qos(3), consume('q', 'c1')),
        ...at(30, { kind: 'cancel', channel: 1, consumer: 'c1' }),
        ...at(40, { kind: 'nack', channel: 1, tag: 2, multiple: false, requeue: true }),
        ...at(50, { kind: 'nack', channel: 1, tag: 1, multiple: false, requeue: true }),
      ],
    },
  }).run();
  expect(world.ready()).toEqual(['m1*', 'm2*', 'm4', 'm5']);
  expect(world.unacked()).toBe(1);
});

test('[A5] requeueing makes a message eligible at once, often for the same consumer: a hot loop without end', () => {
  const nacks = Array.from({ length: 50 }, (_, index) =>
    at(30 + index * 5, { kind: 'nack', channel: 1, tag: index + 1, multiple: false, requeue: true }),
  ).flat();
  const world = new TestWorld({
    clients: { p: at(10, ...publishes('q', 1)), c1: [...at(20, qos(1), consume('q', 'c1')), ...nacks] },
  }).run();
  expect(world.deliveries('c1')).toEqual(['m1', ...Array.from({ length: 50 }, () => 'm1*')]);
});
