import { clockStore, hold, seek } from '../clockStore';
import { announceStep } from '../narrator';
import { runStore } from '../runStore';
import type { Command } from './command';

export const toEnd: Command = {
  name: 'toEnd',
  label: 'To the end',
  keys: ['End'],
  group: 'Time',
  when: () => runStore.getState().run !== null,
  do: () => {
    hold();
    seek(clockStore.getState().end);
    announceStep();
    if (runStore.getState().loading) followToNextEnd();
  },
};

/** A run that has been asked for may last longer: its end is meant, unless the clock has been moved meanwhile. */
function followToNextEnd(): void {
  const { time: before } = clockStore.getState();
  const stop = runStore.subscribe(({ loading }) => {
    if (loading) return;
    stop();
    const { time, end, playing } = clockStore.getState();
    if (playing || time !== Math.min(before, end)) return;
    seek(end);
    announceStep();
  });
}
