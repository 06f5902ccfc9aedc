import { changeSpeed, clockStore } from '../clockStore';
import { formatSpeed } from '../../design/format';
import { say } from '../speech';
import type { Command } from './command';

export const faster: Command = {
  name: 'faster',
  label: 'Faster',
  keys: ['.'],
  group: 'Time',
  when: () => true,
  do: () => {
    changeSpeed(1);
    say(`Speed ${formatSpeed(clockStore.getState().speed)}`, 'now');
  },
};
