import type { PacketScene } from '../../../analysis/scene/scene';
import type { MessageId, PlaceId } from '../../../engine/units';
import type { Selection } from '../selectionStore';
import type { Act, Moment } from './act';
import { linkActs } from './linkActs';
import { nodeActs } from './nodeActs';
import { packetActs } from './packetActs';

/**
 * What can be done to the selected thing at this moment, likeliest first. What cannot be done is in the
 * list, too, with its reason. Pure: the menu, the keys and the tests all ask here.
 */
export function actsFor(selection: Selection, moment: Moment): readonly Act[] {
  const { scene, header } = moment;
  switch (selection.kind) {
    case 'packet': {
      const packet = scene.packets.get(selection.packet);
      return packet === undefined ? [] : packetActs(packet, moment);
    }
    case 'node':
      return nodeActs(selection.node, moment);
    case 'link':
      return linkActs(selection.a, selection.b, moment);
    case 'connection': {
      const connection =
        scene.connections.find(({ id }) => id === selection.connection) ?? header.connections[selection.connection];
      return connection === undefined ? [] : linkActs(connection.client, connection.server, moment);
    }
    case 'place':
      return placeActs(selection.place, moment);
    case 'copy':
      return placeActs(selection.place, moment);
    case 'message':
      return messageActs(selection.message, moment);
  }
}

function placeActs(place: PlaceId, moment: Moment): readonly Act[] {
  const info = moment.header.places[place];
  return info === undefined ? [] : nodeActs(info.node, moment);
}

/** Of a message: of its packet under way, else of the node that has it in hand, else of where it rests. */
function messageActs(message: MessageId, moment: Moment): readonly Act[] {
  const packet = packetsOf(message, moment).at(-1);
  if (packet !== undefined) return packetActs(packet, moment);
  const resting = moment.scene.places
    .filter(({ copies }) => copies.some((copy) => copy.message === message))
    .map(({ id }) => moment.header.places[id])
    .filter((place) => place !== undefined && place.shape !== 'rows');
  const place = resting.find((candidate) => candidate?.shape === 'hand') ?? resting[0];
  return place === undefined ? [] : nodeActs(place.node, moment);
}

export const packetsOf = (message: MessageId, { scene }: Moment): PacketScene[] =>
  [...scene.packets.values()].filter(({ messages }) => messages.includes(message));

/** The act that a key does on a selection: the first of its list that has the key. */
export const actOfKey = (acts: readonly Act[], key: string): Act | undefined => acts.find((act) => act.key === key);
