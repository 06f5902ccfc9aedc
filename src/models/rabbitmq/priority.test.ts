import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { PERSISTENT, publish, type Packet } from './packets';
import { at, consume, publishes, qos, queue, TestWorld } from './testWorld';

const message = (priority: number | null): Packet => publish(1, '', 'q', false, { ...PERSISTENT, priority }, NONE);
const queues = [queue('q', { arguments: { 'x-max-priority': 5 } })];

describe('[A11] priorities of messages', () => {
  test('the highest first, in order within one; none is 0, too high is the highest', () => {
    const clients = { p: at(10, ...[0, null, 3, 5, 9, 3, 1].map(message)), c: at(20, consume('q', 'c')) };
    expect(new TestWorld({ broker: { queues }, clients }).run().deliveries('c')).toEqual([
      'm4',
      'm5',
      'm3',
      'm6',
      'm7',
      'm1',
      'm2',
    ]);
  });

  test('a queue that is full drops the highest first', () => {
    const limited = [queue('q', { arguments: { 'x-max-priority': 5, 'x-max-length': 2 } })];
    const world = new TestWorld({
      broker: { queues: limited },
      clients: { p: at(10, message(1), message(5), message(2)) },
    }).run();
    expect(world.ready('q')).toEqual(['m3', 'm1']);
  });

  test('what comes back has its place among those of its priority', () => {
    const clients = {
      p: at(10, message(1), message(5), message(1), message(5)),
      c: [...at(20, qos(3), consume('q', 'c')), ...at(50, { kind: 'channel-close', channel: 1 } as const)],
    };
    expect(new TestWorld({ broker: { queues }, clients }).run().ready('q')).toEqual(['m2*', 'm4*', 'm1*', 'm3']);
  });
});

describe('[A4] a single active consumer', () => {
  const single = [queue('q', { arguments: { 'x-single-active-consumer': true } })];

  test('F30: gets everything; when it dies, the next one gets its unacked messages first, in order', () => {
    const clients = {
      a: [...at(5, qos(3), consume('q', 'a')), ...at(100, { kind: 'channel-close', channel: 1 } as const)],
      b: at(6, consume('q', 'b')),
      p: at(10, ...publishes('q', 5)),
    };
    const world = new TestWorld({ broker: { queues: single }, clients }).run(90);
    expect([world.deliveries('a'), world.deliveries('b')]).toEqual([['m1', 'm2', 'm3'], []]);
    expect(world.run().deliveries('b')).toEqual(['m1*', 'm2*', 'm3*', 'm4', 'm5']);
  });

  test('an exclusive one is refused', () => {
    const clients = {
      a: at(5, {
        kind: 'consume',
        channel: 1,
        queue: 'q',
        consumer: 'a',
        autoAck: false,
        exclusive: true,
        priority: 0,
      } as const),
    };
    expect(
      new TestWorld({ broker: { queues: single }, clients }).run().heard('a', 'channel-closed')[0]!.packet,
    ).toMatchObject({ code: 403 });
  });
});

// Goal: with one consumer and nothing returned, a queue is first in, first out.
// Method: any times of publishing, any prefetch; what the consumer got is in order.
test('[A4] one consumer gets what was published in the order of publishing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 10, max: 60 }), { maxLength: 12 }),
      (prefetch, times) => {
        const acks = Array.from({ length: 80 }, (_, index) =>
          at(15 + index * 2, { kind: 'ack', channel: 1, tag: 0, multiple: true } as const),
        ).flat();
        const clients = {
          p: times.map((ms) => at(ms, ...publishes('q', 1))).flat(),
          c: [...at(5, qos(prefetch), consume('q', 'c')), ...acks],
        };
        const world = new TestWorld({ clients }).run();
        expect(world.deliveries('c')).toEqual(times.map((_, index) => `m${index + 1}`));
      },
    ),
    { numRuns: 40 },
  );
});
