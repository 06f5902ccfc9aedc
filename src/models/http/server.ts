import type { Input, Out, Self, Setup } from '../../engine/actor';
import { word, type Word } from '../../engine/trace/words';
import { NONE, SECOND, type CopyId, type MessageId, type NodeId, type PlaceId } from '../../engine/units';
import type { RequestId, SubscriptionId } from '../../engine/units';
import { W } from '../../engine/words';
import type { ConsumerDriver, ConsumerSignal, Delivery, Verdict } from '../ports';
import { takeToken, type Bucket, type RateLimit } from './limiter';
import { response, type Packet } from './packets';
import { isSuccess, STATUSES } from './statuses';
import { httpVocabulary } from './vocabulary';

/**
 * An HTTP server's library: takes requests in, hands them to free handlers, keeps a bounded backlog of the
 * others, refuses what is beyond, and sends what the program answers. All of it is memory: what it has not
 * answered when it dies, it forgets. Sources: Tomcat, HTTP connector (maxThreads, acceptCount); RFC 9110.
 */

export interface ServerConfig {
  /** Handlers that its program runs. */
  readonly concurrency: number;
  /** Requests that may wait for one; Infinity for any number. */
  readonly backlog: number;
  readonly rateLimit: RateLimit | null;
  /** The API's own table: a row, an effect, for each request answered with 2xx. */
  readonly accepts: Accepts | null;
  /** Whose effects these are. */
  readonly subscription: SubscriptionId;
}

export interface Accepts {
  readonly title: string;
  readonly verb: string;
  readonly amount: number;
  readonly currency: string;
  readonly idempotencyKeys: boolean;
}

/** A request in the backlog, or on its way to a free handler. */
interface Waiting {
  readonly request: RequestId;
  readonly from: NodeId;
  readonly message: MessageId;
  /** Its copy in `place`; NONE for a question, which carries none. */
  readonly copy: CopyId;
  readonly place: PlaceId;
  readonly key: Word;
  readonly attempt: number;
  readonly keyed: boolean;
  readonly polling: boolean;
}

interface Held extends Delivery, Waiting {
  readonly place: PlaceId;
  readonly copy: CopyId;
  readonly message: MessageId;
  readonly key: Word;
  readonly attempt: number;
  readonly polling: boolean;
  isAnswered: boolean;
}

interface Memory {
  /** Handlers that have asked for a request and got none. */
  idle: number;
  waiting: Waiting[];
  /** Requests that handlers have. */
  atWork: Held[];
  readonly bucket: Bucket;
}

interface Disk {
  /** NONE if no request may wait. */
  readonly backlog: PlaceId;
  readonly hand: PlaceId;
  readonly accepted: PlaceId;
  /** How a keyed request was answered, by message. */
  readonly answers: Map<MessageId, number>;
  rows: number;
  /** Requests taken in so far. */
  requests: number;
}

type Server = Self<ServerConfig, Memory, Disk>;
type ServerOut = Out<Packet, never>;
type Arrival = Extract<Input<Packet, never>, { kind: 'request' }>;

const answered = word('answered');
const serverFull = word('server-full');
const rateLimited = word('rate-limited');
const keyKnown = word('key-known');
const retryAfterNote = word('retry-after');

const OK = 200;
const NO_CONTENT = 204;
const TOO_MANY_REQUESTS = 429;
const INTERNAL_SERVER_ERROR = 500;
const SERVICE_UNAVAILABLE = 503;

export const server: ConsumerDriver<ServerConfig, Memory, Disk> = {
  kind: 'http',
  vocabulary: httpVocabulary,
  disk: placesOf,
  memory: ({ concurrency }) => ({ idle: concurrency, waiting: [], atWork: [], bucket: { fullAt: 0 } }),
  start: () => undefined,
  input: (self, input, out) =>
    input.kind === 'request' ? onRequest(self, input as Arrival, out as ServerOut) : 'nothing',
  next,
  settle: (self, delivery, verdict, out) => {
    answer(self, delivery as Held, statusOf(verdict), out);
    return 'done';
  },
  respond: (self, delivery, status, out) => answer(self, delivery as Held, status, out),
  drop(self, delivery, out, error = null) {
    const held = delivery as Held;
    if (!held.isAnswered) answer(self, held, error === null ? NO_CONTENT : INTERNAL_SERVER_ERROR, out);
  },
  forget({ memory }, out) {
    for (const { copy, place } of memory.waiting) if (copy !== NONE) out.take(copy, place, W.crashed);
    for (const held of memory.atWork) if (held.copy !== NONE) out.take(held.copy, held.place, W.crashed);
  },
};

