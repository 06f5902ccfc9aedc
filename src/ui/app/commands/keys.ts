import { say } from '../speech';
import { setKeys, uiStore } from '../uiStore';
import type { Command } from './command';

export const keys: Command = {
  name: 'keys',
  label: 'Switch single keys on or off',
  keys: [],
  group: 'Page',
  when: () => true,
  do: () => {
    const next = !uiStore.getState().keys;
    setKeys(next);
    say(next ? 'Single keys act.' : 'Single keys are off.', 'now');
  },
};
