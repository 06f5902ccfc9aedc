import { clearSelection, closeMenu, selectionStore } from '../selectionStore';
import type { Command } from './command';

export const closeAll: Command = {
  name: 'closeAll',
  label: 'Close, or select nothing',
  keys: ['Escape'],
  group: 'Page',
  when: () => selectionStore.getState().selected !== null,
  do: () => {
    if (selectionStore.getState().menuAt !== null) closeMenu();
    else clearSelection();
  },
};
