import { clockStore, hold, seek } from '../clockStore';
import { announceStep } from '../narrator';
import { runStore } from '../runStore';
import type { Command } from './command';

export const toEnd: Command = {
  name: 'toEnd',
  label: 'To the end',
  keys: ['End'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    hold();
    seek(clockStore.getState().end);
    announceStep();
  },
};
