import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const lose: Command = {
  name: 'lose',
  label: 'Lose the packet',
  keys: ['L'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('L'),
};
