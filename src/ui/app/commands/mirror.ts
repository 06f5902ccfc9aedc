import { runStore } from '../runStore';
import type { Command } from './command';

export const mirror: Command = {
  name: 'mirror',
  label: 'The mirror: lose what was answered, not the answer',
  keys: ['M'],
  group: 'Break',
  when: () => runStore.getState().run !== null,
  // What it compares comes with it: nobody needs that for the first picture.
  do: () => void import('../mirrorStore').then(({ flipMirror }) => flipMirror()),
};
