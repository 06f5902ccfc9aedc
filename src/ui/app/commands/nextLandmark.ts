import { announceStep } from '../narrator';
import { runStore } from '../runStore';

import { toLandmark } from '../stepping';
import type { Command } from './command';

export const nextLandmark: Command = {
  name: 'nextLandmark',
  label: 'Next fault or outcome',
  keys: ['Shift+ArrowRight'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    toLandmark(1);
    announceStep();
  },
};
