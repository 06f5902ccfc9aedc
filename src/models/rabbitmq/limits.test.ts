import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { PERSISTENT, publish, type MessageProperties, type Packet } from './packets';
import type { BrokerMemory } from './state';
import { at, consume, publishes, qos, queue, TestWorld } from './testWorld';

const message = (properties: Partial<MessageProperties> = {}, exchange = '', key = 'q'): Packet =>
  publish(1, exchange, key, false, { ...PERSISTENT, ...properties }, NONE);
const select = { kind: 'confirm-select', channel: 1 } as const;
const limited = (args: object) => [
  queue('q', { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dlq', ...args } }),
  queue('dlq'),
  queue('r'),
];
const told = (world: TestWorld, kind: 'confirm' | 'confirm-nack'): number => world.heard('p', kind).length;

describe('[A9] a queue that is full', () => {
  test('F9: drops its head; the publisher is confirmed all the same', () => {
    const world = new TestWorld({
      broker: { queues: limited({ 'x-max-length': 3 }) },
      clients: { p: [...at(5, select), ...at(10, ...publishes('q', 5))] },
    }).run();
    expect(world.ready('q')).toEqual(['m3', 'm4', 'm5']);
    expect(world.ready('dlq')).toEqual(['m1', 'm2']);
    expect(told(world, 'confirm-nack')).toBe(0);
  });

  test('F10: or rejects what comes, and says so to who asked for confirms', () => {
    const queues = limited({ 'x-max-length': 3, 'x-overflow': 'reject-publish' });
    const acts = Array.from({ length: 5 }, (_, index) => at(10 + index, ...publishes('q', 1))).flat();
    const world = new TestWorld({ broker: { queues }, clients: { p: [...at(5, select), ...acts] } }).run();
    expect(world.ready('q')).toEqual(['m1', 'm2', 'm3']);
    expect(world.ready('dlq')).toEqual([]);
    expect([told(world, 'confirm'), told(world, 'confirm-nack')]).toEqual([3, 2]);
    const silent = new TestWorld({ broker: { queues }, clients: { p: acts } }).run();
    expect(silent.ready('q')).toEqual(['m1', 'm2', 'm3']);
    expect([told(silent, 'confirm'), told(silent, 'confirm-nack')]).toEqual([0, 0]);
  });

  test('with reject-publish-dlx what it rejects is dead-lettered as well', () => {
    const queues = limited({ 'x-max-length': 1, 'x-overflow': 'reject-publish-dlx' });
    const world = new TestWorld({
      broker: { queues },
      clients: { p: [...at(5, select), ...at(10, message()), ...at(20, message())] },
    }).run();
    expect([world.ready('q'), world.ready('dlq')]).toEqual([['m1'], ['m2']]);
    expect(told(world, 'confirm-nack')).toBe(1);
  });

  test('F8: one queue that rejects makes a nack, though another has taken the message', () => {
    const queues = limited({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    const bindings = ['q', 'r'].map((destination) => ({
      source: 'amq.fanout',
      destination,
      routingKey: '',
      toExchange: false,
      arguments: {},
    }));
    const clients = { p: [...at(5, select), ...at(10, message()), ...at(20, message({}, 'amq.fanout'))] };
    const world = new TestWorld({ broker: { queues, bindings }, clients }).run();
    expect([world.ready('q'), world.ready('r')]).toEqual([['m1'], ['m2']]);
    expect([told(world, 'confirm'), told(world, 'confirm-nack')]).toEqual([1, 1]);
  });

  test('counts bytes of bodies; one that is too large by itself drops all', () => {
    const queues = limited({ 'x-max-length-bytes': 250 });
    const world = new TestWorld({
      broker: { queues },
      clients: { p: at(10, ...[100, 100, 100].map((bytes) => message({ bytes }))) },
    }).run(100);
    expect(world.ready('q')).toEqual(['m2', 'm3']);
    const large = new TestWorld({
      broker: { queues },
      clients: { p: at(10, message({ bytes: 100 }), message({ bytes: 300 })) },
    }).run(100);
    expect([large.ready('q'), large.ready('dlq')]).toEqual([[], ['m1', 'm2']]);
  });

  test('what is unacked does not count; returned, it may push the head out', () => {
    const clients = {
      c: [
        ...at(5, qos(1), consume('q', 'c')),
        ...at(100, { kind: 'cancel', channel: 1, consumer: 'c' }, {
          kind: 'nack',
          channel: 1,
          tag: 1,
          multiple: false,
          requeue: true,
        } as const),
      ],
      p: at(10, ...publishes('q', 3)),
    };
    const world = new TestWorld({ broker: { queues: limited({ 'x-max-length': 2 }) }, clients }).run(90);
    expect([world.unacked('q'), world.ready('q')]).toEqual([1, ['m2', 'm3']]);
    expect(world.run(200).ready('q')).toEqual(['m2', 'm3']);
    expect(world.ready('dlq')).toEqual(['m1']);
  });
});

// Goal: under drop-head a queue never has more ready than it may, and keeps the latest.
// Method: any burst of messages and acks; the broker's memory after every millisecond.
test('[A9] a queue never exceeds its length, whatever comes and goes', () => {
  const act = fc.constantFrom<Packet>(
    message(),
    message(),
    { kind: 'ack', channel: 1, tag: 0, multiple: true },
    { kind: 'nack', channel: 1, tag: 0, multiple: true, requeue: true },
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.array(act, { maxLength: 30 }), (maxLength, packets) => {
      const clients = {
        c: [...at(5, qos(2), consume('q', 'c')), ...packets.map((packet, index) => at(10 + index, packet)).flat()],
      };
      const world = new TestWorld({ broker: { queues: limited({ 'x-max-length': maxLength }) }, clients });
      for (let ms = 5; ms < 60; ms += 1) {
        world.run(ms);
        const { ready, head } = world.memory<BrokerMemory>('broker').queues.get('q')!;
        expect(ready.length - head).toBeLessThanOrEqual(maxLength);
      }
    }),
    { numRuns: 40 },
  );
});
