import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { headersMatch, topicMatches } from './exchange';
import { PERSISTENT, publish } from './packets';
import { at, queue, TestWorld } from './testWorld';

describe('[A1] topic patterns', () => {
  test.each([
    ['a.*.c', ['a.b.c', 'a..c'], ['a.c', 'a.b.b.c']],
    ['log.#', ['log', 'log.x', 'log.x.y'], ['logs']],
    ['*', ['x'], ['', 'x.y']],
    ['#', ['', 'x', 'x.y'], []],
    ['', [''], ['x']],
    ['a.#.z', ['a.z', 'a.b.z', 'a.b.c.z'], ['a', 'z']],
    ['#.#', ['', 'x', 'x.y'], []],
    ['a*', ['a*'], ['ab']],
  ])('%j', (pattern, matching, others) => {
    for (const key of matching) expect(topicMatches(pattern, key), key).toBe(true);
    for (const key of others) expect(topicMatches(pattern, key), key).toBe(false);
  });
});

test.each([
  [{ 'x-match': 'any', type: 'pdf', size: 'a4' }, { type: 'pdf', size: 'a5' }, true],
  [{ 'x-match': 'all', type: 'pdf', size: 'a4' }, { type: 'pdf', size: 'a5' }, false],
  [{}, { type: 'pdf' }, true],
  [{ 'x-match': 'any' }, { type: 'pdf' }, false],
  [{ type: null }, { type: 'pdf' }, true],
  [{ 'x-kind': 1 }, {}, true],
  [{ 'x-match': 'all-with-x', 'x-kind': 1 }, {}, false],
  [{ size: 4 }, { size: '4' }, false],
])('F4: headers binding %j, message %j: %s', (args, headers, expected) => {
  expect(headersMatch(args, headers)).toBe(expected);
});

const bound = (source: string, destination: string, routingKey: string, toExchange = false) => ({
  source,
  destination,
  routingKey,
  toExchange,
  arguments: {},
});
const send = (exchange: string, routingKey: string) => publish(1, exchange, routingKey, false, PERSISTENT, NONE);
const declared = (name: string, type: string) => ({
  name,
  type,
  durable: true,
  autoDelete: false,
  internal: false,
  arguments: {},
});

describe('[A1] routing', () => {
  test('F3: a queue gets one copy, however many bindings match', () => {
    const world = new TestWorld({
      broker: {
        exchanges: [declared('x', 'topic')],
        bindings: [bound('x', 'q', 'a.#'), bound('x', 'q', '#.b')],
      },
      clients: { p: at(10, send('x', 'a.b')) },
    }).run();
    expect(world.ready()).toEqual(['m1']);
  });

  test('a fanout exchange gives every queue bound a copy of its own; a direct one follows the key', () => {
    const world = new TestWorld({
      broker: {
        queues: [queue('q'), queue('r')],
        exchanges: [declared('all', 'fanout'), declared('some', 'direct')],
        bindings: [bound('all', 'q', ''), bound('all', 'r', ''), bound('some', 'r', 'r-key')],
      },
      clients: { p: at(10, send('all', 'any'), send('some', 'r-key'), send('some', 'R-KEY')) },
    }).run();
    expect(world.ready('q')).toEqual(['m1']);
    expect(world.ready('r')).toEqual(['m1', 'm2']);
    const copies = world.records('put').filter(({ message }) => message === 0);
    expect(new Set(copies.map(({ copy }) => copy)).size).toBe(2);
    expect(new Set(copies.map(({ parent }) => parent)).size).toBe(1);
  });

  test('an exchange bound to another hands on to it; a circle is walked once, and each queue gets one copy', () => {
    const world = new TestWorld({
      broker: {
        queues: [queue('q'), queue('r')],
        exchanges: [declared('a', 'fanout'), declared('b', 'direct')],
        bindings: [
          bound('a', 'b', '', true),
          bound('b', 'a', 'k', true),
          bound('a', 'q', ''),
          bound('b', 'q', 'k'),
          bound('b', 'r', 'k'),
        ],
      },
      clients: { p: at(10, send('a', 'k'), send('a', 'other')) },
    }).run();
    expect([world.ready('q'), world.ready('r')]).toEqual([['m1', 'm2'], ['m1']]);
  });

  test('F7: what an exchange cannot route goes to its alternate, and counts as routed', () => {
    const world = new TestWorld({
      broker: {
        exchanges: [
          { ...declared('x', 'direct'), arguments: { 'alternate-exchange': 'ae' } },
          declared('ae', 'fanout'),
        ],
        bindings: [bound('ae', 'q', '')],
      },
      clients: { p: at(10, publish(1, 'x', 'k', true, PERSISTENT, NONE)) },
    }).run();
    expect(world.ready()).toEqual(['m1']);
    expect(world.heard('p', 'return')).toEqual([]);
  });

  test('further routing keys (CC, BCC) route like the first', () => {
    const properties = { ...PERSISTENT, furtherKeys: ['r', 'r', 'nowhere'] };
    const world = new TestWorld({
      broker: { queues: [queue('q'), queue('r')] },
      clients: { p: at(10, publish(1, '', 'q', false, properties, NONE)) },
    }).run();
    expect([world.ready('q'), world.ready('r')]).toEqual([['m1'], ['m1']]);
  });

  test('publishing to an exchange that does not exist closes the channel, and what follows on it is lost', () => {
    const world = new TestWorld({
      clients: { p: [...at(10, send('ghost', 'k'), send('', 'q')), ...at(20, send('', 'q'))] },
    }).run();
    expect(world.heard('p', 'channel-closed')[0]!.packet).toMatchObject({
      code: 404,
      text: "NOT_FOUND - no exchange 'ghost' in vhost '/'",
    });
    expect(world.ready()).toEqual([]);
  });

  test('what was routed before counts no more when bindings change', () => {
    const binding = bound('x', 'q', 'k');
    const world = new TestWorld({
      broker: { exchanges: [declared('x', 'direct')], bindings: [binding] },
      clients: {
        p: [
          ...at(10, send('x', 'k')),
          ...at(20, { kind: 'queue-unbind', channel: 1, binding }),
          ...at(30, send('x', 'k')),
        ],
      },
    }).run();
    expect(world.ready()).toEqual(['m1']);
  });
});
