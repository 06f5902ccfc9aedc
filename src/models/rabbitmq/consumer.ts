import type { Input, Self, Setup } from '../../engine/actor';
import { assertNever } from '../../engine/assert';
import { word, type Word } from '../../engine/trace/words';
import { NONE, type CopyId, type MessageId, type PlaceId } from '../../engine/units';
import { W } from '../../engine/words';
import type { Answer, ConsumerDriver, ConsumerSignal, Delivery, Verdict } from '../ports';
import { Window } from '../window';
import type { ConsumerConfig } from './config';
import { ack, nack, reject, type Consume, type Deliver, type Packet } from './packets';
import { giveUpAll, onAnswer, publishOn, retriesOf, type PublishingMemory, type Received } from './publishing';
import { CHANNEL, newSession, onSession, open, type ClientOut, type SessionTimer } from './session';
import { brokerVocabulary } from './vocabulary';

/**
 * A consumer's client library: subscribes, keeps deliveries in hand until the program asks for them, sends
 * acks. Source: rabbitmq.com/docs/consumers; rabbitmq.com/client-libraries/java-api-guide#consuming.
 */

interface Held extends Received {
  /** Its copy has not left the hand. */
  inHand: boolean;
  /** The program has it. */
  taken: boolean;
}

interface ConsumerMemory extends PublishingMemory {
  /** Deliveries of this session by tag, until they are settled. */
  unsettled: Window<Held>;
  /** The tag that the program gets next. */
  next: number;
  /** Deliveries that the program still has, though their session is over or a multiple ack has settled them. */
  strays: Held[];
}

interface ConsumerDisk {
  readonly hand: PlaceId;
}

type Consumer = Self<ConsumerConfig, ConsumerMemory, ConsumerDisk>;

const reset = word('reset');

export const consumer: ConsumerDriver<ConsumerConfig, ConsumerMemory, ConsumerDisk> = {
  kind: 'rabbitmq',
  vocabulary: brokerVocabulary,
  disk: (_config, setup: Setup) => ({ hand: setup.place({ name: setup.name, title: setup.name, shape: 'hand' }) }),
  memory: () => ({
    session: newSession(),
    unconfirmed: new Window(1),
    confirming: 0,
    unsettled: new Window(1),
    next: 1,
    strays: [],
  }),
  start: (self, out) => open(self.memory.session, self.config, out),
  input: onInput,
  next,
  settle,
  drop,
  publishing: {
    publish: (self: Consumer, delivery, sending, out) => publishOn(self, delivery as Received, sending, out),
  },
  forget(self, out) {
    for (const [, held] of self.memory.unsettled.entries()) leave(held, W.crashed, out);
    for (const held of self.memory.strays) leave(held, W.crashed, out);
  },
};

function onInput(self: Consumer, input: Input, out: ClientOut): ConsumerSignal {
  const { memory, config } = self;
  const known = input as Input<Packet, SessionTimer>;
  if (known.kind === 'packet' && known.packet.kind === 'deliver' && known.connection === memory.session.connection) {
    memory.session.heard = out.now;
    receive(self, known.packet, known.message, known.copy, out);
    return 'deliveries';
  }
  const event = onSession(memory.session, config, known, false, out);
  if (event === 'opened') subscribe(self, out);
  else if (event === 'lost') {
    dropBuffer(self, out);
    return signalOf(giveUpAll(memory));
  } else if (event === 'other' && known.kind === 'packet') {
    return signalOf(onAnswer(memory, known.packet, known.message));
  }
  return 'nothing';
}

const signalOf = (answers: readonly Answer[]): ConsumerSignal => (answers.length > 0 ? { answers } : 'nothing');

/** On the new channel: declares what must be there, sets the prefetch limit, consumes. */
function subscribe({ memory, config, name }: Consumer, out: ClientOut): void {
  const send = (packet: Packet): void => void out.send(memory.session.connection, packet);
  if (config.declares !== null) {
    send({ kind: 'queue-declare', channel: CHANNEL, declaration: config.declares.queue, passive: false });
    for (const binding of config.declares.bindings) send({ kind: 'queue-bind', channel: CHANNEL, binding });
  }
  if (config.prefetch > 0) send({ kind: 'qos', channel: CHANNEL, prefetch: config.prefetch, global: false });
  const consume: Consume = {
    kind: 'consume',
    channel: CHANNEL,
    queue: config.queue,
    consumer: name,
    autoAck: config.autoAck,
    exclusive: config.exclusive,
    priority: config.priority,
  };
  send(consume);
}

