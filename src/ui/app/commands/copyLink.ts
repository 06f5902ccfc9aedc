import { runStore } from '../runStore';
import { shareLink } from '../share';
import type { Command } from './command';

export const copyLink: Command = {
  name: 'copyLink',
  label: 'Copy a link to this moment',
  keys: ['S'],
  group: 'Page',
  when: () => runStore.getState().run !== null,
  do: () => void shareLink(),
};
