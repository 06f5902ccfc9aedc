import { say } from '../speech';
import { setSlowsDown, uiStore } from '../uiStore';
import type { Command } from './command';

export const slowDown: Command = {
  name: 'slowDown',
  label: 'Slow down at a first fault or duplicate, or play on',
  keys: [],
  group: 'Time',
  when: () => true,
  do: () => {
    const next = !uiStore.getState().slowsDown;
    setSlowsDown(next);
    say(
      next ? 'Playing slows down at the first fault and the first duplicate.' : 'Playing goes on at its speed.',
      'now',
    );
  },
};
