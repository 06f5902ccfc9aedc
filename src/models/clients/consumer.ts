import type { Actor, Input, Out, Self, Setup } from '../../engine/actor';
import { word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type MessageId, type Micros, type NodeId } from '../../engine/units';
import type { Vocabulary } from '../../engine/trace/header';
import type { AnyConsumerDriver, Answer, ConsumerDriver, Delivery } from '../ports';
import { databaseVocabulary, type DatabasePacket } from './database';
import { runHandler } from './interpreter';
import type { Outlet, OutletConfig, Outlets, OutletTimer } from './outlets';
import type { Step } from './program';

/**
 * A consumer: its broker's client library, a program that each handler runs, a connection per handler to a database,
 * and libraries with which the program calls others. A server is one whose library takes requests.
 */
export interface ConsumerConfig {
  readonly program: readonly Step[];
  /** How long a step that only the program itself is busy with takes. */
  readonly pace: Micros;
  /** Handlers at work at the same time: threads, or promises in flight. */
  readonly concurrency: number;
  /** How often its program sends a message round again before it gives it up: what `retries left` asks. */
  readonly maxRetries: number;
  /** How often what it gets has been sent round before, by where it reads: a retry topic's place in the row. */
  readonly earlierRetries: number;
  /** NONE if its program uses none. */
  readonly database: NodeId;
  readonly databaseReconnectAfter: Micros;
  /** When the program is asked to stop; NONE: never. */
  readonly closesAt: Micros;
  readonly driver: unknown;
  readonly outlets: readonly OutletConfig[];
}

/** One thread of the program: where it stands, with what in hand. */
export interface Handler {
  readonly index: number;
  /** The step to take next. */
  at: number;
  delivery: Delivery | null;
  settled: boolean;
  found: boolean;
  /** An error that no step has handled yet. */
  error: string | null;
  /** A step has handled an error of this delivery. */
  caught: boolean;
  /** That error, for the headers of what is sent on. */
  caughtError: string;
  waitsFor: 'delivery' | 'time' | 'work' | 'database' | 'connection' | 'settlement' | 'answer' | 'call' | null;
  /** The step at which it stands has been announced (a pause fell on it): do not announce it twice. */
  announced: boolean;
  database: ConnectionId;
  databaseOpen: boolean;
}

export interface ConsumerMemory {
  inner: Self<unknown, unknown, unknown> | null;
  handlers: Handler[];
  /** What the program keeps in the process's own memory: the article's `processedIds`. */
  readonly remembered: Set<MessageId>;
  /** Steps taken that this process takes only once. */
  readonly once: Set<number>;
  outlets: readonly Outlet[];
}

interface Disk {
  readonly driver: unknown;
  readonly outlets: readonly unknown[];
}

export type ConsumerTimer =
  | { readonly kind: 'resume'; readonly handler: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'reconnect-database'; readonly handler: number }
  | OutletTimer;

export type Consumer = Self<ConsumerConfig, ConsumerMemory, Disk>;
export type ConsumerOut = Out<DatabasePacket, ConsumerTimer>;
/**
 * The library that receives for a program, and those with which it calls others, if it does. (The driver stays an object
 * of its own: copies of it, one a consumer, would each be a shape that every call has to be looked up in.)
 */
export interface Library {
  readonly driver: ConsumerDriver<unknown, unknown, unknown>;
  readonly outlets: Outlets | null;
}

const handlerFailed = word('handler-failed');

const clientPhrases: Vocabulary['phrases'] = [
  { name: 'skipped', sentence: '{node} skips {message}: it was processed before' },
  { name: 'handler-failed', sentence: '{node} fails at {message}, and nothing catches the error' },
  { name: 'working', sentence: '{node} works on {message}' },
  { name: 'arrival', sentence: '', quiet: true },
];

/**
 * A consumer of that broker's kind. `notes`: how to read the headers that its program writes; `outlets`: how it
 * calls others, if it does.
 */
