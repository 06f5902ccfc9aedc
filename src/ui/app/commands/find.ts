import { runStore } from '../runStore';
import { openPalette } from '../uiStore';
import type { Command } from './command';

export const find: Command = {
  name: 'find',
  label: 'Find a message',
  keys: ['/'],
  group: 'Page',
  when: () => runStore.getState().run !== null,
  do: () => openPalette('messages'),
};
