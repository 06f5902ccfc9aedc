import type { MessageId } from '../../engine/units';
import { sceneStore } from './sceneStore';
import { selectionStore, type Selection } from './selectionStore';

/** The message that the selected thing is about; null if it is about none. */
export const selectedMessage = (): MessageId | null => messageOf(selectionStore.getState().selected);

export function messageOf(selection: Selection | null): MessageId | null {
  switch (selection?.kind) {
    case 'message':
    case 'copy':
      return selection.message;
    case 'packet':
      return sceneStore.getState().scene?.packets.get(selection.packet)?.messages[0] ?? null;
    default:
      return null;
  }
}
