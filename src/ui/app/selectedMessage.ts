import type { MessageId } from '../../engine/units';
import { runStore } from './runStore';
import { selectionStore, type Selection } from './selectionStore';

/** The message that the selected thing is about; null if it is about none. */
export const selectedMessage = (): MessageId | null => messageOf(selectionStore.getState().selected);

/** A packet's is the one it is about, first if several, whether it is still under way or not. */
export function messageOf(selection: Selection | null): MessageId | null {
  switch (selection?.kind) {
    case 'message':
    case 'copy':
      return selection.message;
    case 'packet':
      return runStore.getState().run?.reading.packet(selection.packet)?.messages[0] ?? null;
    default:
      return null;
  }
}
