import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const cut: Command = {
  name: 'cut',
  label: 'Cut or heal the link',
  keys: ['C'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('C'),
};
