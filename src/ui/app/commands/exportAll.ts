import { runStore } from '../runStore';
import { showExport } from '../uiStore';
import type { Command } from './command';

export const exportAll: Command = {
  name: 'export',
  label: 'Take it away: pictures, film, figures, files',
  keys: ['E'],
  group: 'Page',
  when: () => runStore.getState().run !== null,
  do: () => showExport(true),
};