function placesOf({ backlog, concurrency, accepts, subscription }: ServerConfig, setup: Setup): Disk {
  return {
    backlog:
      backlog === 0
        ? NONE
        : setup.place({
            name: `${setup.name}/backlog`,
            title: 'backlog',
            shape: 'waiting',
            capacity: backlog === Infinity ? 0 : backlog,
          }),
    hand: setup.place({
      name: setup.name,
      title: 'at work',
      shape: 'hand',
      capacity: concurrency,
      subscription,
      passesOn: subscription === NONE,
    }),
    accepted:
      accepts === null
        ? NONE
        : setup.place({
            name: `${setup.name}/accepted`,
            title: accepts.title,
            shape: 'rows',
            verb: accepts.verb,
            amount: accepts.amount,
            currency: accepts.currency,
            subscription,
            badges: [...(accepts.idempotencyKeys ? ['idempotency keys'] : []), 'effect'],
          }),
    answers: new Map(),
    rows: 0,
    requests: 0,
  };
}

/** What a program written for a broker means here. */
function statusOf(verdict: Verdict): number {
  if (verdict.kind === 'ack') return OK;
  return verdict.requeue ? SERVICE_UNAVAILABLE : INTERNAL_SERVER_ERROR;
}

/** Takes a request in: by the rate limit, to a free handler, into the backlog, or not at all. */
function onRequest(self: Server, input: Arrival, out: ServerOut): ConsumerSignal {
  const { memory, config, disk } = self;
  const { packet, request, from, message, copy } = input;
  if (packet.kind !== 'http-request' && packet.kind !== 'http-poll') return 'nothing';
  const refuse = (status: number, retryAfter = 0): ConsumerSignal => {
    respond(out, request, status, message, packet.attempt, retryAfter);
    return 'nothing';
  };
  if (input.error !== null) return refuse(errorStatus(input.error));
  const wait = config.rateLimit === null ? 0 : takeToken(memory.bucket, config.rateLimit, out.now);
  if (wait > 0) {
    out.fact(rateLimited, wait, message);
    return refuse(TOO_MANY_REQUESTS, Math.ceil(wait / SECOND));
  }
  const keyed = packet.kind === 'http-request' && packet.keyed;
  const known = keyed ? disk.answers.get(message) : undefined;
  if (known !== undefined) {
    out.fact(keyKnown, 0, message);
    return refuse(known);
  }
  const isFree = memory.idle > 0;
  if (!isFree && memory.waiting.length >= config.backlog) {
    out.fact(serverFull, memory.waiting.length, message);
    return refuse(SERVICE_UNAVAILABLE);
  }
  const place = isFree ? disk.hand : disk.backlog;
  disk.requests += 1;
  if (copy !== NONE) out.rest(place, copy, message, disk.requests);
  const { key, attempt } = packet;
  const polling = packet.kind === 'http-poll';
  memory.waiting.push({ request, from, message, copy, place, key, attempt, keyed, polling });
  if (!isFree) return 'nothing';
  // All that are free look again now, and count themselves idle if they find nothing.
  memory.idle = 0;
  return 'deliveries';
}

/** A fault's word as an answer: "503", or anything else for 500. */
const errorStatus = (error: string): number => (error in STATUSES ? Number(error) : INTERNAL_SERVER_ERROR);

function respond(
  out: ServerOut,
  request: RequestId,
  status: number,
  message: MessageId,
  attempt: number,
  retryAfter = 0,
): void {
  out.respond(request, response(status, retryAfter), message, attempt - 1);
  if (retryAfter > 0) out.note(retryAfterNote, retryAfter);
}

function next({ memory, disk }: Server, out: ServerOut): Delivery | null {
  const first = memory.waiting.shift();
  if (first === undefined) {
    memory.idle += 1;
    return null;
  }
  let { copy } = first;
  if (first.place !== disk.hand && copy !== NONE) {
    out.take(copy, first.place, W.moved);
    copy = out.put(disk.hand, first.message, copy, disk.requests);
  }
  const held: Held = {
    ...first,
    copy,
    place: disk.hand,
    tag: first.request,
    session: 0,
    redelivered: false,
    retries: 0,
    isAnswered: false,
  };
  memory.atWork.push(held);
  return held;
}

/** Sends the answer, and lets the request go: what the program does after it, nobody waits for. */
function answer(self: Server, held: Held, status: number, out: ServerOut): void {
  const { memory, config, disk } = self;
  if (held.isAnswered) return;
  held.isAnswered = true;
  const { message, copy, place, request, attempt, keyed, polling } = held;
  memory.atWork = memory.atWork.filter((other) => other !== held);
  if (config.accepts !== null && isSuccess(status) && !polling) {
    const row = out.put(disk.accepted, message, copy, disk.rows);
    disk.rows += 1;
    out.effect(message, config.subscription, disk.accepted, row, self.id);
    if (keyed && config.accepts.idempotencyKeys) disk.answers.set(message, status);
  }
  respond(out, request, status, message, attempt);
  if (copy !== NONE) out.take(copy, place, answered);
}
