import { announceWhere } from '../narrator';
import { runStore } from '../runStore';
import type { Command } from './command';

export const whereAmI: Command = {
  name: 'whereAmI',
  label: 'Say where we are',
  keys: ['N'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: announceWhere,
};
