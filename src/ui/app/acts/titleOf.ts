import { NONE } from '../../../engine/units';
import { runStore } from '../runStore';
import { sceneStore } from '../sceneStore';
import type { Selection } from '../selectionStore';
import { messageTitle, nodeTitle, packetTitle } from './names';
import { wordsOf } from './occurrence';

/** What is selected, in words. */
export function titleOf(selection: Selection): string {
  const { run } = runStore.getState();
  if (run === null) return '';
  const { header } = run;
  switch (selection.kind) {
    case 'packet': {
      const packet = sceneStore.getState().scene?.packets.get(selection.packet);
      if (packet === undefined) return 'It has arrived';
      const title = packetTitle(header, wordsOf(header, packet.what)?.label ?? 'packet', packet.messages[0] ?? NONE);
      return `${title}, ${nodeTitle(header, packet.from)} → ${nodeTitle(header, packet.to)}`;
    }
    case 'message':
      return messageTitle(header, selection.message);
    case 'node':
      return nodeTitle(header, selection.node);
    case 'link':
      return `Link ${nodeTitle(header, selection.a)} – ${nodeTitle(header, selection.b)}`;
    case 'connection': {
      const ends = header.connections[selection.connection];
      return ends === undefined
        ? 'Connection'
        : `Connection ${nodeTitle(header, ends.client)} – ${nodeTitle(header, ends.server)}`;
    }
    case 'place':
      return header.places[selection.place]?.title ?? '';
    case 'copy':
      return `${messageTitle(header, selection.message)} in ${header.places[selection.place]?.title ?? ''}`;
  }
}
