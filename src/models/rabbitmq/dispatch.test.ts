import { describe, expect, test } from 'vitest';
import { ack, type Packet } from './packets';
import { at, consume, publishes, qos, TestWorld } from './testWorld';

describe('[A4] round robin', () => {
  test('messages go to consumers in turn, in the order in which they subscribed', () => {
    const world = new TestWorld({
      clients: {
        p: at(30, ...publishes('q', 6)),
        c1: at(10, consume('q', 'c1')),
        c2: at(15, consume('q', 'c2')),
        c3: at(20, consume('q', 'c3')),
      },
    }).run();
    expect(world.deliveries('c1')).toEqual(['m1', 'm4']);
    expect(world.deliveries('c2')).toEqual(['m2', 'm5']);
    expect(world.deliveries('c3')).toEqual(['m3', 'm6']);
  });

  test('F15: with prefetch 1 the consumer that acks first gets the next message', () => {
    const world = new TestWorld({
      clients: {
        p: at(10, ...publishes('q', 4)),
        c1: at(20, qos(1), consume('q', 'c1')),
        c2: [...at(25, qos(1), consume('q', 'c2')), ...at(40, ack(1, 1, false))],
      },
    }).run();
    expect(world.deliveries('c1')).toEqual(['m1']);
    expect(world.deliveries('c2')).toEqual(['m2', 'm3']);
  });

  test('consumers freed while nothing was waiting keep their turn, whatever the order of their acks', () => {
    const worker = (name: string, start: number, acked: number): ReturnType<typeof at> => [
      ...at(start, qos(1), consume('q', name)),
      ...at(acked, ack(1, 1, false)),
    ];
    const world = new TestWorld({
      clients: {
        p: [...at(30, ...publishes('q', 3)), ...at(90, ...publishes('q', 3))],
        c1: worker('c1', 10, 60),
        c2: worker('c2', 15, 70),
        c3: worker('c3', 20, 50),
      },
    }).run();
    expect(world.deliveries('c1')).toEqual(['m1', 'm4']);
    expect(world.deliveries('c2')).toEqual(['m2', 'm5']);
    expect(world.deliveries('c3')).toEqual(['m3', 'm6']);
  });

  test('F16: with unlimited prefetch the first consumer takes the whole backlog', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 100)), c1: at(20, consume('q', 'c1')), c2: at(30, consume('q', 'c2')) },
    }).run();
    expect(world.deliveries('c1')).toHaveLength(100);
    expect(world.deliveries('c2')).toHaveLength(0);
    expect(world.unacked()).toBe(100);
  });

  test('F17: a higher priority is served first; when it is full, the lower one is not kept waiting', () => {
    const world = new TestWorld({
      clients: {
        p: at(30, ...publishes('q', 5)),
        low: at(10, qos(10), consume('q', 'low')),
        high: at(20, qos(2), consume('q', 'high', { priority: 10 })),
      },
    }).run();
    expect(world.deliveries('high')).toEqual(['m1', 'm2']);
    expect(world.deliveries('low')).toEqual(['m3', 'm4', 'm5']);
  });
});

describe('[A3] prefetch and acks', () => {
  test('F18: prefetch does not hold an auto-ack consumer back', () => {
    const world = new TestWorld({
      clients: { p: at(10, ...publishes('q', 10)), c: at(20, qos(1), consume('q', 'c', { autoAck: true })) },
    }).run();
    expect(world.deliveries('c')).toHaveLength(10);
    expect(world.unacked()).toBe(0);
    expect(world.simulation.world.owed).toBe(0);
  });

  test('global prefetch is one limit for all consumers of a channel', () => {
    const world = new TestWorld({
      broker: { version: '4.0' },
      clients: {
        p: at(30, ...publishes('q', 8)),
        c: [
          ...at(10, { kind: 'qos', channel: 1, prefetch: 3, global: true }, consume('q', 'a'), consume('q', 'b')),
          ...at(50, ack(1, 1, false)),
        ],
      },
    }).run();
    const byConsumer = world
      .heard('c', 'deliver')
      .map(({ packet, message }) => `${(packet as { consumer: string }).consumer}${message}`);
    expect(byConsumer).toEqual(['a1', 'b2', 'a3', 'b4']);
    expect(world.unacked()).toBe(3);
  });

  test('F27: ack of 7 with multiple leaves only 8', () => {
    const world = new TestWorld({
      clients: {
        p: at(10, ...publishes('q', 8)),
        c: [...at(20, consume('q', 'c')), ...at(40, ack(1, 4, true)), ...at(50, ack(1, 7, true))],
      },
    }).run();
    expect(world.unacked()).toBe(1);
  });

  test('tag 0 with multiple is all that is outstanding; with nothing outstanding it is no error', () => {
    const world = new TestWorld({
      clients: {
        p: at(30, ...publishes('q', 3)),
        c: [...at(10, consume('q', 'c')), ...at(20, ack(1, 0, true)), ...at(50, ack(1, 0, true))],
      },
    }).run();
    expect(world.unacked()).toBe(0);
    expect(world.heard('c', 'channel-closed')).toEqual([]);
  });

  const unknownTags: readonly (readonly [string, Packet])[] = [
    ['acked twice', ack(1, 1, false)],
    ['never given', ack(1, 99, false)],
    ['never given, with multiple', ack(1, 99, true)],
    ['0 without multiple', ack(1, 0, false)],
  ];
  test.each(unknownTags)('F26: a tag %s closes the channel, and what it held comes back', (_what, second) => {
    const world = new TestWorld({
      clients: {
        p: at(10, ...publishes('q', 3)),
        c: [...at(20, consume('q', 'c')), ...at(40, ack(1, 1, false)), ...at(50, second)],
      },
    }).run();
    const tag = (second as { tag: number }).tag;
    expect(world.heard('c', 'channel-closed').map(({ packet }) => packet)).toEqual([
      { kind: 'channel-closed', channel: 1, code: 406, text: `PRECONDITION_FAILED - unknown delivery tag ${tag}` },
    ]);
    expect(world.ready()).toEqual(['m2*', 'm3*']);
  });

  test('F28: cancelling requeues nothing, closing the channel everything', () => {
    const acts = [...at(20, qos(3), consume('q', 'c')), ...at(30, { kind: 'cancel', channel: 1, consumer: 'c' })];
    const cancelled = new TestWorld({ clients: { p: at(10, ...publishes('q', 5)), c: acts } }).run();
    expect([cancelled.ready(), cancelled.unacked()]).toEqual([['m4', 'm5'], 3]);
    const closed = new TestWorld({
      clients: { p: at(10, ...publishes('q', 5)), c: [...acts, ...at(40, { kind: 'channel-close', channel: 1 })] },
    }).run();
    expect([closed.ready(), closed.unacked()]).toEqual([['m1*', 'm2*', 'm3*', 'm4', 'm5'], 0]);
  });
});

test('[4.3] a queue that is neither durable nor exclusive is refused, and the connection closed', () => {
  const declaration = { name: 'short', durable: false, exclusive: false, autoDelete: false, arguments: {} };
  const declare = at(10, { kind: 'queue-declare', channel: 1, declaration, passive: false });
  const refused = new TestWorld({ clients: { c: declare } }).run();
  expect(refused.heard('c', 'connection-closed')[0]!.packet).toMatchObject({ code: 541 });
  const accepted = new TestWorld({ broker: { version: '4.0' }, clients: { c: declare } }).run();
  expect(accepted.heard('c', 'declare-ok')).toHaveLength(1);
});
