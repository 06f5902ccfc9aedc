import { clockStore, setShowQuiet } from '../clockStore';
import { say } from '../speech';
import type { Command } from './command';

export const quiet: Command = {
  name: 'quiet',
  label: 'Show or leave out heartbeats and empty polls',
  keys: [],
  group: 'Time',
  when: () => true,
  do: () => {
    const next = !clockStore.getState().showQuiet;
    setShowQuiet(next);
    say(next ? 'Heartbeats and empty polls are events, too.' : 'Heartbeats and empty polls are left out.', 'now');
  },
};
