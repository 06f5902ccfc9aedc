import { expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import type { Fault } from '../../engine/faults/fault';
import { ack, type Packet } from './packets';
import { at, consume, publishes, TestWorld } from './testWorld';

const cut = (ms: number, a: number, b: number): Fault => ({
  when: { kind: 'at', at: ms * 1000 },
  what: { kind: 'cut', a, b, forMicros: NONE },
});

test('a cut link is silence: after two missed heartbeats the broker closes the connection and requeues', () => {
  const world = new TestWorld({
    broker: { heartbeat: 1_000_000 },
    clients: { p: at(10, ...publishes('q', 2)), c: at(20, consume('q', 'c')) },
    faults: [cut(100, 0, 2)],
  });
  world.run(900);
  expect([world.ready(), world.unacked()]).toEqual([[], 2]);
  world.run(1_600);
  expect([world.ready(), world.unacked()]).toEqual([['m1*', 'm2*'], 0]);
});

test('heartbeats alone do not keep a run open, and clients that answer them are not closed', () => {
  const world = new TestWorld({
    broker: { heartbeat: 1_000_000 },
    workers: { w: { work: 1_000, heartbeat: 1_000_000 } },
  });
  world.run(10_000);
  expect(world.records('fact').map(({ name }) => textOf(name))).toEqual(['connection-accepted']);
  world.simulation.run();
  expect(world.simulation.ended).toBe('settled');
});

test('[A7] up to 4.2 a delivery that is not acked for 30 minutes closes its channel within the next minute, and comes back', () => {
  const minutes = 60_000;
  const acked: Packet = ack(1, 1, false);
  const world = new TestWorld({
    broker: { version: '4.0', consumerTimeout: 30 * minutes * 1000 },
    clients: {
      p: at(10, ...publishes('q', 2)),
      c: at(6, consume('q', 'c')),
      quick: [...at(4, consume('q', 'quick')), ...at(100, acked)],
    },
  });
  world.run(30 * minutes);
  expect(world.unacked()).toBe(1);
  world.run(31 * minutes + 10);
  expect(world.heard('c', 'channel-closed').map(({ packet }) => (packet as { code: number }).code)).toEqual([406]);
  expect(world.deliveries('quick')).toEqual(['m1', 'm2*']);
});
