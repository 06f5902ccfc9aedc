import { hold } from '../clockStore';
import { runStore } from '../runStore';

import { announceStep } from '../narrator';
import { stepBack } from '../stepping';
import type { Command } from './command';

export const previousEvent: Command = {
  name: 'previousEvent',
  label: 'Previous event',
  keys: ['ArrowLeft'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    hold();
    if (stepBack()) announceStep();
  },
};
