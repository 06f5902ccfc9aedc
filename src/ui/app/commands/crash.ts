import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const crash: Command = {
  name: 'crash',
  label: 'Crash or restart the node',
  keys: ['X'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('X'),
};
