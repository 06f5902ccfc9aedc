import type { Input, Out, Self, Setup } from '../../engine/actor';
import { word, type Word } from '../../engine/trace/words';
import { NONE, SECOND, type CopyId, type MessageId, type Micros, type NodeId, type PlaceId } from '../../engine/units';
import type { RequestId, TimerId } from '../../engine/units';
import { W } from '../../engine/words';
import { waitBefore, type Outgoing, type ProducerDriver, type RetryPolicy, type Told } from '../ports';
import { poll, request, type Packet, type Response } from './packets';
import { GATEWAY_TIMEOUT, isSuccess } from './statuses';
import { httpVocabulary } from './vocabulary';

/**
 * An HTTP client library: a pool of connections with callers that wait for one, a time-out for each attempt,
 * retries. A connection is a place for one call under way; opening one takes no time.
 * Sources: OkHttp, Dispatcher and RealCall; Apache HttpClient 5, PoolingHttpClientConnectionManager; RFC 9110.
 */

export interface ClientConfig {
  readonly server: NodeId;
  /** Calls under way at a time; Infinity for any number. */
  readonly connections: number;
  /** Calls that may wait for a connection; Infinity for any number. */
  readonly maxWaiting: number;
  readonly waitTimeout: Micros;
  /** Of an attempt; NONE: for ever. */
  readonly timeout: Micros;
  readonly retry: RetryPolicy;
  readonly retryOn: readonly number[];
  readonly retryOnTimeout: boolean;
  readonly idempotencyKey: boolean;
  /** After 202 it asks again each time, for so long; null: 202 is answer enough. */
  readonly poll: { readonly every: Micros; readonly giveUpAfter: Micros } | null;
}

/** A call that the library has taken over and is not through with. */
interface Call {
  readonly message: MessageId;
  readonly number: number;
  readonly key: Word;
  /** Its copy in `place`. */
  copy: CopyId;
  place: PlaceId;
  attempt: number;
  /** Requests sent for it, attempts and questions alike: keys draws. */
  sent: number;
  /** Under way: NONE while it waits for a connection, for its next attempt, or for the time to ask again. */
  request: RequestId;
  timer: TimerId;
  clock: number;
  /** Of an earlier attempt nothing was heard: what is heard now does not tell the whole. */
  inDoubt: boolean;
  /** It was answered 202, and asks what has become of it, until then; NONE before. */
  pollsUntil: Micros;
}

interface Memory {
  /** Calls by number, until the library is through with them. */
  readonly calls: Map<number, Call>;
  readonly byRequest: Map<RequestId, Call>;
  /** Calls that have a connection. */
  busy: number;
  /** Calls that wait for one, in order. */
  queue: Call[];
  /** What was told last, for a program. */
  told: Told;
}

interface Disk {
  /** Calls that have a connection. */
  readonly pool: PlaceId;
  /** Calls that wait: for a connection, for their next attempt, for the time to ask again. `pool` where none ever does. */
  readonly waiting: PlaceId;
}

interface Timer {
  readonly kind: 'http-timeout' | 'http-again' | 'http-pool-timeout';
  /** Of the call. */
  readonly number: number;
}

type Client = Self<ClientConfig, Memory, Disk>;
type ClientOut = Out<Packet, Timer>;

const awaitingAnswer = word('awaiting-answer');
const again = word('call-again');
const exhausted = word('pool-exhausted');
const poolFull = word('pool-full');
const jitter = word('retry jitter');

/** Why an attempt came to nothing: the fact that says so, and the error that a program meets. */
interface Failure {
  readonly fact: Word;
  readonly error: string;
  /** It may have been done all the same. */
  readonly inDoubt: boolean;
}

const TIMED_OUT: Failure = { fact: word('call-timed-out'), error: 'timeout', inDoubt: true };
const REFUSED: Failure = { fact: word('call-refused'), error: 'refused', inDoubt: false };
const RESET: Failure = { fact: word('call-reset'), error: 'connection-lost', inDoubt: true };
const NO_ANSWER: Failure = { fact: word('poll-gave-up'), error: 'timeout', inDoubt: true };
const POOL_FULL: Failure = { fact: poolFull, error: 'pool-full', inDoubt: false };
const POOL_TIMED_OUT: Failure = { fact: word('pool-timed-out'), error: 'pool-timeout', inDoubt: false };

