import { EVENT } from '../agenda';
import { isUnlucky, meetPacket } from '../faults/apply';
import { KIND } from '../trace/record';
import type { Word } from '../trace/words';
import { NONE, type Micros, type NodeId, type RequestId } from '../units';
import { W } from '../words';
import type { Flight } from '../world';
import { deliver, linkBetween, record, type Sim } from '../sim';

/**
 * A request link (HTTP): each request and each response can be lost or repeated by itself, and nobody
 * is told; the client has its time-out. Source: CONTRACTS.md §3.
 */

export function newRequest(sim: Sim, client: NodeId, server: NodeId): RequestId {
  const id = sim.world.requests.length;
  sim.world.requests.push({ id, client, server, answered: false });
  return id;
}

/** Puts a request or a response on its way. While the link is cut it is lost. */
export function transmit(sim: Sim, flight: Flight, what: Word, latency: Micros, attempt: number): void {
  const { world } = sim;
  const link = world.links[linkBetween(sim, flight.from, flight.to)]!;
  flight.due = world.now + latency;
  if (sim.fixed.packetFaults.length > 0) meetPacket(sim, flight, what, null);
  const lost = link.cut || (link.loss > 0 && isUnlucky(sim, link.loss, flight, what, attempt));
  world.agenda.push(flight.due, EVENT.packet, flight.to, flight.sent, flight, flight.foreground);
  if (!lost) return;
  const at = world.now + Math.floor((flight.due - world.now) / 2);
  world.agenda.push(at, EVENT.loseRequest, flight.to, flight.sent, { flight, fault: NONE }, true);
}

export function onArrival(sim: Sim, flight: Flight): void {
  if (flight.done) return;
  flight.done = true;
  const request = sim.world.requests[flight.request]!;
  if (!sim.world.nodes[flight.to]!.up) {
    record(sim, KIND.lost, flight.packet, W.receiverDown);
    return;
  }
  sim.cause = record(sim, KIND.arrived, flight.packet, flight.to);
  if (!flight.isResponse) {
    deliver(sim, flight.to, sim.inputs.request(flight));
    return;
  }
  if (request.answered) return; // A second response to one request: the client's library has stopped waiting.
  request.answered = true;
  deliver(sim, flight.to, sim.inputs.response(flight));
}

export function lose(sim: Sim, flight: Flight): void {
  if (flight.done) return;
  flight.done = true;
  record(sim, KIND.lost, flight.packet, W.lost);
}

/** The same request sets out once more: a packet of its own, so that each is told apart. */
export function repeat(sim: Sim, flight: Flight): void {
  const { world } = sim;
  const packet = world.packets;
  world.packets += 1;
  const route = -2 - (flight.from * 65536 + flight.to);
  const sent = record(sim, KIND.sent, packet, sim.wordOf(flight.body.kind), route, NONE, flight.message, flight.copy);
  const due = world.now + (flight.due - flight.sentAt);
  const twin: Flight = { ...flight, packet, sent, sentAt: world.now, due, done: false };
  world.agenda.push(due, EVENT.packet, twin.to, sent, twin, twin.foreground);
}
