import { editStore, undo } from '../editStore';
import { say } from '../speech';
import type { Command } from './command';

export const undoEdit: Command = {
  name: 'undoEdit',
  label: 'Undo a fault, a setting, a variant, a scenario',
  keys: ['Ctrl+Z'],
  group: 'Break',
  when: () => editStore.getState().past.length > 0,
  do: () => {
    undo();
    say('Undone.', 'now');
  },
};
