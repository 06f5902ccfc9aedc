import type { NewPlace, Out, PacketLike, StepVerdict, TimerLike } from './actor';
import { EVENT } from './agenda';
import { broken } from './assert';
import { meetStep } from './faults/apply';
import * as connections from './network/connection';
import * as requests from './network/request';
import { drawFrom, type Distribution } from './random/distributions';
import { keyOf, unit } from './random/keyed';
import { latencyOf, linkBetween, type Sim } from './sim';
import { KIND } from './trace/record';
import type { Word } from './trace/words';
import {
  NONE,
  type ConnectionId,
  type CopyId,
  type MessageId,
  type Micros,
  type NodeId,
  type PacketId,
  type PlaceId,
  type RequestId,
  type Seq,
  type SubscriptionId,
  type TimerId,
} from './units';
import { W } from './words';
import { exit } from './nodes';
import { placeInfo } from './places';
import type { Flight, NodeState } from './world';

/** Carries out what a step asks for, at once. One object for the whole run; `self` is whose step it is. */
export class SimOut implements Out {
  self!: NodeState;
  sim!: Sim;
  private lastPacket: PacketId = NONE;

  get now(): Micros {
    return this.sim.world.now;
  }

  get last(): Seq {
    return this.sim.trace.length - 1;
  }

  because(cause: Seq): void {
    this.sim.trace.cause = cause;
  }

  connect(server: NodeId): ConnectionId {
    return connections.connect(this.sim, this.self.id, server);
  }

  close(connection: ConnectionId): void {
    connections.close(this.sim, connection, this.self.id);
  }

  stopReading(connection: ConnectionId): void {
    connections.stopReading(this.sim, connection, this.self.id);
  }

  readOn(connection: ConnectionId): void {
    connections.readOn(this.sim, connection, this.self.id);
  }

  send(
    connection: ConnectionId,
    packet: PacketLike,
    about: MessageId = NONE,
    attempt = 0,
    background = false,
  ): PacketId {
    return this.transmit(connection, packet, about, NONE, NONE, attempt, background);
  }

  sendCopy(connection: ConnectionId, packet: PacketLike, message: MessageId, parent: CopyId, attempt = 0): CopyId {
    const copy = this.newCopy();
    this.transmit(connection, packet, message, copy, parent, attempt, false);
    return copy;
  }

  private transmit(
    id: ConnectionId,
    body: PacketLike,
    message: MessageId,
    copy: CopyId,
    parent: CopyId,
    attempt: number,
    background: boolean,
  ): PacketId {
    const { sim } = this;
    const connection = sim.world.connections[id];
    if (connection === undefined) broken(`${this.self.name} sends on connection ${id}, which does not exist`);
    const from = this.self.id;
    const isClient = from === connection.client;
    const way = isClient ? connection.toServer : connection.toClient;
    if (way.kind !== body.kind) {
      way.kind = body.kind;
      way.what = sim.wordOf(body.kind);
    }
    const { what } = way;
    const packet = sim.world.packets;
    sim.world.packets = packet + 1;
    const sent = sim.trace.six(KIND.sent, packet, what, id * 2 + (isClient ? 0 : 1), copy, message, parent);
    const latency = latencyOf(sim, connection.link, way, what, message, attempt);
    const flight: Flight = {
      packet,
      body,
      from,
      to: isClient ? connection.server : connection.client,
      copy,
      message,
      connection: id,
      request: NONE,
      isResponse: false,
      sentAt: sim.world.now,
      sent,
      due: 0,
      foreground: !background,
      error: null,
      doomed: false,
      done: false,
      waiting: false,
    };
    this.lastPacket = packet;
    connections.transmit(sim, connection, flight, what, latency, attempt);
    return packet;
  }

  carry(message: MessageId, parent: CopyId, withCopy: boolean): CopyId {
    const copy = withCopy ? this.newCopy() : NONE;
    this.sim.trace.six(KIND.carries, this.lastPacket, copy, message, parent, NONE, NONE);
    return copy;
  }

  note(name: Word, value: number): void {
    this.sim.trace.three(KIND.noted, this.lastPacket, name, value);
  }

  request(server: NodeId, packet: PacketLike, about: MessageId = NONE, attempt = 0, background = false): RequestId {
    const request = requests.newRequest(this.sim, this.self.id, server);
    this.transmitRequest(request, server, packet, about, NONE, attempt, false, background);
    return request;
  }

  requestCopy(server: NodeId, packet: PacketLike, message: MessageId, parent: CopyId, attempt = 0): RequestId {
    const request = requests.newRequest(this.sim, this.self.id, server);
    this.transmitRequest(request, server, packet, message, parent, attempt, false, false, true);
    return request;
  }

  abandon(request: RequestId): void {
    this.sim.world.requests[request]!.over = true;
  }

  respond(request: RequestId, packet: PacketLike, about: MessageId = NONE, attempt = 0, background = false): void {
    const known = this.sim.world.requests[request];
    if (known === undefined || known.server !== this.self.id)
      broken(`${this.self.name} answers request ${request}, which it did not get`);
    known.isWithServer = false;
    this.transmitRequest(request, known.client, packet, about, NONE, attempt, true, background);
  }

