import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { topicMatches } from './exchange';
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

const send = (exchange: string, routingKey: string) => publish(1, exchange, routingKey, false, PERSISTENT, NONE);
const declared = (name: string, type: string) => ({ name, type, durable: true, autoDelete: false, internal: false, arguments: {} });

describe('[A1] routing', () => {
  test('F3: a queue gets one copy, however many bindings match', () => {
    const world = new TestWorld({
      broker: {
        exchanges: [declared('x', 'topic')],
        bindings: [{ source: 'x', destination: 'q', routingKey: 'a.#' }, { source: 'x', destination: 'q', routingKey: '#.b' }],
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
        bindings: [
          { source: 'all', destination: 'q', routingKey: '' }, { source: 'all', destination: 'r', routingKey: '' },
          { source: 'some', destination: 'r', routingKey: 'r-key' },
        ],
      },
      clients: { p: at(10, send('all', 'any'), send('some', 'r-key'), send('some', 'R-KEY')) },
    }).run();
    expect(world.ready('q')).toEqual(['m1']);
    expect(world.ready('r')).toEqual(['m1', 'm2']);
    const copies = world.records('put').filter(({ message }) => message === 0);
    expect(new Set(copies.map(({ copy }) => copy)).size).toBe(2);
    expect(new Set(copies.map(({ parent }) => parent)).size).toBe(1);
  });

  test('publishing to an exchange that does not exist closes the channel, and what follows on it is lost', () => {
    const world = new TestWorld({ clients: { p: [...at(10, send('ghost', 'k'), send('', 'q')), ...at(20, send('', 'q'))] } }).run();
    expect(world.heard('p', 'channel-closed')[0]!.packet).toMatchObject({ code: 404, text: "NOT_FOUND - no exchange 'ghost' in vhost '/'" });
    expect(world.ready()).toEqual([]);
  });

  test('what was routed before counts no more when bindings change', () => {
    const binding = { source: 'x', destination: 'q', routingKey: 'k' };
    const world = new TestWorld({
      broker: { exchanges: [declared('x', 'direct')], bindings: [binding] },
      clients: { p: [...at(10, send('x', 'k')), ...at(20, { kind: 'queue-unbind', channel: 1, binding }), ...at(30, send('x', 'k'))] },
    }).run();
    expect(world.ready()).toEqual(['m1']);
  });
});
