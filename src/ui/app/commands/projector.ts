import { setTheme, uiStore } from '../uiStore';
import type { Command } from './command';

export const projector: Command = {
  name: 'projector',
  label: 'Lines for a projector, darker and broader, or as usual',
  keys: [],
  group: 'Page',
  when: () => true,
  do: () => setTheme(uiStore.getState().theme === 'projector' ? 'light' : 'projector'),
};