export const client: ProducerDriver<ClientConfig, Memory, Disk> = {
  kind: 'http',
  vocabulary: httpVocabulary,
  disk: placesOf,
  memory: () => ({ calls: new Map(), byRequest: new Map(), busy: 0, queue: [], told: { number: NONE, error: '' } }),
  start: () => undefined,
  publish: take,
  input: onInput,
  told: ({ memory }) => memory.told,
  forget(self, out) {
    for (const call of self.memory.calls.values()) out.take(call.copy, call.place, W.crashed);
  },
};

function placesOf({ connections, maxWaiting, retry, poll: polls }: ClientConfig, setup: Setup): Disk {
  const isPool = connections !== Infinity;
  const pool = setup.place({
    name: `${setup.name}/pool`,
    title: isPool ? 'pool' : 'calls',
    shape: 'waiting',
    capacity: isPool ? connections : 0,
  });
  if (!isPool && retry.retries === 0 && polls === null) return { pool, waiting: pool };
  const waiting = setup.place({
    name: `${setup.name}/waiting`,
    title: 'waiting',
    shape: 'waiting',
    capacity: isPool && maxWaiting !== Infinity ? maxWaiting : 0,
  });
  return { pool, waiting };
}

/** Takes a call over from the application: it leaves at once, waits for a connection, or fails. */
function take(self: Client, { message, number, key, parent }: Outgoing, out: ClientOut): void {
  const { memory, config, disk } = self;
  const call: Call = {
    message,
    number,
    key,
    copy: parent,
    place: NONE,
    attempt: 1,
    sent: 0,
    request: NONE,
    timer: NONE,
    clock: NONE,
    inDoubt: false,
    pollsUntil: NONE,
  };
  if (memory.busy >= config.connections && memory.queue.length >= config.maxWaiting) {
    out.fact(POOL_FULL.fact, 0, message);
    return tell(self, call, W.failed, POOL_FULL.error, out);
  }
  memory.calls.set(number, call);
  if (memory.busy < config.connections) return send(self, call, out);
  move(call, disk.waiting, out);
  wait(self, call, out);
}

/** Its copy goes to another place of the library. */
function move(call: Call, place: PlaceId, out: ClientOut): void {
  if (call.place === place) return;
  if (call.place !== NONE) out.take(call.copy, call.place, W.moved);
  call.copy = out.put(place, call.message, call.copy, call.number);
  call.place = place;
}

/** Waits for a connection, behind those that wait already. */
function wait({ memory, config }: Client, call: Call, out: ClientOut): void {
  out.fact(exhausted, config.connections, call.message);
  memory.queue.push(call);
  call.timer = out.timer(config.waitTimeout, { kind: 'http-pool-timeout', number: call.number });
}

/** An attempt, or a question what became of it, leaves on a connection of its own. */
function send(self: Client, call: Call, out: ClientOut): void {
  const { memory, config, disk } = self;
  memory.busy += 1;
  move(call, disk.pool, out);
  const { message, key, attempt } = call;
  call.request =
    call.pollsUntil === NONE
      ? out.requestCopy(config.server, request(key, attempt, config.idempotencyKey), message, call.copy, call.sent)
      : out.request(config.server, poll(key, call.sent + 1), message, call.sent);
  call.sent += 1;
  memory.byRequest.set(call.request, call);
  if (config.timeout === NONE) return;
  call.clock = out.clock(awaitingAnswer, message, config.timeout);
  call.timer = out.timer(config.timeout, { kind: 'http-timeout', number: call.number });
}

/** The attempt is over: its connection is free for whoever waits. */
function release({ memory }: Client, call: Call, out: ClientOut): void {
  memory.byRequest.delete(call.request);
  memory.busy -= 1;
  call.request = NONE;
  out.cancel(call.timer);
  call.timer = NONE;
}

/** Whoever waited longest gets the connection that has become free. */
function serveNext(self: Client, out: ClientOut): void {
  const { memory, config } = self;
  while (memory.busy < config.connections && memory.queue.length > 0) {
    const call = memory.queue.shift()!;
    out.cancel(call.timer);
    send(self, call, out);
  }
}

