import { finishFirstMinute } from '../firstMinute';
import { runStore } from '../runStore';
import { showSettings, showTab } from '../uiStore';
import type { Command } from './command';

export const allSettings: Command = {
  name: 'allSettings',
  label: 'All settings of every part',
  keys: [],
  group: 'Page',
  when: () => runStore.getState().run !== null,
  do: () => {
    finishFirstMinute();
    showSettings('all');
    showTab('settings');
  },
};
