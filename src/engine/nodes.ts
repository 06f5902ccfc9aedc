import { EVENT } from './agenda';
import { onProcessGone } from './network/connection';
import * as requests from './network/request';
import { deliver, record, type Sim } from './sim';
import { KIND } from './trace/record';
import type { Word } from './trace/words';
import { NONE, type Micros, type NodeId, type Seq } from './units';
import { W } from './words';
import type { NodeState } from './world';

/**
 * The life of a process. A crash is its death: memory gone, everything written kept, peers see a reset
 * one latency later; a process that ends by itself does the same, having said goodbye. A pause is a stop of the world for it alone; it wakes with its old beliefs.
 */

/** Starts a node's process, at the beginning of a run or after a crash. */
export function start(sim: Sim, node: NodeId, first: boolean): void {
  const state = sim.world.nodes[node]!;
  if (state.up) return;
  state.up = true;
  state.memory = memoryOf(sim, state);
  sim.trace.cause = record(sim, KIND.node, node, first ? W.started : W.restarted, 0);
  deliver(sim, node, sim.inputs.start(first));
}

function memoryOf(sim: Sim, state: NodeState): unknown {
  const actor = sim.fixed.actors[state.id]!;
  return (actor.memory as unknown as (config: unknown, disk: unknown) => unknown)(state.config, state.disk);
}

/** Kills a node's process where it stands; it restarts `forMicros` later, if that is not NONE. */
export function crash(sim: Sim, node: NodeId, forMicros: Micros): void {
  if (!sim.world.nodes[node]!.up) return;
  const seq = end(sim, node, W.crashed);
  if (forMicros !== NONE) sim.world.agenda.push(sim.world.now + forMicros, EVENT.restart, node, seq, null, true);
}

/** A node's process ends of its own accord. It has closed what it wanted to close in good order. */
export function exit(sim: Sim, node: NodeId): void {
  end(sim, node, W.ended);
}

function end(sim: Sim, node: NodeId, how: Word): Seq {
  const state = sim.world.nodes[node]!;
  const { agenda } = sim.world;
  sim.trace.cause = record(sim, KIND.node, node, how, 0);
  const seq = sim.trace.cause;
  forget(sim, state);
  state.up = false;
  state.paused = false;
  state.memory = null;
  agenda.cancelTimersOf(node);
  agenda.unpark(node, sim.world.now);
  sim.trace.cause = seq;
  for (const connection of sim.world.connections) {
    if (connection.client === node || connection.server === node) onProcessGone(sim, connection, node);
  }
  requests.onProcessGone(sim, node, seq);
  return seq;
}

function forget(sim: Sim, state: NodeState): void {
  const actor = sim.fixed.actors[state.id]!;
  if (!actor.forget) return;
  sim.out.self = state;
  (actor.forget as unknown as (self: NodeState, out: Sim['out']) => void)(state, sim.out);
}

/** Stops a process, all but its kernel: its connections stay, what reaches it waits. */
export function pause(sim: Sim, node: NodeId, forMicros: Micros): void {
  const state = sim.world.nodes[node]!;
  if (!state.up || state.paused) return;
  state.paused = true;
  const seq = record(sim, KIND.node, node, W.paused, 0);
  if (forMicros !== NONE) sim.world.agenda.push(sim.world.now + forMicros, EVENT.resume, node, seq, null, true);
}

/** Wakes a paused process: what waited for it comes at once, in order. */
export function resume(sim: Sim, node: NodeId): void {
  const state = sim.world.nodes[node]!;
  if (!state.up || !state.paused) return;
  state.paused = false;
  sim.trace.cause = record(sim, KIND.node, node, W.resumed, 0);
  sim.world.agenda.unpark(node, sim.world.now);
}

/** From now on work at this node takes `factor` times as long; a factor of 1 ends it. */
export function slow(sim: Sim, node: NodeId, factor: number, forMicros: Micros): void {
  const state = sim.world.nodes[node]!;
  state.slow = factor;
  const seq = record(sim, KIND.node, node, W.slowed, Math.round(factor * 100));
  if (forMicros !== NONE) sim.world.agenda.push(sim.world.now + forMicros, EVENT.unslow, node, seq, null, true);
}
