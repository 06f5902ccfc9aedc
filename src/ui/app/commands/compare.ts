import { finishFirstMinute } from '../firstMinute';
import { runStore } from '../runStore';
import { say } from '../speech';
import { CALM, showBeside, uiStore } from '../uiStore';
import type { Command } from './command';

/** What can stand beside the run on screen: its other variants first, then the same without faults. */
export function choicesBeside(): readonly string[] {
  const { run } = runStore.getState();
  if (run === null) return [];
  const { variant, variants, faults } = run.scenario;
  return [...variants.map(({ id }) => id).filter((id) => id !== variant), ...(faults.length > 0 ? [CALM] : [])];
}

export const compare: Command = {
  name: 'compare',
  label: 'Another future beside this one, or not',
  keys: ['B'],
  group: 'Page',
  when: () => choicesBeside().length > 0 || uiStore.getState().beside !== null,
  do: () => {
    finishFirstMinute();
    const isOpen = uiStore.getState().beside !== null;
    showBeside(isOpen ? null : (choicesBeside()[0] ?? null));
    say(isOpen ? 'One run.' : 'Two runs on one clock.', 'now');
  },
};
