import { hold } from '../clockStore';
import { selectionStore } from '../selectionStore';
import type { Command } from './command';

export const openMenu: Command = {
  name: 'openMenu',
  label: 'What can happen to the selected thing',
  keys: ['Shift+F10', 'ContextMenu'],
  group: 'Break',
  when: () => selectionStore.getState().selected !== null,
  do: () => {
    hold();
    selectionStore.setState({ menuAt: { x: innerWidth / 2, y: innerHeight / 3 } });
  },
};
