import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { parseExpiration } from './arguments';
import { PERSISTENT, publish, type MessageProperties, type Packet } from './packets';
import type { BrokerMemory } from './state';
import { at, consume, queue, TestWorld } from './testWorld';

const message = (properties: Partial<MessageProperties> = {}): Packet =>
  publish(1, '', 'q', false, { ...PERSISTENT, ...properties }, NONE);
const expires = (ms: number): Packet => message({ expiration: String(ms) });
const withDlq = (args: object = {}) => [
  queue('q', { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dlq', ...args } }),
  queue('dlq'),
];
const nackBack = (tag: number): Packet => ({ kind: 'nack', channel: 1, tag, multiple: false, requeue: true });

describe('[A8] time to live of messages', () => {
  test('F31: one that has expired stays behind one that has not, and is removed right after it', () => {
    const clients = { p: at(10, expires(60_000), expires(1_000)) };
    const world = new TestWorld({ broker: { queues: withDlq() }, clients }).run(30_000);
    expect(world.ready('q')).toEqual(['m1', 'm2']);
    expect(world.run(60_011).ready('q')).toEqual([]);
    expect(world.ready('dlq')).toEqual(['m1', 'm2']);
  });

  test('F32: what is unacked does not expire; returned too late, it is removed instead of delivered', () => {
    const clients = { p: at(1_000, message()), c: [...at(10, consume('q', 'c')), ...at(20_000, nackBack(1))] };
    const world = new TestWorld({ broker: { queues: withDlq({ 'x-message-ttl': 10_000 }) }, clients }).run(19_000);
    expect(world.unacked('q')).toBe(1);
    expect(world.run(20_010).deliveries('c')).toEqual(['m1']);
    expect(world.ready('dlq')).toEqual(['m1']);
  });

  test("F33: the queue's time or the message's own, whichever is less", () => {
    const clients = { p: at(9, expires(9_000), expires(100)) };
    const world = new TestWorld({
      broker: { queues: [queue('q', { arguments: { 'x-message-ttl': 5_000 } })] },
      clients,
    }).run(5_009);
    expect(world.ready('q')).toEqual(['m1', 'm2']);
    expect(world.run(5_010).ready('q')).toEqual([]);
  });

  test('no time at all: a consumer that is free gets it all the same', () => {
    const clients = { p: [...at(10, expires(0)), ...at(30, expires(0))], c: at(20, consume('q', 'c')) };
    const world = new TestWorld({ clients }).run();
    expect(world.deliveries('c')).toEqual(['m2']);
  });

  test('without a dead letter exchange it is gone, and said to have expired', () => {
    const world = new TestWorld({ clients: { p: at(10, expires(500)) } }).run();
    expect(world.ready('q')).toEqual([]);
    expect(world.records('released').map(({ at: time }) => time)).toEqual([511_000]);
  });

  test('what expired while the broker was down is gone when it is back', () => {
    const world = new TestWorld({
      clients: { p: at(10, expires(500), message()) },
      faults: [{ when: { kind: 'at', at: 100_000 }, what: { kind: 'crash', node: 0, forMicros: 1_000_000 } }],
    }).run();
    expect(world.ready('q')).toEqual(['m2*']);
  });

  test.each([
    ['abc', 'no_integer'],
    ['12ms', '{leftover_string,"ms"}'],
    ['-1', '{value_negative,-1}'],
    ['', 'no_integer'],
  ])('expiration "%s" closes the channel: %s', (expiration, refusal) => {
    expect(parseExpiration(expiration)).toEqual({ refusal });
    const world = new TestWorld({ clients: { p: at(10, message({ expiration })) } }).run();
    expect(world.heard('p', 'channel-closed')[0]!.packet).toMatchObject({
      code: 406,
      text: `PRECONDITION_FAILED - invalid expiration '${expiration}': ${refusal}`,
    });
  });
});

describe('[A8] a queue that nobody uses (x-expires)', () => {
  const queues = [
    queue('q', { arguments: { 'x-expires': 600, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dlq' } }),
    queue('dlq'),
  ];
  const exists = (world: TestWorld): boolean => world.memory<BrokerMemory>('broker').queues.has('q');

  test('is deleted with its messages, which are not dead-lettered', () => {
    const world = new TestWorld({ broker: { queues }, clients: { p: at(10, message()) } }).run(599);
    expect(exists(world)).toBe(true);
    world.run(3_000);
    expect(exists(world)).toBe(false);
    expect(world.ready('dlq')).toEqual([]);
  });

  test('not while it has a consumer; the time begins when that has left', () => {
    const clients = { c: [...at(10, consume('q', 'c')), ...at(1_000, { kind: 'cancel', channel: 1, consumer: 'c' })] };
    const world = new TestWorld({ broker: { queues }, clients }).run(1_600);
    expect(exists(world)).toBe(true);
    expect(exists(world.run(1_602))).toBe(false);
  });

  test('being asked for a message is use, too', () => {
    const clients = { c: at(500, { kind: 'get', channel: 1, queue: 'q', autoAck: true }) };
    const world = new TestWorld({ broker: { queues }, clients }).run(1_100);
    expect(exists(world)).toBe(true);
    expect(exists(world.run(1_102))).toBe(false);
  });
});
