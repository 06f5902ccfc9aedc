import { describe, expect, test } from 'vitest';
import { LOWER_TABS, SIDE_TABS } from '../uiStore';
import { keyOf, showKey } from './command';
import { commands } from './index';

// Goal: what the `?` sheet lists is what the keys do. The sheet is made from this list; here it is held that
// the list is sound, and that the keys of TEACHING §3.7 that exist have their meaning.

const event = (key: string, more: Partial<KeyboardEvent> = {}): string =>
  keyOf({
    key,
    code: key === ' ' ? 'Space' : `Key${key.toUpperCase()}`,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });

describe('commands', () => {
  test('have a name and a label each, and no two names or keys are the same', () => {
    const names = commands.map(({ name }) => name);
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { name, label } of commands) expect(label, name).not.toBe('');
  });

  test('count the tabs as they stand on screen', () => {
    const tabs = commands.filter(({ name }) => name.startsWith('tab-'));
    expect(tabs.map(({ keys }) => keys)).toEqual(
      [...SIDE_TABS, ...LOWER_TABS].map((_, index) => [String((index + 1) % 10)]),
    );
  });

  test.each([
    [event(' '), 'playPause'],
    [event('k'), 'playPause'],
    [event('ArrowRight'), 'nextEvent'],
    [event('ArrowLeft', { shiftKey: true }), 'previousLandmark'],
    [event(']'), 'nextOfMessage'],
    [event('l'), 'lose'],
    [event('X', { shiftKey: false }), 'crash'],
    [event('z'), 'pauseNode'],
    [event('z', { ctrlKey: true }), 'undoEdit'],
    [event('z', { metaKey: true, shiftKey: true }), 'redoEdit'],
    [event('?', { shiftKey: true }), 'help'],
    [event('n'), 'whereAmI'],
    [event('k', { ctrlKey: true }), 'palette'],
    [event('/'), 'find'],
  ])('%s is %s', (key, name) => {
    expect(commands.find(({ keys }) => keys.includes(key))?.name).toBe(name);
  });

  test('are shown as keys stand on a keyboard', () => {
    expect([showKey('Shift+ArrowRight'), showKey('Escape'), showKey('Ctrl+Z')]).toEqual(['Shift+→', 'Esc', 'Ctrl+Z']);
  });
});
