import { EVENT } from '../agenda';
import { isUnlucky, meetPacket } from '../faults/apply';
import { KIND } from '../trace/record';
import type { Word } from '../trace/words';
import { drawFrom } from '../random/distributions';
import { keyOf } from '../random/keyed';
import { NONE, type Micros, type NodeId, type RequestId, type Seq } from '../units';
import { W } from '../words';
import type { Flight, Request } from '../world';
import { deliver, linkBetween, record, type Sim } from '../sim';

/**
 * A request link (HTTP): each request and each response can be lost or repeated by itself, and nobody
 * is told; the client has its time-out. Only the machine of a process that is not there, or has just died,
 * says so: it refuses, or resets, one latency later. Source: CONTRACTS.md §3; RFC 9293, "Reset generation".
 */

export function newRequest(sim: Sim, client: NodeId, server: NodeId): RequestId {
  const id = sim.world.requests.length;
  sim.world.requests.push({ id, client, server, isWithServer: false, over: false });
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
    const lost = record(sim, KIND.lost, flight.packet, W.receiverDown);
    if (!flight.isResponse) tellUnanswered(sim, request, 'refused', lost);
    return;
  }
  if (flight.isResponse && request.over) {
    record(sim, KIND.lost, flight.packet, W.closed);
    return;
  }
  sim.trace.cause = sim.trace.three(KIND.arrived, flight.packet, flight.to, NONE);
  if (flight.isResponse) {
    request.over = true;
    deliver(sim, flight.to, sim.inputs.response(flight));
  } else {
    request.isWithServer = true;
    deliver(sim, flight.to, sim.inputs.request(flight));
  }
}

export interface Unanswered {
  readonly request: Request;
  readonly why: 'refused' | 'reset';
}

/** The client's machine learns, one latency later, that no response will come; while the link is cut, never. */
function tellUnanswered(sim: Sim, request: Request, why: Unanswered['why'], cause: Seq): void {
  const { world } = sim;
  const { client, server } = request;
  const link = world.links[linkBetween(sim, client, server)]!;
  if (link.cut || request.over) return;
  const latency = drawFrom(link.latency, keyOf(world.nodes[server]!.key, W.refused ^ W.latency, -2 - request.id, 0));
  world.agenda.push(world.now + latency, EVENT.learnUnanswered, client, cause, { request, why }, true);
}

export function onUnanswered(sim: Sim, { request, why }: Unanswered): void {
  if (request.over || !sim.world.nodes[request.client]!.up) return;
  request.over = true;
  deliver(sim, request.client, sim.inputs.unanswered(request.id, why));
}

/** A process has died: its own requests find nobody any more, and those that it had not answered never are. */
export function onProcessGone(sim: Sim, node: NodeId, cause: Seq): void {
  for (const request of sim.world.requests) {
    if (request.client === node) request.over = true;
    if (request.server !== node || !request.isWithServer) continue;
    request.isWithServer = false;
    tellUnanswered(sim, request, 'reset', cause);
  }
}

export function lose(sim: Sim, flight: Flight): void {
  if (flight.done) return;
  flight.done = true;
  record(sim, KIND.lost, flight.packet, W.lost);
}

/** The same request sets out once more: a packet and a copy of its own, so that each is told apart. */
export function repeat(sim: Sim, flight: Flight): void {
  const { world } = sim;
  const packet = world.packets;
  world.packets += 1;
  const copy = flight.copy === NONE ? NONE : world.copies;
  if (copy !== NONE) world.copies += 1;
  const route = -2 - (flight.from * 65536 + flight.to);
  const sent = record(sim, KIND.sent, packet, sim.wordOf(flight.body.kind), route, copy, flight.message, flight.copy);
  const due = world.now + (flight.due - flight.sentAt);
  const twin: Flight = { ...flight, packet, copy, sent, sentAt: world.now, due, done: false };
  world.agenda.push(due, EVENT.packet, twin.to, sent, twin, twin.foreground);
}
