import { hold } from '../clockStore';
import { announceStep } from '../narrator';
import { selectedMessage } from '../selectedMessage';
import { stepForward } from '../stepping';
import type { Command } from './command';

export const nextOfMessage: Command = {
  name: 'nextOfMessage',
  label: 'Next event of the selected message',
  keys: [']'],
  group: 'Time',
  when: () => selectedMessage() !== null,
  do: () => {
    const message = selectedMessage();
    if (message === null) return;
    hold();
    if (stepForward(message)) announceStep();
  },
};
