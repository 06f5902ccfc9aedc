import { announceStep } from '../narrator';
import { runStore } from '../runStore';

import { toLandmark } from '../stepping';
import type { Command } from './command';

export const previousLandmark: Command = {
  name: 'previousLandmark',
  label: 'Previous fault or outcome',
  keys: ['Shift+ArrowLeft'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    toLandmark(-1);
    announceStep();
  },
};
