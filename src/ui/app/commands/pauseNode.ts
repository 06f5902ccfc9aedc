import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const pauseNode: Command = {
  name: 'pauseNode',
  label: 'Pause or wake the node',
  keys: ['Z'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('Z'),
};
