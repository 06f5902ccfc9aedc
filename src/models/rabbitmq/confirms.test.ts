import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { coalesce } from './confirms';
import { at, publishes, TestWorld } from './testWorld';

const settled = (...tags: number[]) => tags.map((tag) => ({ tag, message: tag, attempt: 0 }));
const brief = (frames: ReturnType<typeof coalesce>) =>
  frames.map(({ tag, multiple }) => `${tag}${multiple ? ' multiple' : ''}`);

describe('[A2] confirms that are ready together', () => {
  test('F11: of 1 to 5 with 4 outstanding, one frame speaks for 1 to 3 and one for 5', () => {
    expect(brief(coalesce(settled(1, 2, 3, 5), 4, true))).toEqual(['3 multiple', '5']);
  });

  test('with nothing outstanding one frame speaks for all', () => {
    expect(coalesce(settled(4, 5, 6), NONE, true)).toEqual([
      { tag: 6, multiple: true, messages: [6, 5, 4], attempt: 0 },
    ]);
  });

  test('a lone ack is not multiple; a lone nack below every ack is', () => {
    expect(brief(coalesce(settled(3), NONE, true))).toEqual(['3']);
    expect(brief(coalesce(settled(3), 4, false))).toEqual(['3 multiple']);
    expect(brief(coalesce(settled(3), 2, false))).toEqual(['3']);
  });
});

const select = { kind: 'confirm-select', channel: 1 } as const;

describe('[A2] what a publisher is told', () => {
  test('a burst: the first is confirmed alone, the rest in one frame', () => {
    const world = new TestWorld({ clients: { p: [...at(5, select), ...at(10, ...publishes('q', 5))] } }).run();
    expect(world.heard('p', 'confirm').map(({ packet }) => packet)).toEqual([
      { kind: 'confirm', channel: 1, tag: 1, multiple: false },
      { kind: 'confirm', channel: 1, tag: 5, multiple: true },
    ]);
    expect(world.records('carries').map(({ message }) => message + 1)).toEqual([4, 3, 2]);
  });

  test('F5: an unroutable message is confirmed, and stored nowhere', () => {
    const world = new TestWorld({ clients: { p: [...at(5, select), ...at(10, ...publishes('nowhere', 1))] } }).run();
    expect(world.heard('p', 'confirm')).toHaveLength(1);
    expect(world.records('put')).toEqual([]);
  });

  test('F6: a mandatory one is returned first, then confirmed', () => {
    const world = new TestWorld({
      clients: { p: [...at(5, select), ...at(10, ...publishes('nowhere', 1, true))] },
    }).run();
    const kinds = [...world.heard('p', 'return'), ...world.heard('p', 'confirm')].map(({ packet }) => packet.kind);
    expect(kinds).toEqual(['return', 'confirm']);
    expect(world.heard('p', 'return')[0]).toMatchObject({ packet: { code: 312, text: 'NO_ROUTE' }, message: 1 });
  });

  test('without confirm.select nothing is said', () => {
    const world = new TestWorld({ clients: { p: at(10, ...publishes('q', 2)) } }).run();
    expect(world.heard('p', 'confirm')).toEqual([]);
    expect(world.ready()).toEqual(['m1', 'm2']);
  });
});
