import { EVENT } from '../agenda';
import { broken } from '../assert';
import { isUnlucky, meetPacket } from '../faults/apply';
import { KIND } from '../trace/record';
import type { Word } from '../trace/words';
import { NONE, type ConnectionId, type Micros, type NodeId, type Seq } from '../units';
import { W } from '../words';
import type { Connection, Flight, Lane } from '../world';
import { deliver, latencyOf, linkBetween, record, usable, type Sim } from '../sim';
import { laneTo, underWay } from './lanes';
import { mix } from '../random/keyed';

/**
 * A TCP connection: it keeps order and cannot lose one packet. Its loss is a reset, of which each end
 * learns one latency later. Source: CONTRACTS.md §3; RFC 9293, "Reset generation".
 */

const lane = (key: number): Lane => ({ last: 0, held: [], unread: null, kind: '', what: NONE, sent: 0, key });

/** Begins to open. The server learns one latency later, the client two. */
export function connect(sim: Sim, client: NodeId, server: NodeId): ConnectionId {
  const { world } = sim;
  const link = linkBetween(sim, client, server);
  const id = world.connections.length;
  const from = world.nodes[client]!.key;
  const to = world.nodes[server]!.key;
  const connection: Connection = {
    id,
    client,
    server,
    link,
    clientWaiting: true,
    clientUp: false,
    serverUp: false,
    alive: true,
    toServer: lane(mix(from, to)),
    toClient: lane(mix(to, from)),
  };
  world.connections.push(connection);
  const seq = say(sim, connection, W.opening, NONE);
  schedule(sim, connection, EVENT.learnAccepted, server, connection.toServer, seq);
  return id;
}

function schedule(sim: Sim, connection: Connection, kind: number, node: NodeId, way: Lane, cause: Seq): void {
  const { world } = sim;
  const at = Math.max(world.now + latencyOf(sim, connection.link, way, W.opening, NONE, 0), way.last);
  way.last = at;
  world.agenda.push(at, kind, node, cause, connection, true);
}

function say(sim: Sim, connection: Connection, state: Word, why: Word): Seq {
  return record(sim, KIND.connection, connection.id, state, connection.client, connection.server, why);
}

/** The opening packet reaches the server's machine. */
export function onReachServer(sim: Sim, connection: Connection): void {
  const { world } = sim;
  if (!connection.alive) return;
  if (waitsForHeal(sim, connection, EVENT.learnAccepted, connection.server)) return;
  if (!world.nodes[connection.server]!.up) {
    connection.alive = false;
    schedule(sim, connection, EVENT.learnRefused, connection.client, connection.toClient, sim.trace.cause);
    return;
  }
  connection.serverUp = true;
  schedule(sim, connection, EVENT.learnOpened, connection.client, connection.toClient, sim.trace.cause);
  deliver(sim, connection.server, sim.inputs.accepted(connection.id, connection.client));
}

export function onOpened(sim: Sim, connection: Connection): void {
  if (!connection.alive) return;
  if (waitsForHeal(sim, connection, EVENT.learnOpened, connection.client)) return;
  connection.clientWaiting = false;
  connection.clientUp = true;
  sim.trace.cause = say(sim, connection, W.open, NONE);
  deliver(sim, connection.client, sim.inputs.opened(connection.id, connection.server));
}

export function onRefused(sim: Sim, connection: Connection): void {
  if (!connection.clientWaiting) return;
  if (waitsForHeal(sim, connection, EVENT.learnRefused, connection.client)) return;
  connection.clientWaiting = false;
  sim.trace.cause = say(sim, connection, W.refused, NONE);
  deliver(sim, connection.client, sim.inputs.refused(connection.id, connection.server));
}

function waitsForHeal(sim: Sim, connection: Connection, kind: number, node: NodeId): boolean {
  const link = sim.world.links[connection.link]!;
  if (link.cut) link.waiting.push({ kind, node, cause: sim.trace.cause, payload: connection, foreground: true });
  return link.cut;
}

