import { setHelpOpen } from '../uiStore';
import type { Command } from './command';

export const help: Command = {
  name: 'help',
  label: 'This list',
  keys: ['?'],
  group: 'Page',
  when: () => true,
  do: () => setHelpOpen(true),
};
