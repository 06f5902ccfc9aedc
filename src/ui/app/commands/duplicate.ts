import { performKey } from '../breaking';
import { runStore } from '../runStore';
import type { Command } from './command';

export const duplicate: Command = {
  name: 'duplicate',
  label: 'Duplicate the packet',
  keys: ['U'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  do: () => performKey('U'),
};
