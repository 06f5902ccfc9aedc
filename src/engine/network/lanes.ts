import { EVENT } from '../agenda';
import type { NodeId } from '../units';
import type { Connection, Flight, Lane, World } from '../world';

/** The direction of a connection that leads to a node. */
export const laneTo = (connection: Connection, node: NodeId): Lane =>
  node === connection.server ? connection.toServer : connection.toClient;

/**
 * The packets of a connection that are under way to one of its ends, in the order of sending. Found in the
 * agenda, since breaks and cuts are rare, while a list of them would have to be kept for each packet.
 */
export function underWay({ agenda }: World, connection: Connection, to: NodeId): Flight[] {
  const { held, unread } = laneTo(connection, to);
  const found = new Set([...(unread ?? []), ...held]);
  for (const flight of agenda.payloadsOf(EVENT.packet, to) as Flight[]) {
    if (flight.connection === connection.id) found.add(flight);
  }
  return [...found].filter((flight) => !flight.done).sort((a, b) => a.packet - b.packet);
}