export function consumerActor(
  kind: string,
  driver: AnyConsumerDriver,
  notes: Vocabulary['phrases'] = [],
  outlets: Outlets | null = null,
): Actor<ConsumerConfig, ConsumerMemory, Disk, never, ConsumerTimer> {
  const library: Library = { driver: driver as unknown as ConsumerDriver<unknown, unknown, unknown>, outlets };
  const vocabularies = [library.driver.vocabulary, ...(outlets?.vocabularies ?? []), databaseVocabulary];
  return {
    kind,
    vocabulary: {
      packets: vocabularies.flatMap(({ packets }) => packets),
      phrases: [...vocabularies.flatMap(({ phrases }) => phrases), ...clientPhrases, ...notes],
    },
    disk: (config: ConsumerConfig, setup: Setup) => ({
      driver: library.driver.disk(config.driver, setup),
      outlets: outlets?.disks(config.outlets, setup) ?? [],
    }),
    memory: (config) => ({
      inner: null,
      handlers: Array.from({ length: config.concurrency }, (_, index) => newHandler(index)),
      remembered: new Set(),
      once: new Set(),
      outlets: [],
    }),
    step(self, input, out) {
      stepConsumer(library, self, input as Input<never, ConsumerTimer>, out as unknown as ConsumerOut);
    },
    forget(self, out) {
      if (self.memory.inner !== null) library.driver.forget(self.memory.inner, out as Out);
      outlets?.forget(self.memory.outlets, out as Out);
    },
  };
}

function newHandler(index: number): Handler {
  return {
    index,
    at: 0,
    delivery: null,
    settled: false,
    found: false,
    error: null,
    caught: false,
    caughtError: '',
    waitsFor: 'delivery',
    announced: false,
    database: NONE,
    databaseOpen: false,
  };
}

function stepConsumer(library: Library, self: Consumer, input: Input<never, ConsumerTimer>, out: ConsumerOut): void {
  const { config, memory } = self;
  if (input.kind === 'start') {
    memory.inner = {
      id: self.id,
      name: self.name,
      config: config.driver,
      memory: library.driver.memory(config.driver, self.disk.driver),
      disk: self.disk.driver,
    };
    if (config.closesAt !== NONE) {
      // Taken out of service: a restart finds nothing to do.
      if (out.now >= config.closesAt) return out.exit();
      out.timer(config.closesAt - out.now, { kind: 'close' }, true);
    }
    library.driver.start(memory.inner, out as unknown as Out);
    memory.outlets = library.outlets?.start(self, config.outlets, self.disk.outlets, out as unknown as Out) ?? [];
    if (config.database !== NONE)
      for (const handler of memory.handlers) handler.database = out.connect(config.database);
    return;
  }
  if (input.kind === 'timer' && input.timer.kind === 'resume') {
    const handler = memory.handlers[input.timer.handler]!;
    if (handler.waitsFor === 'work') return goOn(library, self, handler, out);
    handler.waitsFor = null;
    return runHandler(library, self, handler, out);
  }
  if (input.kind === 'timer' && input.timer.kind === 'reconnect-database') {
    memory.handlers[input.timer.handler]!.database = out.connect(config.database);
    return;
  }
  if (input.kind === 'timer' && input.timer.kind === 'close') {
    if (library.driver.close!(memory.inner!, out as unknown as Out) === 'closed') leave(self, out);
    return;
  }
  if (library.outlets !== null) {
    const outlet = library.outlets.ownerOf(memory.outlets, input as Input);
    if (outlet !== NONE) return onOutlet(library, library.outlets, self, outlet, input as Input, out);
  }
  const handler = handlerOf(self, input);
  if (handler !== null) return onDatabase(library, self, handler, input, out);
  const signal = library.driver.input(memory.inner!, input as Input, out as unknown as Out);
  if (signal === 'deliveries') wakeIdle(library, self, out);
  else if (signal === 'closed') leave(self, out);
  else if (typeof signal === 'object') for (const answer of signal.answers) onAnswer(library, self, answer, out);
  else if (signal !== 'nothing') onSettlement(library, self, signal === 'settled', out);
}

/** The process ends, its client library being closed. */
function leave({ memory }: Consumer, out: ConsumerOut): void {
  for (const { database } of memory.handlers) if (database !== NONE) out.close(database);
  out.exit();
}

