import { describe, expect, test } from 'vitest';
import type { Fault } from '../../engine/faults/fault';
import { textOf, word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import { at, crashAt, publishes, TestWorld, type WorkerMemory } from './testWorld';

const onPacket = (kind: string, nth: number, what: Fault['what']): Fault => ({
  when: { kind: 'packet', whats: [word(kind)], from: NONE, to: NONE, message: null, nth, every: false },
  what,
});
const lose = (kind: string, nth = 1): Fault => onPacket(kind, nth, { kind: 'lose', along: 0.5 });
const retry = { retries: 3, first: 50_000, factor: 2, max: 1_000_000, jitter: 0 };

const beliefs = (world: TestWorld): string[] =>
  world.records('learned').map(({ message, belief }) => `m${message + 1} ${textOf(belief)}`);
const outbox = (world: TestWorld): number => {
  const place = world.simulation.header().places.find(({ name }) => name.endsWith('/outbox'))!.id;
  const moves = (kind: 'put' | 'taken'): number =>
    world.records(kind).filter((record) => record.place === place).length;
  return moves('put') - moves('taken');
};

describe('the publisher', () => {
  test('a message given before the connection is open waits, and is sent on opening', () => {
    const world = new TestWorld({ producers: { p: { messages: 2 } } });
    world.simulation.run();
    expect(world.ready()).toEqual(['m1', 'm2']);
    expect(beliefs(world)).toEqual(['m1 acknowledged', 'm2 acknowledged']);
    expect(outbox(world)).toBe(0);
  });

  test('a lost confirm: with retries left it publishes again, and the queue has the message twice', () => {
    const world = new TestWorld({ producers: { p: { messages: 1, retry } }, faults: [lose('confirm')] });
    world.simulation.run();
    expect(world.ready()).toEqual(['m1', 'm1']);
    expect(beliefs(world)).toEqual(['m1 acknowledged']);
  });

  test('a lost confirm without retries: the application never learns', () => {
    const world = new TestWorld({ producers: { p: { messages: 1 } }, faults: [lose('confirm')] });
    world.simulation.run();
    expect(world.ready()).toEqual(['m1']);
    expect(beliefs(world)).toEqual(['m1 unknown']);
    expect(outbox(world)).toBe(0);
  });

  test('a refused message is tried again after a wait; without retries it has failed', () => {
    const refuse = onPacket('publish', 1, { kind: 'error', error: 'refused' });
    const again = new TestWorld({ producers: { p: { messages: 1, retry } }, faults: [refuse] });
    again.simulation.run();
    expect(beliefs(again)).toEqual(['m1 acknowledged']);
    const [first, second] = again.records('sent').filter(({ what }) => what === word('publish'));
    expect(second!.at - first!.at).toBe(52_000); // There and back, and 50 ms.
    const failed = new TestWorld({ producers: { p: { messages: 1 } }, faults: [refuse] });
    failed.simulation.run();
    expect(beliefs(failed)).toEqual(['m1 failed']);
    expect(failed.ready()).toEqual([]);
  });

  test('a confirm that is late: the wait is over, the message goes out again', () => {
    const world = new TestWorld({
      producers: { p: { messages: 1, retry } },
      faults: [onPacket('confirm', 1, { kind: 'delay', by: 400_000 })],
    });
    world.simulation.run();
    expect(world.ready().length).toBeGreaterThan(1);
    expect(beliefs(world)).toEqual(['m1 acknowledged']);
    expect(outbox(world)).toBe(0);
  });

  test('without confirms it learns nothing, and loses what was under way when the connection went', () => {
    const world = new TestWorld({
      producers: { p: { messages: 3, confirms: false, retry } },
      faults: [lose('publish', 2)],
    });
    world.simulation.run();
    expect(world.ready()).toEqual(['m1', 'm3']);
    expect(beliefs(world)).toEqual([]);
  });

  test('a returned message has failed, though it is confirmed', () => {
    const world = new TestWorld({ producers: { p: { messages: 1, routingKey: 'nowhere', mandatory: true } } });
    world.simulation.run();
    expect(beliefs(world)).toEqual(['m1 failed']);
  });

  test('while the broker is down messages wait; when it is back they go out in order', () => {
    const world = new TestWorld({ producers: { p: { messages: 10, retry } }, faults: [crashAt(25, 200)] });
    world.simulation.run();
    const stored = world.ready().map((name) => name.replace('*', ''));
    expect([...new Set(stored)]).toEqual(Array.from({ length: 10 }, (_, index) => `m${index + 1}`));
    expect(beliefs(world)).toHaveLength(10);
  });
});

describe('the consumer', () => {
  const logOf = (world: TestWorld, name: string): string[] => world.memory<WorkerMemory>(name).log;

  test('works through what it has in hand, in order', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 3)) },
      workers: { w: { work: 10_000, prefetch: 2 } },
    });
    world.simulation.run();
    expect(logOf(world, 'w')).toEqual(['take m1', 'done m1', 'take m2', 'done m2', 'take m3', 'done m3']);
    expect(world.simulation.world.owed).toBe(0);
  });

  test('a lost ack: the connection goes, its buffer is dropped, and it gets both again, marked', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 3)) },
      workers: { w: { work: 10_000 } },
      faults: [lose('ack')],
    });
    world.simulation.run();
    expect(logOf(world, 'w')).toEqual([
      'take m1',
      'done m1',
      'take m2',
      'gone m2',
      'take m1*',
      'done m1',
      'take m2*',
      'done m2',
      'take m3*',
      'done m3',
    ]);
    expect(world.simulation.ended).toBe('settled');
  });

  test('declares a queue that goes with it, each time it connects', () => {
    const queue = { name: 'mine', durable: false, exclusive: true, autoDelete: true, arguments: {} };
    const world = new TestWorld({
      clients: { p: at(20, ...publishes('mine', 1)) },
      workers: { w: { work: 1_000, queue: 'mine', declares: { queue, bindings: [] } } },
    });
    world.simulation.run();
    expect(logOf(world, 'w')).toEqual(['take m1', 'done m1']);
  });

  test('an auto-ack consumer settles without a packet', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 2)) },
      workers: { w: { work: 1_000, autoAck: true } },
    });
    world.simulation.run();
    expect(logOf(world, 'w')).toEqual(['take m1', 'done m1', 'take m2', 'done m2']);
    expect(world.records('sent').filter(({ what }) => what === word('ack'))).toEqual([]);
  });
});
