import type { Input, Out, Self, Setup, TimerLike } from '../../engine/actor';
import { NONE, type ConnectionId, type MessageId, type RequestId } from '../../engine/units';
import { W } from '../../engine/words';
import type { Vocabulary } from '../../engine/trace/header';
import type { Word } from '../../engine/trace/words';
import type { ActOutcome, AnyProducerDriver, Delivery, ProducerDriver } from '../ports';

/**
 * Client libraries within a program's process: with these a consumer or a server calls, or publishes to,
 * other brokers. Any producer's library will do; what it tells of a message ends the program's step.
 */

export interface OutletConfig {
  /** The broker's name. */
  readonly to: string;
  readonly driver: unknown;
}

/** A call that a handler waits for. */
interface Pending {
  readonly handler: number;
  readonly message: MessageId;
}

/** One library as it runs. Plain data: it is part of the node's memory. */
export interface Outlet {
  readonly inner: Self<unknown, unknown, unknown>;
  readonly connections: Set<ConnectionId>;
  readonly requests: Set<RequestId>;
  /** What handlers wait for, by the number it was sent under. */
  readonly pending: Map<number, Pending>;
  /** Messages sent so far. */
  sent: number;
}

/** What a handler's call has come to. */
export interface CallEnd {
  readonly handler: number;
  /** What its step fails with, or null. */
  readonly error: string | null;
}

export interface OutletTimer {
  readonly kind: 'outlet';
  readonly outlet: number;
  readonly inner: TimerLike;
}

type Driver = ProducerDriver<unknown, unknown, unknown>;

/** The libraries of one kind of node; which brokers they are for, its config says. */
export class Outlets {
  private readonly drivers: readonly Driver[];
  readonly vocabularies: readonly Vocabulary[];

  constructor(drivers: readonly AnyProducerDriver[]) {
    this.drivers = drivers as unknown as readonly Driver[];
    this.vocabularies = drivers.map(({ vocabulary }) => vocabulary);
  }

  disks(configs: readonly OutletConfig[], setup: Setup): unknown[] {
    return configs.map(({ to, driver }, index) =>
      this.drivers[index]!.disk(driver, { ...setup, name: `${setup.name}/${to}` }),
    );
  }

  /** The process has started. */
  start(
    node: Pick<Self<unknown, unknown, unknown>, 'id' | 'name'>,
    configs: readonly OutletConfig[],
    disks: readonly unknown[],
    out: Out,
  ): Outlet[] {
    const outlets = configs.map(({ driver: config }, index): Outlet => {
      const disk = disks[index];
      const memory = this.drivers[index]!.memory(config, disk);
      return {
        inner: { id: node.id, name: node.name, config, memory, disk },
        connections: new Set(),
        requests: new Set(),
        pending: new Map(),
        sent: 0,
      };
    });
    outlets.forEach((outlet, index) =>
      this.with(outlet, index, out, (own) => this.drivers[index]!.start(outlet.inner, own)),
    );
    return outlets;
  }

  /** Sends a handler's message through an outlet. */
  send(outlets: readonly Outlet[], index: number, handler: number, delivery: Delivery, out: Out): ActOutcome {
    const outlet = outlets[index]!;
    const driver = this.drivers[index]!;
    const { message, key, copy } = delivery;
    outlet.sent += 1;
    const number = outlet.sent;
    const isTold = driver.tells?.(outlet.inner.config) ?? true;
    if (isTold) outlet.pending.set(number, { handler, message });
    const ends = this.with(outlet, index, out, (own) =>
      driver.publish(outlet.inner, { message, number, key, parent: copy }, own),
    );
    const end = ends.find((each) => each.handler === handler);
    if (end !== undefined) return end.error === null ? 'done' : { error: end.error };
    return isTold ? 'waits' : 'done';
  }

  /** Which outlet an input is for; NONE if it is for none. */
  ownerOf(outlets: readonly Outlet[], input: Input): number {
    switch (input.kind) {
      case 'start':
      case 'request':
        return NONE;
      case 'timer':
        return input.timer.kind === 'outlet' ? (input.timer as OutletTimer).outlet : NONE;
      case 'response':
      case 'unanswered':
        return outlets.findIndex(({ requests }) => requests.has(input.request));
      default:
        return outlets.findIndex(({ connections }) => connections.has(input.connection));
    }
  }

  /** Hands an input to its outlet; returns the calls that are over with it. */
  input(outlets: readonly Outlet[], index: number, input: Input, out: Out): CallEnd[] {
    const outlet = outlets[index]!;
    const own: Input = input.kind === 'timer' ? { kind: 'timer', timer: (input.timer as OutletTimer).inner } : input;
    const ends = this.with(outlet, index, out, (inner) => this.drivers[index]!.input(outlet.inner, own, inner));
    if (input.kind === 'response' || input.kind === 'unanswered') outlet.requests.delete(input.request);
    if (input.kind === 'closed' || input.kind === 'refused') outlet.connections.delete(input.connection);
    return ends;
  }

  forget(outlets: readonly Outlet[], out: Out): void {
    outlets.forEach((outlet, index) =>
      this.with(outlet, index, out, (own) => this.drivers[index]!.forget(outlet.inner, own)),
    );
  }

  /** Lets a library speak: what it asks for is asked of the node's Out, and is known to be its own. */
  private with(outlet: Outlet, index: number, out: Out, act: (own: Out) => void): CallEnd[] {
    const ends: CallEnd[] = [];
    const known = <T>(all: Set<T>, id: T): T => {
      all.add(id);
      return id;
    };
    // All but these five are the node's own.
    const own: Pick<Out, 'connect' | 'request' | 'requestCopy' | 'timer' | 'learn'> = {
      connect: (server) => known(outlet.connections, out.connect(server)),
      request: (...asked) => known(outlet.requests, out.request(...asked)),
      requestCopy: (...asked) => known(outlet.requests, out.requestCopy(...asked)),
      timer: (delay, inner, background) =>
        out.timer(delay, { kind: 'outlet', outlet: index, inner } as OutletTimer, background),
      // Told to the program, and to nobody else: what its own caller learns is for the program to say.
      learn: (message, belief) => {
        const end = this.endOf(outlet, this.drivers[index]!, message, belief);
        if (end !== null) ends.push(end);
      },
    };
    act(Object.assign(Object.create(out) as Out, own));
    return ends;
  }

  /** Whose call it was that the library speaks of: by its number, or the first with that message. */
  private endOf(outlet: Outlet, driver: Driver, message: MessageId, belief: Word): CallEnd | null {
    const told = driver.told?.(outlet.inner);
    const number = told?.number ?? [...outlet.pending].find(([, pending]) => pending.message === message)?.[0];
    if (number === undefined) return null;
    const pending = outlet.pending.get(number);
    if (pending === undefined) return null;
    outlet.pending.delete(number);
    const silence = belief === W.failed ? 'publish-failed' : 'no-answer';
    return { handler: pending.handler, error: belief === W.acknowledged ? null : (told?.error ?? silence) };
  }
}
