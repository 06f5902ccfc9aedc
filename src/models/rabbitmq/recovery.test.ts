import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { textOf } from '../../engine/trace/words';
import { ack, PERSISTENT, publish, TRANSIENT } from './packets';
import type { BrokerMemory } from './state';
import { at, consume, crashAt, publishes, qos, queue, TestWorld } from './testWorld';

const transient = publish(1, '', 'q', false, TRANSIENT, NONE);
const persistent = publish(1, '', 'q', false, PERSISTENT, NONE);

describe('[A11] what a restart of the broker leaves', () => {
  test('F13: of a durable queue, the persistent message and not the transient one', () => {
    const world = new TestWorld({ clients: { p: at(10, persistent, transient) }, faults: [crashAt(50, 20)] }).run();
    expect(world.ready()).toEqual(['m1*']);
    const [died] = world.records('taken');
    expect([died!.copy, textOf(died!.why)]).toEqual([world.records('put')[1]!.copy, 'crashed']);
    expect(world.simulation.world.owed).toBe(1);
  });

  test('a queue that is not durable is gone with all that was in it', () => {
    const world = new TestWorld({
      broker: { version: '4.0', queues: [queue('q', { durable: false })] },
      clients: { p: at(10, persistent) },
      faults: [crashAt(50, 20)],
    }).run();
    expect(world.memory<BrokerMemory>('broker').queues.size).toBe(0);
    expect(world.simulation.world.owed).toBe(0);
  });

  test('what was delivered and not acked is ready again, at its place; what was acked is gone', () => {
    const world = new TestWorld({
      clients: {
        p: at(10, ...publishes('q', 5)),
        c: [...at(20, qos(3), consume('q', 'c')), ...at(30, ack(1, 2, false))],
      },
      faults: [crashAt(50, 20)],
    }).run();
    // m4 was delivered when m2 was acked. After a process that did not stop in order, all count as redelivered.
    expect(world.ready()).toEqual(['m1*', 'm3*', 'm4*', 'm5*']);
    expect(world.closedAt('c')).toBe(51_000);
  });

  test('copies are conserved over the crash: each rests in one place, and comes and goes once', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 5), transient), c: at(20, qos(3), consume('q', 'c')) },
      faults: [crashAt(50, 20)],
    }).run();
    const rests = new Map<number, number>();
    for (const { copy, place } of world.records('put')) {
      expect(rests.has(copy)).toBe(false);
      rests.set(copy, place);
    }
    for (const { copy, place } of world.records('taken')) {
      expect(rests.get(copy)).toBe(place);
      rests.delete(copy);
    }
    expect(rests.size).toBe(world.ready().length);
  });
});

describe('queues that go', () => {
  test('an auto-delete queue goes when its last consumer leaves, with what is in it', () => {
    const world = new TestWorld({
      broker: { queues: [queue('q', { autoDelete: true })] },
      clients: {
        p: at(10, ...publishes('q', 2)),
        c: [...at(20, qos(1), consume('q', 'c')), ...at(40, { kind: 'channel-close', channel: 1 })],
      },
    }).run();
    expect(world.memory<BrokerMemory>('broker').queues.size).toBe(0);
    expect(world.simulation.world.owed).toBe(0);
    expect(world.records('place')).toHaveLength(2);
  });

  test('a consumer of a queue that is deleted is cancelled by the broker', () => {
    const world = new TestWorld({
      clients: {
        p: [...at(10, ...publishes('q', 2)), ...at(40, { kind: 'queue-delete', channel: 1, queue: 'q' })],
        c: at(20, consume('q', 'c')),
      },
    }).run();
    expect(world.heard('c', 'cancel-notify').map(({ packet }) => packet)).toEqual([
      { kind: 'cancel-notify', channel: 1, consumer: 'c' },
    ]);
    expect(world.simulation.world.owed).toBe(0);
  });

  test('an exclusive queue is closed to other connections, and goes with its own', () => {
    const declaration = queue('mine', { exclusive: true });
    const world = new TestWorld({
      clients: {
        owner: at(10, { kind: 'queue-declare', channel: 1, declaration, passive: false }),
        other: at(20, { kind: 'get', channel: 1, queue: 'mine', autoAck: true }),
      },
      faults: [crashAt(40, 1_000, 1)],
    });
    world.run(30);
    expect(world.heard('other', 'channel-closed')[0]!.packet).toMatchObject({ code: 405 });
    world.run(60);
    expect(world.memory<BrokerMemory>('broker').queues.has('mine')).toBe(false);
  });
});
