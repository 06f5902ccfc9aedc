import { setTheme, uiStore } from '../uiStore';
import type { Command } from './command';

export const theme: Command = {
  name: 'theme',
  label: 'Light or dark',
  keys: ['T'],
  group: 'Page',
  when: () => true,
  do: () => setTheme(uiStore.getState().theme === 'dark' ? 'light' : 'dark'),
};
