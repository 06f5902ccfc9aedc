import type { MessageId } from '../../engine/units';
import { sceneStore } from './sceneStore';
import { selectionStore } from './selectionStore';

/** The message that the selected thing is about; null if it is about none. */
export function selectedMessage(): MessageId | null {
  const { selected } = selectionStore.getState();
  switch (selected?.kind) {
    case 'message':
    case 'copy':
      return selected.message;
    case 'packet':
      return sceneStore.getState().scene?.packets.get(selected.packet)?.messages[0] ?? null;
    default:
      return null;
  }
}
