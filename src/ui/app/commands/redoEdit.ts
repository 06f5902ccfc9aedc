import { editStore, redo } from '../editStore';
import { say } from '../speech';
import type { Command } from './command';

export const redoEdit: Command = {
  name: 'redoEdit',
  label: 'Redo it',
  keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
  group: 'Break',
  when: () => editStore.getState().future.length > 0,
  do: () => {
    redo();
    say('Done again.', 'now');
  },
};