  private transmitRequest(
    request: RequestId,
    to: NodeId,
    body: PacketLike,
    message: MessageId,
    parent: CopyId,
    attempt: number,
    isResponse: boolean,
    background: boolean,
    withCopy = false,
  ): void {
    const { sim } = this;
    const from = this.self.id;
    const what = sim.wordOf(body.kind);
    const packet = sim.world.packets;
    sim.world.packets = packet + 1;
    const copy = withCopy ? this.newCopy() : NONE;
    const sent = sim.trace.six(KIND.sent, packet, what, -2 - (from * 65536 + to), copy, message, parent);
    const { latency: distribution } = sim.world.links[linkBetween(sim, from, to)]!;
    const which = message === NONE ? -2 - request : message;
    const latency = drawFrom(distribution, keyOf(this.self.key, what ^ W.latency, which, attempt));
    const flight: Flight = {
      packet,
      body,
      from,
      to,
      copy,
      message,
      connection: NONE,
      request,
      isResponse,
      sentAt: sim.world.now,
      sent,
      due: 0,
      foreground: !background,
      error: null,
      doomed: false,
      done: false,
      waiting: false,
    };
    this.lastPacket = packet;
    requests.transmit(sim, flight, what, latency, attempt);
  }

  timer(delay: Micros, timer: TimerLike, background = false): TimerId {
    const { world, trace } = this.sim;
    const { agenda } = world;
    return agenda.idOf(agenda.push(world.now + delay, EVENT.timer, this.self.id, trace.cause, timer, !background));
  }

  cancel(timer: TimerId): void {
    this.sim.world.agenda.cancel(timer);
  }

  draw(distribution: Distribution, purpose: Word, message: MessageId, attempt: number): Micros {
    if (distribution.kind === 'constant') return distribution.value;
    return drawFrom(distribution, keyOf(this.self.key, purpose, message, attempt));
  }

  chance(purpose: Word, message: MessageId, attempt: number): number {
    return unit(keyOf(this.self.key, purpose, message, attempt));
  }

  work(duration: Micros): Micros {
    return Math.floor(duration * this.self.slow);
  }

  produce(number: number, key: Word, body = 0): MessageId {
    const { world } = this.sim;
    const message = world.messageNode.length;
    world.messageNode.push(this.self.id);
    world.messageNumber.push(number);
    world.messageKey.push(key);
    if (body !== 0) world.bodies.set(message, body);
    this.sim.trace.six(KIND.produced, message, this.self.id, number, key, NONE, NONE);
    return message;
  }

  body(message: MessageId): number {
    return this.sim.world.bodies.get(message) ?? 0;
  }

  intend(message: MessageId, subscription: SubscriptionId): void {
    this.sim.trace.three(KIND.intended, message, subscription, NONE);
  }

  private newCopy(): CopyId {
    const { world } = this.sim;
    const copy = world.copies;
    world.copies = copy + 1;
    return copy;
  }

  put(place: PlaceId, message: MessageId, parent: CopyId, index: number): CopyId {
    const copy = this.newCopy();
    this.sim.trace.six(KIND.put, copy, message, place, index, parent, NONE);
    return copy;
  }

  rest(place: PlaceId, copy: CopyId, message: MessageId, index: number): void {
    this.sim.trace.six(KIND.put, copy, message, place, index, NONE, NONE);
  }

  take(copy: CopyId, place: PlaceId, why: Word): void {
    this.sim.trace.three(KIND.taken, copy, place, why);
  }

  owe(message: MessageId, subscription: SubscriptionId, copy: CopyId): void {
    if (subscription === NONE) return;
    this.sim.world.owed += 1;
    this.sim.trace.three(KIND.owed, message, subscription, copy);
  }

  release(message: MessageId, subscription: SubscriptionId, copy: CopyId, why: Word): void {
    if (subscription === NONE) return;
    this.sim.world.owed -= 1;
    this.sim.trace.six(KIND.released, message, subscription, copy, why, NONE, NONE);
  }

  effect(message: MessageId, subscription: SubscriptionId, place: PlaceId, copy: CopyId, node: NodeId): void {
    this.sim.trace.six(KIND.effect, message, subscription, place, copy, node, NONE);
  }

  learn(message: MessageId, belief: Word): void {
    this.sim.trace.three(KIND.learned, this.self.id, message, belief);
  }

  mark(place: PlaceId, name: Word, owner: number, value: number): void {
    this.sim.trace.six(KIND.mark, place, name, owner, value, NONE, NONE);
  }

  clock(name: Word, message: MessageId, duration: Micros): number {
    const { world } = this.sim;
    const clock = world.clocks;
    world.clocks = clock + 1;
    const high = Math.floor(duration / 1073741824);
    this.sim.trace.six(KIND.clock, this.self.id, name, message, clock, duration - high * 1073741824, high);
    return clock;
  }

  stop(clock: number): void {
    if (clock !== NONE) this.sim.trace.three(KIND.stopped, this.self.id, clock, NONE);
  }

  fact(name: Word, value: number, message: MessageId = NONE, place: PlaceId = NONE): void {
    this.sim.trace.six(KIND.fact, this.self.id, name, value, message, place, NONE);
  }

  alert(isOpen: boolean): void {
    this.sim.world.alerts += isOpen ? 1 : -1;
  }

  step(step: number, name: Word, message: MessageId, after: boolean): StepVerdict {
    const { sim } = this;
    // Being through with a step is only an occasion for a fault: the next step's record says the rest.
    if (!after) sim.trace.cause = sim.trace.three(KIND.step, this.self.id, step, message);
    if (sim.fixed.stepFaults.length === 0) return 'go';
    const fault = meetStep(sim, this.self.id, name, message, after);
    if (fault === NONE) return 'go';
    return sim.fixed.spec.faults[fault]!.what.kind === 'crash' ? 'stop' : 'hold';
  }

  exit(): void {
    exit(this.sim, this.self.id);
  }

  newPlace(info: NewPlace): PlaceId {
    const { world } = this.sim;
    const id = world.places.length;
    world.places.push(placeInfo(id, this.self.id, info));
    this.sim.trace.three(KIND.place, id, W.made, NONE);
    return id;
  }

  dropPlace(place: PlaceId): void {
    this.sim.trace.three(KIND.place, place, W.gone, NONE);
  }
}
