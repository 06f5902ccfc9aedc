import { EVENT } from '../agenda';
import { linkBetween, record, type Sim } from '../sim';
import { KIND } from '../trace/record';
import { NONE, type Micros, type NodeId } from '../units';
import { W } from '../words';
import type { Connection, Lane } from '../world';
import { underWay } from './lanes';

/**
 * A cut link is silence: nobody is told. Packets of a connection wait (TCP sends them again) and arrive
 * after the healing, if both ends still want them; requests are lost.
 */
export function cutLink(sim: Sim, a: NodeId, b: NodeId, forMicros: Micros): void {
  const index = linkBetween(sim, a, b);
  const link = sim.world.links[index]!;
  if (link.cut) return;
  link.cut = true;
  const seq = record(sim, KIND.link, link.a, link.b, W.cut, 0);
  for (const connection of sim.world.connections) {
    if (connection.link !== index) continue;
    hold(connection.toServer);
    hold(connection.toClient);
  }
  if (forMicros !== NONE) sim.world.agenda.push(sim.world.now + forMicros, EVENT.heal, NONE, seq, index, true);
}

function hold(lane: Lane): void {
  for (const flight of underWay(lane)) flight.waiting = true;
}

export function healLink(sim: Sim, a: NodeId, b: NodeId): void {
  healIndex(sim, linkBetween(sim, a, b));
}

export function healIndex(sim: Sim, index: number): void {
  const { world } = sim;
  const link = world.links[index]!;
  if (!link.cut) return;
  link.cut = false;
  sim.cause = record(sim, KIND.link, link.a, link.b, W.healed, 0);
  for (const connection of world.connections) {
    if (connection.link !== index) continue;
    release(sim, connection, connection.toServer);
    release(sim, connection, connection.toClient);
  }
  const { waiting } = link;
  link.waiting = [];
  for (const { kind, node, cause, payload, foreground } of waiting) {
    const connection = payload as Connection;
    const way = node === connection.server ? connection.toServer : connection.toClient;
    world.agenda.push(Math.max(world.now, way.last), kind, node, cause, payload, foreground);
  }
}

/** What waited sets out again, in its order, one shortest latency later. */
function release(sim: Sim, connection: Connection, lane: Lane): void {
  const { agenda, now } = sim.world;
  for (const flight of underWay(lane)) {
    if (!flight.waiting) continue;
    flight.waiting = false;
    const travel = flight.due - flight.sentAt;
    flight.due = Math.max(now + travel, lane.last);
    lane.last = flight.due;
    if (!connection.alive) flight.doomed = true;
    agenda.push(flight.due, EVENT.packet, flight.to, flight.sent, flight, flight.foreground);
  }
}

export function makeLossy(sim: Sim, a: NodeId, b: NodeId, p: number): void {
  const link = sim.world.links[linkBetween(sim, a, b)]!;
  link.loss = p;
  record(sim, KIND.link, link.a, link.b, W.lossy, Math.round(p * 1_000_000));
}
