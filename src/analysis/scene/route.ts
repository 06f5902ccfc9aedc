import type { TraceHeader } from '../../engine/trace/header';
import { NONE, type ConnectionId, type NodeId } from '../../engine/units';

/** A packet's way, as the field `route` of a `sent` record packs it. */
export interface Route {
  readonly from: NodeId;
  readonly to: NodeId;
  /** NONE on a request link. */
  readonly connection: ConnectionId;
}

/** Unpacks connection × 2 + (0 from the client, 1 from the server), or -2 - (from × 65536 + to) on a request link. */
export function routeOf(route: number, header: TraceHeader): Route {
  if (route < 0) {
    const pair = -2 - route;
    return { from: pair >> 16, to: pair & 0xffff, connection: NONE };
  }
  const connection = route >> 1;
  const ends = header.connections[connection];
  if (ends === undefined) return { from: NONE, to: NONE, connection };
  const { client, server } = ends;
  return (route & 1) === 0 ? { from: client, to: server, connection } : { from: server, to: client, connection };
}

/** The receiver alone, without making an object. */
export function receiverOf(route: number, header: TraceHeader): NodeId {
  if (route < 0) return (-2 - route) & 0xffff;
  const ends = header.connections[route >> 1];
  if (ends === undefined) return NONE;
  return (route & 1) === 0 ? ends.server : ends.client;
}

/** The sender alone. */
export function senderOf(route: number, header: TraceHeader): NodeId {
  if (route < 0) return (-2 - route) >> 16;
  const ends = header.connections[route >> 1];
  if (ends === undefined) return NONE;
  return (route & 1) === 0 ? ends.client : ends.server;
}
