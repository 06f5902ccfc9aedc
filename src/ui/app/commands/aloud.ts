import { say } from '../speech';
import { canRead, isReading, toggleReading } from '../voice';
import type { Command } from './command';

export const aloud: Command = {
  name: 'aloud',
  label: 'Read aloud what happens, or not',
  keys: ['V'],
  group: 'Page',
  when: () => canRead() || isReading(),
  do: () => say(toggleReading() ? 'What happens is read aloud.' : 'Nothing is read aloud.', 'now'),
};
