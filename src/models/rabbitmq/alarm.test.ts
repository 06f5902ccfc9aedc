import { describe, expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { MILLISECOND, NONE } from '../../engine/units';
import { ack, PERSISTENT, publish, type Packet } from './packets';
import type { BrokerMemory } from './state';
import { at, consume, crashAt, TestWorld } from './testWorld';

// Goal: the memory alarm does what RabbitMQ's does [A11]. Method: a limit of 2,500 bytes, messages of 1,000, looked at
// each 100 ms; links of 1 ms.

const message = (): Packet => publish(1, '', 'q', false, { ...PERSISTENT, bytes: 1_000 }, NONE);
const messages = (count: number) => Array.from({ length: count }, message);
const broker = { memoryLimit: 2_500, memoryCheck: 100 * MILLISECOND };
const acks = (ms: number, ...tags: number[]) => at(ms, ...tags.map((tag) => ack(1, tag, false)));

describe('above the limit', () => {
  test('a connection that has published is told so at once, and nothing more of it is read', () => {
    const world = new TestWorld({ broker, clients: { p: [...at(10, ...messages(3)), ...at(150, message())] } }).run(
      1_000,
    );
    expect(world.heard('p', 'connection-blocked').map(({ at: when }) => when)).toEqual([101 * MILLISECOND]);
    expect(world.ready()).toEqual(['m1', 'm2', 'm3']);
  });

  test('one that publishes only now is blocked with that publish, which is still taken', () => {
    const clients = { p: at(10, ...messages(3)), late: [...at(200, message()), ...at(210, message())] };
    const world = new TestWorld({ broker, clients }).run(1_000);
    expect(world.heard('late', 'connection-blocked')).toHaveLength(1);
    expect(world.ready()).toHaveLength(4);
  });

  test('one that only consumes goes on', () => {
    const clients = { p: at(10, ...messages(3)), c: [...at(150, consume('q', 'c')), ...acks(250, 1)] };
    const world = new TestWorld({ broker, clients }).run(1_000);
    expect(world.heard('c', 'connection-blocked')).toEqual([]);
    expect(world.unacked()).toBe(2);
  });

  test('what is unacked counts, too', () => {
    const clients = { p: at(10, ...messages(3)), c: at(20, consume('q', 'c')) };
    expect(new TestWorld({ broker, clients }).run(1_000).memory<BrokerMemory>('broker').alarm).toBe(true);
  });
});

describe('with room again', () => {
  const clients = {
    p: [...at(10, ...messages(3)), ...at(150, message()), ...at(160, message())],
    c: [...at(20, consume('q', 'c')), ...acks(250, 1, 2)],
  };

  test('all are told, and what lay unread is read in order', () => {
    const world = new TestWorld({ broker, clients }).run(1_000);
    expect(world.heard('p', 'connection-unblocked').map(({ at: when }) => when)).toEqual([301 * MILLISECOND]);
    expect(world.deliveries('c')).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
  });

  test('the trace tells of the alarm, of its end, and of who is blocked', () => {
    const world = new TestWorld({
      broker,
      producers: { p: { messages: 4, properties: { ...PERSISTENT, bytes: 1_000 } } },
      clients: { c: clients.c },
    }).run(1_000);
    const told = world
      .records('fact')
      .map(({ at: when, name, node }) => `${when / MILLISECOND} ${textOf(name)} ${node}`)
      .filter((text) => !text.includes('connection'));
    expect(told).toEqual(['100 memory-alarm 0', '101 blocked 2', '300 memory-free 0', '301 unblocked 2']);
  });
});

describe('a publisher that is told', () => {
  const slow = { properties: { ...PERSISTENT, bytes: 1_000 }, messages: 40, confirmTimeout: 5_000 * MILLISECOND };
  const workers = { w: { work: 30 * MILLISECOND, prefetch: 1 } };

  test('keeps what it would publish, and publishes it afterwards: nothing is lost, nothing comes twice', () => {
    const world = new TestWorld({ broker, producers: { p: slow }, workers }).run(10_000);
    const acked = world.records('released').map(({ message: each }) => each);
    expect(acked).toEqual(Array.from({ length: 40 }, (_, index) => index));
    const times = (fact: string) =>
      world
        .records('fact')
        .filter(({ name }) => textOf(name) === fact)
        .map(({ at: when }) => when);
    const sent = world.records('sent').filter(({ what }) => textOf(what) === 'publish');
    const [from, until] = [times('blocked')[0]!, times('unblocked')[0]!];
    expect(sent.filter(({ at: when }) => when >= from && when < until)).toEqual([]);
    expect(sent).toHaveLength(40);
  });

  test('and does not listen writes on, into a socket that nobody reads', () => {
    const deaf = new TestWorld({ broker, producers: { p: { ...slow, heedsBlocked: false } }, workers }).run(10_000);
    expect(deaf.records('released')).toHaveLength(40);
  });
});

test('the silence of a blocked connection does not close it', () => {
  const heartbeat = 200 * MILLISECOND;
  const clients = { p: at(10, ...messages(3)) };
  const world = new TestWorld({ broker: { ...broker, heartbeat }, clients }).run(3_000);
  expect(world.closedAt('p')).toBe(NONE);
});

test('a broker that starts anew has no alarm until it looks again', () => {
  const clients = { p: at(10, ...messages(3)) };
  const world = new TestWorld({ broker, clients, faults: [crashAt(150, 100)] });
  expect(world.run(300).memory<BrokerMemory>('broker').alarm).toBe(false);
  expect(world.run(1_000).memory<BrokerMemory>('broker').alarm).toBe(true);
});
