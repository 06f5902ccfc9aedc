import { EVENT } from '../agenda';
import { linkBetween, record, type Sim } from '../sim';
import { KIND } from '../trace/record';
import { NONE, type Micros, type NodeId } from '../units';
import { W } from '../words';
import type { Connection } from '../world';
import { laneTo, underWay } from './lanes';

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
    hold(sim, connection, connection.server);
    hold(sim, connection, connection.client);
  }
  if (forMicros !== NONE) sim.world.agenda.push(sim.world.now + forMicros, EVENT.heal, NONE, seq, index, true);
}

function hold(sim: Sim, connection: Connection, to: NodeId): void {
  const lane = laneTo(connection, to);
  // What has come and is not read has the link behind it.
  lane.held = underWay(sim.world, connection, to).filter(({ waiting }) => !waiting);
  for (const flight of lane.held) flight.waiting = true;
}

export function healLink(sim: Sim, a: NodeId, b: NodeId): void {
  healIndex(sim, linkBetween(sim, a, b));
}

export function healIndex(sim: Sim, index: number): void {
  const { world } = sim;
  const link = world.links[index]!;
  if (!link.cut) return;
  link.cut = false;
  sim.trace.cause = record(sim, KIND.link, link.a, link.b, W.healed, 0);
  for (const connection of world.connections) {
    if (connection.link !== index) continue;
    release(sim, connection, connection.server);
    release(sim, connection, connection.client);
  }
  const { waiting } = link;
  link.waiting = [];
  for (const { kind, node, cause, payload, foreground } of waiting) {
    const connection = payload as Connection;
    const way = laneTo(connection, node);
    world.agenda.push(Math.max(world.now, way.last), kind, node, cause, payload, foreground);
  }
}

/** What waited sets out again, in its order, one shortest latency later. */
function release(sim: Sim, connection: Connection, to: NodeId): void {
  const { agenda, now } = sim.world;
  const lane = laneTo(connection, to);
  const { held } = lane;
  lane.held = [];
  for (const flight of held) {
    if (flight.done) continue;
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
