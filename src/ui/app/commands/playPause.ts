import { togglePlaying } from '../clockStore';
import { announcePlaying } from '../narrator';
import { runStore } from '../runStore';
import type { Command } from './command';

export const playPause: Command = {
  name: 'playPause',
  label: 'Play or pause',
  keys: ['Space', 'K'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    togglePlaying();
    announcePlaying();
  },
};
