import { seek } from '../clockStore';
import { announceStep } from '../narrator';
import { runStore } from '../runStore';
import type { Command } from './command';

export const toStart: Command = {
  name: 'toStart',
  label: 'To the start',
  keys: ['Home'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    seek(0);
    announceStep();
  },
};
