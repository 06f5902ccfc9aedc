import type { Input, Self, Setup } from '../../engine/actor';
import { word, type Word } from '../../engine/trace/words';
import { NONE, type CopyId, type MessageId, type Micros, type PlaceId, type TimerId } from '../../engine/units';
import { W } from '../../engine/words';
import { waitBefore, type Outgoing, type ProducerDriver } from '../ports';
import { Window } from '../window';
import type { ProducerConfig } from './config';
import { publish, type Packet } from './packets';
import {
  CHANNEL,
  insist,
  newSession,
  onSession,
  open,
  type ClientOut,
  type Session,
  type SessionTimer,
} from './session';
import { brokerVocabulary } from './vocabulary';

/**
 * A publisher's client library: publishes when connected, keeps what is not confirmed, publishes it again
 * as it is configured. Source: rabbitmq.com/docs/publishers; rabbitmq.com/tutorials/tutorial-seven-java.
 */

/** A message that the library has taken over and is not through with. */
interface Pending {
  readonly message: MessageId;
  readonly subject: Word;
  /** Its copy in the outbox, or the copy that it was made from if it has none there. */
  copy: CopyId;
  inOutbox: boolean;
  attempt: number;
  /** Its number on the channel while it awaits a confirm, NONE otherwise. */
  tag: number;
  /** When the wait for its confirm, or the wait before its next attempt, is over. */
  due: Micros;
  returned: boolean;
}

interface ProducerMemory {
  readonly session: Session;
  /** Publishes of this channel by number, until they are confirmed. */
  unconfirmed: Window<Pending>;
  /** What waits to be published, in order, for lack of a connection. */
  waiting: Pending[];
  /** What waits to be published again. */
  retrying: Pending[];
  confirmTimer: boolean;
  retryTimer: TimerId;
}

interface ProducerDisk {
  readonly outbox: PlaceId;
}

type Producer = Self<ProducerConfig, ProducerMemory, ProducerDisk>;
type Timer = SessionTimer | { readonly kind: 'confirm-timeout' } | { readonly kind: 'retry' };

const confirmTimeout = word('confirm-timeout');
const jitter = word('retry jitter');

export const producer: ProducerDriver<ProducerConfig, ProducerMemory, ProducerDisk> = {
  kind: 'rabbitmq',
  vocabulary: brokerVocabulary,
  disk: (_config, setup: Setup) => ({
    outbox: setup.place({ name: `${setup.name}/outbox`, title: 'outbox', shape: 'waiting' }),
  }),
  memory: () => ({
    session: newSession(),
    unconfirmed: new Window(1),
    waiting: [],
    retrying: [],
    confirmTimer: false,
    retryTimer: NONE,
  }),
  start: (self, out) => open(self.memory.session, self.config, out),
  publish: take,
  outstanding: ({ memory: { unconfirmed, waiting, retrying } }) => unconfirmed.size + waiting.length + retrying.length,
  input: onInput,
  tells: ({ confirms }) => confirms,
  forget(self, out) {
    const { unconfirmed, waiting, retrying } = self.memory;
    for (const [, pending] of unconfirmed.entries()) leave(self, pending, W.crashed, out);
    for (const pending of waiting) leave(self, pending, W.crashed, out);
    for (const pending of retrying) leave(self, pending, W.crashed, out);
  },
};

/** Takes a message over from the application. Without confirms and with a connection nothing is kept of it. */
function take(self: Producer, { message, number, key, parent }: Outgoing, out: ClientOut): void {
  const { memory, config, disk } = self;
  const pending: Pending = {
    message,
    subject: key,
    copy: parent,
    inOutbox: false,
    attempt: 1,
    tag: NONE,
    due: 0,
    returned: false,
  };
  const sendsNow = mayPublish(self);
  if (config.confirms || !sendsNow) {
    pending.copy = out.put(disk.outbox, message, parent, number);
    pending.inOutbox = true;
  }
  if (sendsNow) return send(self, pending, out);
  memory.waiting.push(pending);
  insist(memory.session, out);
}

/** There is a connection, and the broker has not said that it is blocked; or the application does not listen for that. */
const mayPublish = ({ memory: { session }, config }: Producer): boolean =>
  session.open && !(session.blocked && config.heedsBlocked);

function send(self: Producer, pending: Pending, out: ClientOut): void {
  const { memory, config } = self;
  const { session } = memory;
  const packet = publish(
    CHANNEL,
    config.exchange,
    config.routingKey,
    config.mandatory,
    config.properties,
    pending.subject,
    pending.attempt - 1,
  );
  session.spoke = true;
  out.sendCopy(session.connection, packet, pending.message, pending.copy, pending.attempt - 1);
  if (!config.confirms) return leave(self, pending, W.moved, out);
  pending.tag = memory.unconfirmed.push(pending);
  pending.due = out.now + config.confirmTimeout;
  if (!memory.confirmTimer) armConfirmTimer(memory, config.confirmTimeout, out);
}

/** The library is through with a message: its copy leaves the outbox. */
function leave({ disk }: Producer, pending: Pending, why: Word, out: ClientOut): void {
  if (!pending.inOutbox) return;
  pending.inOutbox = false;
  out.take(pending.copy, disk.outbox, why);
}

/**
 * One timer for the earliest deadline; it runs on when that one is confirmed. In the background: a confirm
 * that does not come is preceded by something under way, which keeps the run open.
 */
function armConfirmTimer(memory: ProducerMemory, delay: Micros, out: ClientOut): void {
  memory.confirmTimer = true;
  out.timer(delay, { kind: 'confirm-timeout' }, true);
}

