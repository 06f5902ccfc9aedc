import { EVENT } from '../agenda';
import { assertNever } from '../assert';
import { cutLink, healLink, makeLossy } from '../network/link';
import { crash, pause, resume, slow, start } from '../nodes';
import { keyOf, unit } from '../random/keyed';
import { record, type Sim } from '../sim';
import { KIND } from '../trace/record';
import type { Word } from '../trace/words';
import { NONE, type MessageId, type NodeId } from '../units';
import { W } from '../words';
import type { Connection, Flight } from '../world';
import type { Fault, FaultWhat, MessageName } from './fault';

/** Schedules the faults that strike at a time. Those that wait for a packet or a step are matched as they come. */
export function scheduleFaults(sim: Sim): void {
  sim.fixed.spec.faults.forEach((fault, index) => {
    if (fault.when.kind === 'at') sim.world.agenda.push(fault.when.at, EVENT.fault, NONE, NONE, index, true);
  });
}

/** Carries out a fault that needs no packet. */
export function strike(sim: Sim, index: number): void {
  const { what } = sim.fixed.spec.faults[index]!;
  fire(sim, index, NONE, nodeOf(what));
  switch (what.kind) {
    case 'crash':
      return crash(sim, what.node, what.forMicros);
    case 'restart':
      return start(sim, what.node, false);
    case 'pause':
      return pause(sim, what.node, what.forMicros);
    case 'resume':
      return resume(sim, what.node);
    case 'slow':
      return slow(sim, what.node, what.factor, what.forMicros);
    case 'cut':
      return cutLink(sim, what.a, what.b, what.forMicros);
    case 'heal':
      return healLink(sim, what.a, what.b);
    case 'loss':
      return makeLossy(sim, what.a, what.b, what.p);
    case 'lose':
    case 'delay':
    case 'duplicate':
    case 'error':
      return; // These need a packet: the loader lets none of them stand beside a time or a step.
    default:
      return assertNever(what);
  }
}

function nodeOf(what: FaultWhat): NodeId {
  return 'node' in what ? what.node : NONE;
}

/** Notes that a fault struck, and makes it the cause of what follows. */
function fire(sim: Sim, index: number, packet: number, node: NodeId): void {
  const state = sim.world.faults[index]!;
  if (!state.fired) state.at = sim.world.now;
  state.fired = true;
  sim.trace.cause = record(sim, KIND.fault, index, packet, node);
}

/**
 * Meets a packet that is about to leave with the faults that wait for it. Changes the flight (delay,
 * error) and schedules what happens to it on its way; returns how much later it will arrive.
 */
export function meetPacket(sim: Sim, flight: Flight, what: Word, connection: Connection | null): void {
  for (const index of sim.fixed.packetFaults) {
    const fault = sim.fixed.spec.faults[index]!;
    if (!matchesPacket(sim, fault, index, flight, what)) continue;
    const cause = sim.trace.cause;
    hit(sim, index, fault.what, flight, connection);
    sim.trace.cause = cause;
  }
}

function matchesPacket(sim: Sim, { when }: Fault, index: number, flight: Flight, what: Word): boolean {
  if (when.kind !== 'packet' || !when.whats.includes(what)) return false;
  if (when.from !== NONE && when.from !== flight.from) return false;
  if (when.to !== NONE && when.to !== flight.to) return false;
  if (when.message !== null && !isNamed(sim, flight.message, when.message)) return false;
  return isTurn(sim, index, when.nth, when.every);
}

function isTurn(sim: Sim, index: number, nth: number, every: boolean): boolean {
  const state = sim.world.faults[index]!;
  state.matches += 1;
  return every ? state.matches >= nth : state.matches === nth;
}

function isNamed(sim: Sim, message: MessageId, name: MessageName): boolean {
  if (message === NONE || sim.world.messageNumber.at(message) !== name.number) return false;
  return sim.fixed.prefixes[sim.world.messageNode.at(message)] === name.prefix;
}

function hit(sim: Sim, index: number, what: FaultWhat, flight: Flight, connection: Connection | null): void {
  const { agenda, now } = sim.world;
  switch (what.kind) {
    case 'lose': {
      const at = now + Math.floor((flight.due - now) * what.along);
      const kind = connection ? EVENT.breakConnection : EVENT.loseRequest;
      agenda.push(at, kind, flight.to, flight.sent, { flight, fault: index }, true);
      return;
    }
    case 'delay':
      fire(sim, index, flight.packet, NONE);
      flight.due += what.by;
      record(sim, KIND.noted, flight.packet, W.delayed, Math.min(what.by, 0x7fffffff));
      return;
    case 'duplicate':
      fire(sim, index, flight.packet, NONE);
      agenda.push(now + what.by, EVENT.repeatRequest, flight.to, flight.sent, flight, flight.foreground);
      return;
    case 'error':
      fire(sim, index, flight.packet, NONE);
      flight.error = what.error;
      record(sim, KIND.noted, flight.packet, W.erred, 1);
      return;
    default:
      // A node or a link: strikes when this step is over.
      agenda.push(now, EVENT.fault, NONE, flight.sent, index, true);
  }
}

/** The moment at which a packet doomed by a `lose` falls: the fault fires now, if the packet is still under way. */
export function fireLoss(sim: Sim, flight: Flight, fault: number): boolean {
  if (flight.done || flight.doomed) return false;
  if (fault !== NONE) fire(sim, fault, flight.packet, NONE);
  return true;
}

/** Whether a packet meets the misfortune of a lossy link: keyed, so that it does not depend on other packets. */
export function isUnlucky(sim: Sim, p: number, flight: Flight, what: Word, attempt: number): boolean {
  const which = flight.message === NONE ? flight.packet : flight.message;
  const from = sim.world.nodes[flight.from]!.key;
  return unit(keyOf(from, what ^ W.loss, which, attempt)) < p;
}

/** Meets a program's step with the faults that wait for it; returns the index of one that strikes this very node, or NONE. */
export function meetStep(sim: Sim, node: NodeId, step: Word, message: MessageId, after: boolean): number {
  let struck = NONE;
  for (const index of sim.fixed.stepFaults) {
    const { when, what } = sim.fixed.spec.faults[index]!;
    if (when.kind !== 'step' || when.of !== node || when.step !== step || when.after !== after) continue;
    if (when.message !== null && !isNamed(sim, message, when.message)) continue;
    if (!isTurn(sim, index, when.nth, false)) continue;
    const { agenda, now } = sim.world;
    agenda.push(now, EVENT.fault, NONE, sim.trace.cause, index, true);
    if ((what.kind === 'crash' || what.kind === 'pause') && what.node === node) struck = index;
  }
  return struck;
}
