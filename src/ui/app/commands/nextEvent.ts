import { hold } from '../clockStore';
import { runStore } from '../runStore';

import { announceStep } from '../narrator';
import { stepForward } from '../stepping';
import type { Command } from './command';

export const nextEvent: Command = {
  name: 'nextEvent',
  label: 'Next event',
  keys: ['ArrowRight'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    hold();
    if (stepForward()) announceStep();
  },
};