function onInput(self: Producer, input: Input, out: ClientOut): void {
  const { memory, config } = self;
  const known = input as Input<Packet, Timer>;
  if (known.kind === 'timer' && known.timer.kind === 'confirm-timeout') return onConfirmTimeout(self, out);
  if (known.kind === 'timer' && known.timer.kind === 'retry') return onRetry(self, out);
  const waits =
    memory.waiting.length + memory.retrying.length + (config.retry.retries > 0 ? memory.unconfirmed.size : 0) > 0;
  const event = onSession(memory.session, config, known as Input<Packet, SessionTimer>, waits, out);
  if (event === 'opened') onOpened(self, out);
  else if (event === 'unblocked') sendWaiting(self, out);
  else if (event === 'lost') onLost(self, out);
  else if (event === 'other' && known.kind === 'packet') onPacket(self, known.packet, known.message, out);
}

function onPacket(self: Producer, packet: Packet, message: MessageId, out: ClientOut): void {
  if (packet.kind === 'confirm') eachTag(self, packet, (pending) => confirmed(self, pending, out));
  else if (packet.kind === 'confirm-nack') eachTag(self, packet, (pending) => refused(self, pending, out));
  else if (packet.kind === 'return') onReturn(self, message, out);
}

function eachTag(
  { memory }: Producer,
  { tag, multiple }: { readonly tag: number; readonly multiple: boolean },
  settle: (pending: Pending) => void,
): void {
  const { unconfirmed } = memory;
  for (let each = multiple ? unconfirmed.first : tag; each <= tag; each += 1) {
    const pending = unconfirmed.remove(each);
    if (pending !== null) settle(pending);
  }
}

/** Even a returned message is confirmed: the application has been told that it reached no queue. */
function confirmed(self: Producer, pending: Pending, out: ClientOut): void {
  leave(self, pending, W.acked, out);
  out.learn(pending.message, pending.returned ? W.failed : W.acknowledged);
}

function refused(self: Producer, pending: Pending, out: ClientOut): void {
  if (tryAgain(self, pending, out)) return;
  leave(self, pending, W.rejected, out);
  out.learn(pending.message, W.failed);
}

function onReturn({ memory, config }: Producer, message: MessageId, out: ClientOut): void {
  if (!config.confirms) return out.learn(message, W.failed);
  for (const [, pending] of memory.unconfirmed.entries()) if (pending.message === message) pending.returned = true;
}

function onConfirmTimeout(self: Producer, out: ClientOut): void {
  const { memory, config } = self;
  const { unconfirmed } = memory;
  memory.confirmTimer = false;
  while (unconfirmed.size > 0) {
    const pending = unconfirmed.get(unconfirmed.first)!;
    if (pending.due > out.now) return armConfirmTimer(memory, pending.due - out.now, out);
    unconfirmed.remove(unconfirmed.first);
    out.fact(confirmTimeout, config.confirmTimeout, pending.message);
    if (!tryAgain(self, pending, out)) giveUp(self, pending, out);
  }
}

/** Nothing was heard and no attempt is left: the message may or may not be stored. */
function giveUp(self: Producer, pending: Pending, out: ClientOut): void {
  leave(self, pending, W.forgotten, out);
  out.learn(pending.message, W.unknown);
}

/** Whether there is another attempt to come. */
function tryAgain(self: Producer, pending: Pending, out: ClientOut): boolean {
  const { memory, config } = self;
  const wait = waitBefore(config.retry, pending.attempt + 1, out.chance(jitter, pending.message, pending.attempt + 1));
  if (wait === NONE) return false;
  pending.attempt += 1;
  pending.tag = NONE;
  pending.due = out.now + wait;
  memory.retrying.push(pending);
  armRetryTimer(memory, out);
  return true;
}

function armRetryTimer(memory: ProducerMemory, out: ClientOut): void {
  if (memory.retryTimer !== NONE) out.cancel(memory.retryTimer);
  memory.retryTimer = NONE;
  if (memory.retrying.length === 0) return;
  let due = Infinity;
  for (const pending of memory.retrying) due = Math.min(due, pending.due);
  memory.retryTimer = out.timer(Math.max(0, due - out.now), { kind: 'retry' });
}

function onRetry(self: Producer, out: ClientOut): void {
  const { memory } = self;
  memory.retryTimer = NONE;
  const due = memory.retrying.filter((pending) => pending.due <= out.now);
  memory.retrying = memory.retrying.filter((pending) => pending.due > out.now);
  for (const pending of due) {
    if (mayPublish(self)) send(self, pending, out);
    else memory.waiting.push(pending);
  }
  if (!memory.session.open && due.length > 0) insist(memory.session, out);
  armRetryTimer(memory, out);
}

function onOpened(self: Producer, out: ClientOut): void {
  const { memory, config } = self;
  if (config.confirms) out.send(memory.session.connection, { kind: 'confirm-select', channel: CHANNEL });
  sendWaiting(self, out);
}

function sendWaiting(self: Producer, out: ClientOut): void {
  const { memory } = self;
  const { waiting } = memory;
  memory.waiting = [];
  for (const pending of waiting) send(self, pending, out);
}

/** What was not confirmed may or may not have been taken over: it is published again, before what came later, or given up. */
function onLost(self: Producer, out: ClientOut): void {
  const { memory, config } = self;
  const open = [...memory.unconfirmed.entries()].map(([, pending]) => pending);
  memory.unconfirmed = new Window(1);
  const again: Pending[] = [];
  for (const pending of open) {
    pending.tag = NONE;
    if (pending.attempt > config.retry.retries) giveUp(self, pending, out);
    else {
      pending.attempt += 1;
      pending.returned = false;
      again.push(pending);
    }
  }
  memory.waiting = [...again, ...memory.waiting];
}
