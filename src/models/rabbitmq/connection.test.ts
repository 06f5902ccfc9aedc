import { expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import type { Fault } from '../../engine/faults/fault';
import { at, consume, publishes, TestWorld } from './testWorld';

const cut = (ms: number, a: number, b: number): Fault => ({ when: { kind: 'at', at: ms * 1000 }, what: { kind: 'cut', a, b, forMicros: NONE } });

test('a cut link is silence: after two missed heartbeats the broker closes the connection and requeues', () => {
  const world = new TestWorld({
    broker: { heartbeat: 1_000_000 }, clients: { p: at(10, ...publishes('q', 2)), c: at(20, consume('q', 'c')) }, faults: [cut(100, 0, 2)],
  });
  world.run(900);
  expect([world.ready(), world.unacked()]).toEqual([[], 2]);
  world.run(1_600);
  expect([world.ready(), world.unacked()]).toEqual([['m1*', 'm2*'], 0]);
});

test('heartbeats alone do not keep a run open, and clients that answer them are not closed', () => {
  const world = new TestWorld({ broker: { heartbeat: 1_000_000 }, workers: { w: { work: 1_000, heartbeat: 1_000_000 } } });
  world.run(10_000);
  expect(world.records('fact')).toEqual([]);
  world.simulation.run();
  expect(world.simulation.ended).toBe('settled');
});
