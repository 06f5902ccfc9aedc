import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const delay: Command = {
  name: 'delay',
  label: 'Delay the packet; digits say by how many seconds, then Enter',
  keys: ['D'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('D'),
};
