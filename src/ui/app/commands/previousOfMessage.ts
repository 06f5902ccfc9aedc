import { hold } from '../clockStore';
import { announceStep } from '../narrator';
import { selectedMessage } from '../selectedMessage';
import { stepBack } from '../stepping';
import type { Command } from './command';

export const previousOfMessage: Command = {
  name: 'previousOfMessage',
  label: 'Previous event of the selected message',
  keys: ['['],
  group: 'Time',
  when: () => selectedMessage() !== null,
  do: () => {
    const message = selectedMessage();
    if (message === null) return;
    hold();
    if (stepBack(message)) announceStep();
  },
};
