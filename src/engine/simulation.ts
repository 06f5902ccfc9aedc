import { EVENT } from './agenda';
import { buildSim } from './build';
import { fireLoss, strike } from './faults/apply';
import type { FaultState } from './faults/fault';
import * as connections from './network/connection';
import { healIndex } from './network/link';
import * as requests from './network/request';
import { resume, slow, start } from './nodes';
import { deliver, record, type Sim } from './sim';
import { copyPlain } from './snapshot';
import type { TimerLike } from './actor';
import type { Trace } from './trace/columns';
import type { TraceHeader } from './trace/header';
import { KIND } from './trace/record';
import { allWords, textOf } from './trace/words';
import { NONE, type Micros } from './units';
import { W } from './words';
import { connectionInfos, type Connection, type Flight, type Lane, type RunSpec, type World } from './world';

interface Loss {
  readonly flight: Flight;
  readonly fault: number;
}

/** A moment of a run that it can be continued from. */
export interface Snapshot {
  readonly world: World;
  readonly records: number;
}

/** One run: scenario + seed + faults, from its first event to its end. */
export class Simulation {
  private readonly sim: Sim;

  constructor(spec: RunSpec, { keepTrace = true }: { readonly keepTrace?: boolean } = {}) {
    this.sim = buildSim(spec, keepTrace);
  }

  get world(): World {
    return this.sim.world;
  }

  get trace(): Trace {
    return this.sim.trace;
  }

  get ended(): World['ended'] {
    return this.sim.world.ended;
  }

  get faults(): readonly FaultState[] {
    return this.sim.world.faults;
  }

  /** Runs to the end. */
  run(): this {
    while (this.advance(1_000_000));
    return this;
  }

  /** Runs at most `events` further events. Returns whether there is more to do. */
  advance(events: number): boolean {
    const { sim } = this;
    for (let left = events; left > 0; left -= 1) {
      if (sim.world.ended !== null) return false;
      if (!this.next(sim.fixed.spec.until)) return false;
    }
    return sim.world.ended === null;
  }

  /** Runs all that is due at or before a time; the clock then stands there. */
  runUntil(time: Micros): void {
    const { world } = this.sim;
    while (world.ended === null) {
      const at = world.agenda.nextTime();
      if (at > time) break;
      this.one(at);
    }
    world.now = Math.max(world.now, time);
  }

  /** The time of the next event, Infinity if none is pending. */
  nextTime(): Micros {
    return this.sim.world.agenda.nextTime();
  }

  private next(until: Micros): boolean {
    const { sim } = this;
    const { world } = sim;
    const { agenda } = world;
    if (agenda.foreground === 0 && isSettled(world)) return this.end('settled');
    const at = agenda.nextTime();
    if (at > until) {
      world.now = until;
      return this.end('until');
    }
    if (sim.trace.length >= sim.fixed.spec.recordLimit) return this.end('limit');
    this.one(at);
    return true;
  }

  private end(why: 'settled' | 'until' | 'limit'): boolean {
    const { world, trace } = this.sim;
    world.ended = why;
    trace.at = world.now;
    trace.cause = NONE;
    record(this.sim, KIND.ended, W[why]);
    return false;
  }

  private one(at: Micros): void {
    const { sim } = this;
    const { world } = sim;
    const { agenda } = world;
    const payload = agenda.pop();
    world.now = at;
    sim.trace.at = at;
    sim.trace.cause = agenda.cause;
    const { kind, node } = agenda;
    switch (kind) {
      case EVENT.packet:
        return this.onPacket(payload as Flight);
      case EVENT.timer:
        if (!this.isHeld(node, payload)) deliver(sim, node, sim.inputs.timer(payload as TimerLike));
        return;
      case EVENT.start:
        return start(sim, node, true);
      case EVENT.restart:
        return start(sim, node, false);
      case EVENT.resume:
        return resume(sim, node);
      case EVENT.unslow:
        return slow(sim, node, 1, NONE);
      case EVENT.heal:
        return healIndex(sim, payload as number);
      case EVENT.fault:
        return strike(sim, payload as number);
      case EVENT.repeatRequest:
        return requests.repeat(sim, payload as Flight);
      case EVENT.learnUnanswered:
        if (!this.isHeld(node, payload)) requests.onUnanswered(sim, payload as requests.Unanswered);
        return;
      case EVENT.breakConnection:
      case EVENT.loseRequest:
        return this.onLoss(payload as Loss, kind);
      default:
        return this.onConnection(kind, node, payload as Connection);
    }
  }