function onInput(self: Client, input: Input, out: ClientOut): void {
  const { memory } = self;
  const known = input as Input<Packet, Timer>;
  if (known.kind === 'timer') return onTimer(self, known.timer, out);
  if (known.kind !== 'response' && known.kind !== 'unanswered') return;
  const call = memory.byRequest.get(known.request);
  if (call === undefined) return;
  release(self, call, out);
  out.stop(call.clock);
  if (known.kind === 'response') onResponse(self, call, known.packet as Response, out);
  else fail(self, call, known.why === 'refused' ? REFUSED : RESET, out);
  serveNext(self, out);
}

function onTimer(self: Client, { kind, number }: Timer, out: ClientOut): void {
  const { memory, config } = self;
  const call = memory.calls.get(number);
  if (call === undefined) return;
  if (kind === 'http-timeout') {
    out.abandon(call.request);
    release(self, call, out);
    fail(self, call, TIMED_OUT, out);
    return serveNext(self, out);
  }
  if (kind === 'http-pool-timeout') {
    memory.queue = memory.queue.filter((other) => other !== call);
    out.fact(POOL_TIMED_OUT.fact, 0, call.message);
    return giveUp(self, call, POOL_TIMED_OUT.error, out);
  }
  if (memory.busy < config.connections) send(self, call, out);
  else wait(self, call, out);
}

/** An answer has come. Only 2xx says that it is done, and 202 not even that, if one is to ask again. */
function onResponse(self: Client, call: Call, { status, retryAfter }: Response, out: ClientOut): void {
  const { config } = self;
  if (call.pollsUntil !== NONE) return isSuccess(status) ? succeed(self, call, out) : askAgain(self, call, out);
  if (status === 202 && config.poll !== null) {
    call.pollsUntil = out.now + config.poll.giveUpAfter;
    return askAgain(self, call, out);
  }
  if (isSuccess(status)) return succeed(self, call, out);
  if (status === GATEWAY_TIMEOUT) call.inDoubt = true;
  if (config.retryOn.includes(status) && tryAgain(self, call, retryAfter * SECOND, out)) return;
  giveUp(self, call, `status-${status}`, out);
}

/** The attempt came to nothing. Of a question one asks again; an attempt is made again as configured. */
function fail(self: Client, call: Call, failure: Failure, out: ClientOut): void {
  const { config } = self;
  out.fact(failure.fact, call.attempt, call.message);
  if (call.pollsUntil !== NONE) return askAgain(self, call, out);
  if (failure.inDoubt) call.inDoubt = true;
  if ((config.retryOnTimeout || !failure.inDoubt) && tryAgain(self, call, 0, out)) return;
  giveUp(self, call, failure.error, out);
}

/** Whether there is another attempt to come, at the earliest after `least`. */
function tryAgain({ config, disk }: Client, call: Call, least: Micros, out: ClientOut): boolean {
  const next = call.attempt + 1;
  const backoff = waitBefore(config.retry, next, out.chance(jitter, call.message, next));
  if (backoff === NONE) return false;
  call.attempt = next;
  move(call, disk.waiting, out);
  const delay = Math.max(backoff, least);
  out.fact(again, next, call.message);
  call.timer = out.timer(delay, { kind: 'http-again', number: call.number });
  return true;
}

function askAgain(self: Client, call: Call, out: ClientOut): void {
  const { every } = self.config.poll!;
  if (out.now + every > call.pollsUntil) {
    out.fact(NO_ANSWER.fact, 0, call.message);
    return finish(self, call, W.unknown, NO_ANSWER.error, out);
  }
  move(call, self.disk.waiting, out);
  call.timer = out.timer(every, { kind: 'http-again', number: call.number });
}

const succeed = (self: Client, call: Call, out: ClientOut): void => finish(self, call, W.acknowledged, '', out);

/** The library is through with a call that came to nothing: of one in doubt it says no more than that. */
function giveUp(self: Client, call: Call, error: string, out: ClientOut): void {
  finish(self, call, call.inDoubt ? W.unknown : W.failed, call.inDoubt ? TIMED_OUT.error : error, out);
}

function finish(self: Client, call: Call, belief: Word, error: string, out: ClientOut): void {
  self.memory.calls.delete(call.number);
  out.take(call.copy, call.place, belief === W.acknowledged ? W.acked : belief === W.failed ? W.rejected : W.forgotten);
  tell(self, call, belief, error, out);
}

function tell({ memory }: Client, { number, message }: Call, belief: Word, error: string, out: ClientOut): void {
  memory.told = { number, error };
  out.learn(message, belief);
}