/** Puts a packet on its way. `flight.due` is set here: no earlier than what went before it. */
export function transmit(
  sim: Sim,
  connection: Connection,
  flight: Flight,
  what: Word,
  latency: Micros,
  attempt: number,
): void {
  const { world } = sim;
  const fromClient = flight.from === connection.client;
  if (!(fromClient ? connection.clientUp : connection.serverUp))
    broken(`${world.nodes[flight.from]!.name} sends on a connection that it knows to be gone`);
  const way = fromClient ? connection.toServer : connection.toClient;
  const link = world.links[connection.link]!;
  flight.due = Math.max(world.now + latency, way.last);
  flight.doomed = !connection.alive;
  if (sim.fixed.packetFaults.length > 0) meetPacket(sim, flight, what, connection);
  if (link.loss > 0 && isUnlucky(sim, link.loss, flight, what, attempt)) {
    const at = world.now + Math.floor((flight.due - world.now) / 2);
    world.agenda.push(at, EVENT.breakConnection, flight.to, flight.sent, { flight, fault: NONE }, true);
  }
  way.last = flight.due;
  if (link.cut) {
    flight.waiting = true;
    way.held.push(flight);
  } else world.agenda.push(flight.due, EVENT.packet, flight.to, flight.sent, flight, flight.foreground);
}

/** A packet reaches the machine of its receiver. */
export function onArrival(sim: Sim, connection: Connection, flight: Flight): void {
  const toServer = flight.to === connection.server;
  const receiverUp = toServer ? connection.serverUp : connection.clientUp;
  const { unread } = toServer ? connection.toServer : connection.toClient;
  if (unread !== null && receiverUp && !flight.doomed) {
    flight.waiting = true;
    unread.push(flight);
    sim.world.unread += 1;
    return;
  }
  flight.done = true;
  if (flight.doomed || !receiverUp) {
    const why = flight.doomed ? W.reset : sim.world.nodes[flight.to]!.up ? W.closed : W.receiverDown;
    record(sim, KIND.lost, flight.packet, why);
    return;
  }
  sim.trace.cause = sim.trace.three(KIND.arrived, flight.packet, flight.to, NONE);
  deliver(sim, flight.to, sim.inputs.packet(flight));
}

/**
 * The connection resets at that packet: what went before it in its direction arrives; it, all after
 * it, and what is in flight the other way are lost; each end learns one latency later.
 */
export function breakAt(sim: Sim, connection: Connection, flight: Flight): void {
  const forward = laneTo(connection, flight.to);
  const backward = laneTo(connection, flight.from);
  const ahead = underWay(sim.world, connection, flight.to);
  const position = ahead.indexOf(flight);
  loseAll(sim, [flight], W.lost);
  const lost = sim.trace.length - 1;
  loseAll(sim, ahead.slice(position + 1), W.reset);
  loseAll(sim, underWay(sim.world, connection, flight.from), W.reset);
  forward.last = position > 0 ? ahead[position - 1]!.due : sim.world.now;
  backward.last = sim.world.now;
  sim.trace.cause = lost;
  reset(sim, connection, W.lost);
}

function loseAll(sim: Sim, flights: readonly Flight[], why: Word): void {
  for (const flight of flights) {
    flight.done = true;
    record(sim, KIND.lost, flight.packet, why);
  }
}

function loseUnread(sim: Sim, flights: readonly Flight[], why: Word): void {
  sim.world.unread -= flights.length;
  loseAll(
    sim,
    flights.filter(({ done }) => !done),
    why,
  );
}

/** An end reads nothing more: what comes stays in its socket. */
export function stopReading(sim: Sim, id: ConnectionId, by: NodeId): void {
  const connection = sim.world.connections[id]!;
  const way = laneTo(connection, by);
  if (usable(sim, id, by)) way.unread ??= [];
}