  private onPacket(flight: Flight): void {
    const { sim } = this;
    // Lost meanwhile, held back by a cut link, or on its way anew.
    if (flight.done || flight.waiting || flight.due > sim.world.now) return;
    if (this.isHeld(flight.to, flight)) return;
    if (flight.connection === NONE) requests.onArrival(sim, flight);
    else connections.onArrival(sim, sim.world.connections[flight.connection]!, flight);
  }

  private onLoss({ flight, fault }: Loss, kind: number): void {
    const { sim } = this;
    if (!fireLoss(sim, flight, fault)) return;
    if (kind === EVENT.loseRequest) requests.lose(sim, flight);
    else connections.breakAt(sim, sim.world.connections[flight.connection]!, flight);
  }

  private onConnection(kind: number, node: number, connection: Connection): void {
    const { sim } = this;
    if (this.isHeld(node, connection)) return;
    if (kind === EVENT.learnAccepted) connections.onReachServer(sim, connection);
    else if (kind === EVENT.learnOpened) connections.onOpened(sim, connection);
    else if (kind === EVENT.learnRefused) connections.onRefused(sim, connection);
    else connections.onClosed(sim, connection, node);
  }

  /** Puts aside what comes to a paused node. */
  private isHeld(node: number, payload: unknown): boolean {
    const { nodes, agenda } = this.sim.world;
    const { paused } = nodes[node]!;
    if (paused) agenda.park(payload);
    return paused;
  }

  /** A copy of this moment, to come back to. */
  snapshot(): Snapshot {
    return { world: copyPlain(this.sim.world), records: this.sim.trace.length };
  }

  /** Goes back (or on) to a moment of this very run. What was recorded after it is forgotten. */
  restore({ world, records }: Snapshot): void {
    this.sim.world = copyPlain(world);
    this.sim.trace.truncate(records);
  }

  /** What the numbers in the records stand for, as of now. */
  header(): TraceHeader {
    const { fixed, world } = this.sim;
    const { spec } = fixed;
    return {
      format: 1,
      scenario: spec.scenario,
      variant: spec.variant,
      seed: spec.seed,
      until: spec.until,
      noun: spec.noun,
      nodes: fixed.infos,
      links: world.links.map(({ a, b, transport }) => ({ a, b, transport })),
      places: world.places,
      subscriptions: spec.subscriptions,
      connections: connectionInfos(world),
      messages: Array.from({ length: world.messageNode.length }, (_, id) => {
        const node = world.messageNode.at(id);
        const number = world.messageNumber.at(id);
        const key = world.messageKey.at(id);
        return { id, name: `${fixed.prefixes[node]!}-${number}`, number, key: key === NONE ? null : textOf(key), node };
      }),
      words: allWords(),
      vocabulary: fixed.vocabulary,
    };
  }
}

/** No obligation, no alert, nothing unread, and nothing held back by a cut link. */
function isSettled(world: World): boolean {
  if (world.owed > 0 || world.alerts > 0 || world.unread > 0) return false;
  if (!world.links.some((link) => link.cut)) return true;
  return !world.connections.some((connection) => {
    return holdsPackets(connection.toServer) || holdsPackets(connection.toClient);
  });
}

const holdsPackets = ({ held }: Lane): boolean => held.some((flight) => !flight.done);
