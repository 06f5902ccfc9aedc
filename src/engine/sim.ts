import type { Input } from './actor';
import { broken } from './assert';
import { drawFrom } from './random/distributions';
import { keyOf } from './random/keyed';
import type { Trace } from './trace/columns';
import type { Word } from './trace/words';
import { NONE, type ConnectionId, type MessageId, type Micros, type NodeId, type Seq } from './units';
import { W } from './words';
import type { Fixed, Flight, Lane, NodeState, World } from './world';
import type { SimOut } from './out';
import type { Inputs } from './inputs';

/** What the engine's functions work on: the state, the record of it, and what a run's spec fixes. */
export interface Sim {
  readonly fixed: Fixed;
  world: World;
  trace: Trace;
  readonly out: SimOut;
  readonly inputs: Inputs;
  wordOf(packetKind: string): Word;
}

/** Writes a record of a kind that is not in the way of every message: those have their own calls in SimOut. */
export function record({ trace }: Sim, kind: number, a: number, b = NONE, c = NONE, d = NONE, e = NONE, f = NONE): Seq {
  return trace.add(kind, trace.at, trace.cause, a, b, c, d, e, f);
}

/** The link between two nodes. Throws ModelError if the scenario declares none: the loader has checked. */
export function linkBetween(sim: Sim, a: NodeId, b: NodeId): number {
  const link = sim.fixed.linkOf.get(a < b ? a * 65536 + b : b * 65536 + a);
  if (link === undefined) broken(`no link between ${sim.world.nodes[a]!.name} and ${sim.world.nodes[b]!.name}`);
  return link;
}

/** A latency keyed by direction, kind of packet, message and attempt; without a message by a count of such packets. */
export function latencyOf(sim: Sim, link: number, way: Lane, what: Word, message: MessageId, attempt: number): Micros {
  const { latency } = sim.world.links[link]!;
  if (latency.kind === 'constant') return latency.value;
  let which: number = message;
  if (message === NONE) {
    which = -2 - way.sent;
    way.sent += 1;
  }
  return drawFrom(latency, keyOf(way.key, what ^ W.latency, which, attempt));
}

/** Hands an input to a node and lets it step. */
export function deliver(sim: Sim, node: NodeId, input: Input): void {
  const { world } = sim;
  world.events += 1;
  const state: NodeState = world.nodes[node]!;
  sim.out.self = state;
  const actor = sim.fixed.actors[node]!;
  // The actor's types meet its own state here, and nowhere else: worldOf made both from one spec.
  (actor.step as unknown as (self: NodeState, input: Input, out: SimOut) => void)(state, input, sim.out);
}

/** Whether a connection id names one that this node may use. */
export function usable(sim: Sim, id: ConnectionId, node: NodeId): boolean {
  const connection = sim.world.connections[id];
  if (connection === undefined) return false;
  return node === connection.server ? connection.serverUp : connection.clientUp;
}

export type { Flight };