function receive({ memory, disk }: Consumer, packet: Deliver, message: MessageId, copy: CopyId, out: ClientOut): void {
  const { tag, subject, redelivered, attempt, properties, routingKey } = packet;
  out.rest(disk.hand, copy, message, tag);
  memory.unsettled.push({
    message,
    copy,
    place: disk.hand,
    tag,
    session: memory.session.number,
    key: subject,
    redelivered,
    attempt,
    retries: properties.headers === null ? 0 : retriesOf(properties),
    properties,
    routingKey,
    inHand: true,
    taken: false,
  });
}

function next({ memory }: Consumer): Delivery | null {
  const held = memory.unsettled.get(memory.next);
  if (held === null) return null;
  memory.next += 1;
  held.taken = true;
  return held;
}

/** The connection is gone, and with it the right to settle: what the program has not taken yet comes again by itself. */
function dropBuffer({ memory }: Consumer, out: ClientOut): void {
  for (const [, held] of memory.unsettled.entries()) {
    if (held.taken) keepStray(memory, held);
    else leave(held, reset, out);
  }
  memory.unsettled = new Window(1);
  memory.next = 1;
}

function keepStray(memory: ConsumerMemory, held: Held): void {
  if (held.inHand) memory.strays.push(held);
}

function leave(held: Held, why: Word, out: ClientOut): void {
  if (!held.inHand) return;
  held.inHand = false;
  out.take(held.copy, held.place, why);
}

function settle(self: Consumer, delivery: Delivery, verdict: Verdict, out: ClientOut): 'done' | 'gone' {
  const { memory, config } = self;
  const { session } = memory;
  if (config.autoAck) {
    drop(self, delivery, out);
    return 'done';
  }
  if (!session.open || delivery.session !== session.number) return 'gone';
  const multiple = verdict.kind !== 'reject' && verdict.multiple;
  session.spoke = true;
  out.send(session.connection, packetOf(verdict, delivery.tag), delivery.message, delivery.attempt - 1);
  settled(memory, delivery as Held, reasonOf(verdict), out);
  if (!multiple) return 'done';
  for (let tag = delivery.tag - 1; tag >= memory.unsettled.first; tag -= 1) {
    const earlier = memory.unsettled.remove(tag);
    if (earlier === null) continue;
    out.carry(earlier.message, NONE, false);
    keepStray(memory, earlier);
  }
  return 'done';
}

function packetOf(verdict: Verdict, tag: number): Packet {
  switch (verdict.kind) {
    case 'ack':
      return ack(CHANNEL, tag, verdict.multiple);
    case 'nack':
      return nack(CHANNEL, tag, verdict.multiple, verdict.requeue);
    case 'reject':
      return reject(CHANNEL, tag, verdict.requeue);
    default:
      return assertNever(verdict);
  }
}

function reasonOf(verdict: Verdict): Word {
  if (verdict.kind === 'ack') return W.acked;
  return verdict.requeue ? W.requeued : W.rejected;
}

function settled(memory: ConsumerMemory, held: Held, why: Word, out: ClientOut): void {
  memory.unsettled.remove(held.tag);
  leave(held, why, out);
  forgetStray(memory, held);
}

function forgetStray(memory: ConsumerMemory, held: Held): void {
  if (memory.strays.length === 0) return;
  memory.strays = memory.strays.filter((stray) => stray !== held);
}

/** The program is through with a delivery and has not settled it. */
function drop({ memory, config }: Consumer, delivery: Delivery, out: ClientOut): void {
  const held = delivery as Held;
  leave(held, config.autoAck ? W.done : W.forgotten, out);
  if (config.autoAck && held.session === memory.session.number) memory.unsettled.remove(held.tag);
  forgetStray(memory, held);
}