/** The handler whose database connection an input speaks of, or null: then it is the client library's. */
function handlerOf({ config, memory }: Consumer, input: Input<never, ConsumerTimer>): Handler | null {
  if (config.database === NONE || input.kind === 'timer' || input.kind === 'start') return null;
  if (input.kind === 'request' || input.kind === 'response' || input.kind === 'unanswered') return null;
  for (const handler of memory.handlers) if (handler.database === input.connection) return handler;
  return null;
}

function onDatabase(
  library: Library,
  self: Consumer,
  handler: Handler,
  input: Input<never, ConsumerTimer>,
  out: ConsumerOut,
): void {
  switch (input.kind) {
    case 'opened':
      handler.databaseOpen = true;
      if (handler.waitsFor === 'connection') {
        handler.waitsFor = null;
        runHandler(library, self, handler, out);
      }
      return;
    case 'packet': {
      const answer = input.packet as DatabasePacket;
      if (answer.kind === 'rows') handler.found = answer.found;
      if (answer.kind === 'duplicate-key') handler.error = 'duplicate-key';
      return goOn(library, self, handler, out);
    }
    case 'closed':
    case 'refused':
      handler.databaseOpen = false;
      handler.database = NONE;
      out.timer(self.config.databaseReconnectAfter, { kind: 'reconnect-database', handler: handler.index });
      if (handler.waitsFor !== 'database') return;
      handler.error = 'connection-lost';
      return goOn(library, self, handler, out);
    default:
      return;
  }
}

/** A library that the program calls others with has heard something: calls may be over. */
function onOutlet(
  library: Library,
  outlets: Outlets,
  self: Consumer,
  outlet: number,
  input: Input,
  out: ConsumerOut,
): void {
  const ends = outlets.input(self.memory.outlets, outlet, input, out as unknown as Out);
  for (const { handler: index, error } of ends) {
    const handler = self.memory.handlers[index]!;
    if (handler.waitsFor !== 'call') continue;
    handler.error = error;
    goOn(library, self, handler, out);
  }
}

/** What the handler's step waited for has come: the step is done, the next one follows. */
function goOn(library: Library, self: Consumer, handler: Handler, out: ConsumerOut): void {
  const awaited = handler.waitsFor;
  if (awaited === null || awaited === 'delivery' || awaited === 'time' || awaited === 'connection') return;
  handler.waitsFor = null;
  const step = self.config.program[handler.at]!;
  if (out.step(handler.at, step.name, handler.delivery?.message ?? NONE, true) === 'stop') return;
  handler.at += 1;
  handler.announced = false;
  runHandler(library, self, handler, out);
}

function onSettlement(library: Library, self: Consumer, isDone: boolean, out: ConsumerOut): void {
  for (const handler of self.memory.handlers) {
    if (handler.waitsFor !== 'settlement') continue;
    if (isDone) handler.settled = true;
    else handler.error = 'settle-failed';
    goOn(library, self, handler, out);
    return;
  }
}

/** The act of the handler with that delivery is over. */
function onAnswer(library: Library, self: Consumer, { copy, settles, error }: Answer, out: ConsumerOut): void {
  for (const handler of self.memory.handlers) {
    if (handler.delivery?.copy !== copy || handler.waitsFor !== (settles ? 'settlement' : 'answer')) continue;
    if (error !== null) handler.error = error;
    else if (settles) handler.settled = true;
    return goOn(library, self, handler, out);
  }
}

/** Lets handlers that wait for a delivery look again. */
export function wakeIdle(library: Library, self: Consumer, out: ConsumerOut): void {
  for (const handler of self.memory.handlers) {
    if (handler.waitsFor !== 'delivery') continue;
    handler.waitsFor = null;
    runHandler(library, self, handler, out);
  }
}

/** The program is at its end, or an error went uncaught: the hand lets go of what was not settled. */
export function finish(library: Library, self: Consumer, handler: Handler, out: ConsumerOut): void {
  const { delivery } = handler;
  if (delivery !== null) {
    if (handler.error !== null) out.fact(handlerFailed, 0, delivery.message);
    if (!handler.settled) library.driver.drop(self.memory.inner!, delivery, out as unknown as Out, handler.error);
  }
  handler.at = 0;
  handler.delivery = null;
  handler.settled = false;
  handler.found = false;
  handler.error = null;
  handler.caught = false;
  handler.caughtError = '';
}