/** …and reads on: what came meanwhile it gets now, in order. */
export function readOn(sim: Sim, id: ConnectionId, by: NodeId): void {
  const { world } = sim;
  const way = laneTo(world.connections[id]!, by);
  const { unread } = way;
  if (unread === null) return;
  way.unread = null;
  world.unread -= unread.length;
  const again = (flight: Flight, due: Micros): void => {
    flight.waiting = false;
    flight.due = due;
    world.agenda.push(due, EVENT.packet, flight.to, flight.sent, flight, flight.foreground);
  };
  for (const flight of underWay(world, world.connections[id]!, by)) {
    // What is due at this very moment is already in the agenda, before what is read now: it comes right behind it.
    if (flight.due === world.now) again(flight, world.now + 1);
  }
  for (const flight of unread) if (!flight.done) again(flight, world.now);
  way.last = Math.max(way.last, world.now + 1);
}

/** Ends a connection that neither end has closed; both ends that are still up learn of it. */
function reset(sim: Sim, connection: Connection, why: Word): void {
  connection.alive = false;
  const seq = say(sim, connection, W.reset, why);
  if (connection.serverUp) tell(sim, connection, connection.server, connection.toServer, seq);
  if (connection.clientUp || connection.clientWaiting)
    tell(sim, connection, connection.client, connection.toClient, seq);
}

function tell(sim: Sim, connection: Connection, node: NodeId, way: Lane, cause: Seq): void {
  schedule(sim, connection, EVENT.learnClosed, node, way, cause);
}

/** An end learns that the connection is gone. */
export function onClosed(sim: Sim, connection: Connection, node: NodeId): void {
  const isServer = node === connection.server;
  if (isServer ? !connection.serverUp : !connection.clientUp && !connection.clientWaiting) return;
  if (waitsForHeal(sim, connection, EVENT.learnClosed, node)) return;
  leave(sim, connection, isServer, W.closed);
  const peer = isServer ? connection.client : connection.server;
  deliver(sim, node, sim.inputs.closed(connection.id, peer));
}

/** That end has done with the connection: what it has not read it will never read. */
function leave(sim: Sim, connection: Connection, isServer: boolean, why: Word): void {
  const way = isServer ? connection.toServer : connection.toClient;
  const { unread } = way;
  way.unread = null;
  if (unread !== null) loseUnread(sim, unread, why);
  if (isServer) connection.serverUp = false;
  else {
    connection.clientUp = false;
    connection.clientWaiting = false;
  }
}

/** An end closes in order: what it sent still arrives, then the peer learns. */
export function close(sim: Sim, id: ConnectionId, by: NodeId): void {
  const connection = sim.world.connections[id]!;
  const isServer = by === connection.server;
  if (isServer ? !connection.serverUp : !connection.clientUp && !connection.clientWaiting) return;
  const wasAlive = connection.alive;
  connection.alive = false;
  leave(sim, connection, isServer, W.closed);
  if (!wasAlive) return; // It was broken, and this end had not yet heard: the other end hears of the reset.
  const seq = say(sim, connection, W.closed, NONE);
  const peer = isServer ? connection.client : connection.server;
  if (isServer ? connection.clientUp || connection.clientWaiting : connection.serverUp) {
    tell(sim, connection, peer, isServer ? connection.toClient : connection.toServer, seq);
  }
}

/** The process at one end has died: its kernel resets the connection. What it had sent still arrives. */
export function onProcessGone(sim: Sim, connection: Connection, node: NodeId): void {
  const isServer = node === connection.server;
  if (isServer ? !connection.serverUp : !connection.clientUp && !connection.clientWaiting) return;
  leave(sim, connection, isServer, W.receiverDown);
  if (!connection.alive) return;
  connection.alive = false;
  const seq = say(sim, connection, W.reset, W.crashed);
  const peer = isServer ? connection.client : connection.server;
  if (isServer || connection.serverUp)
    tell(sim, connection, peer, isServer ? connection.toClient : connection.toServer, seq);
}
