import { openPalette } from '../uiStore';
import type { Command } from './command';

export const palette: Command = {
  name: 'palette',
  label: 'Do anything, by its name',
  keys: ['Ctrl+K'],
  group: 'Page',
  when: () => true,
  do: () => openPalette('all'),
};
