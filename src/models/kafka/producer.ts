import type { Input, Out } from '../../engine/actor';
import { NONE, type CopyId, type Micros } from '../../engine/units';
import { W } from '../../engine/words';
import type { Outgoing, ProducerDriver } from '../ports';
import { lineEvent, openLine, tendLine } from './line';
import type { ToClient } from './packets';
import { addTo, lingerOf, queueFor, readyAt } from './producer/accumulator';
import { block, letIn, mustBlock, nextGivenUp } from './producer/blocking';
import { drain, expire, isFree, maySend, onAnswer, onDisconnect } from './producer/sender';
import {
  newProducerMemory,
  type PartitionQueue,
  type Producer,
  type ProducerConfig,
  type ProducerDisk,
  type ProducerMemory,
  type ProducerOut,
  type ProducerTimer,
  type Way,
} from './producer/state';
import { brokerFor, onInitAnswer, onTransactionAnswer } from './producer/transactions';
import { producerVocabulary } from './vocabulary';

const WAKE: ProducerTimer = { kind: 'kafka-producer' };

/** Kafka's producer: it batches, sends, tries again, and tells the application what became of each record. */
export const kafkaProducer: ProducerDriver<ProducerConfig, ProducerMemory, ProducerDisk> = {
  kind: 'kafka',
  vocabulary: producerVocabulary,
  disk: (_, setup) => ({
    buffer: setup.place({ name: `${setup.name}/buffer`, title: 'not yet acknowledged', shape: 'waiting' }),
    salt: 0,
  }),
  memory: newProducerMemory,
  start(self, out) {
    for (const { line } of self.memory.inUse) openLine(line, out);
    arm(self, out as ProducerOut);
  },
  publish(self: Producer, outgoing: Outgoing, anyOut: Out) {
    const out = anyOut as ProducerOut;
    const queue = queueFor(self, outgoing, 0, out);
    const copy = putInBuffer(self, outgoing, out);
    if (!mustBlock(self, queue)) return enqueue(self, queue, outgoing, 0, copy, out);
    block(self, queue, outgoing, 0, copy, out);
    // It may have to be given up before the time-outs are looked at again.
    out.cancel(self.memory.late);
    self.memory.lateAt = NONE;
    arm(self, out);
  },
  input(self, input, out) {
    if (input.kind === 'timer') {
      if (input.timer.kind !== WAKE.kind) return;
      onTimer(self, out as ProducerOut);
    } else {
      const way = wayOf(self, input);
      if (way === undefined) return;
      if (input.kind === 'packet') onPacket(self, way, input.packet as ToClient, out as ProducerOut);
      else if (lineEvent(way.line, input, self.config.reconnectAfter, out) === 'closed')
        onDisconnect(self, way, out as ProducerOut);
    }
    letIn(self, out as ProducerOut);
    drain(self, out as ProducerOut);
    arm(self, out as ProducerOut);
  },
  forget({ memory, disk }, out) {
    for (const { batches } of memory.ways.flatMap(({ requests }) => requests)) {
      for (const batch of batches)
        if (!batch.done) for (const copy of batch.copies) out.take(copy, disk.buffer, W.crashed);
    }
    for (const { batches } of memory.queues) {
      for (const batch of batches) for (const copy of batch.copies) out.take(copy, disk.buffer, W.crashed);
    }
    for (const { copy } of memory.blocked) out.take(copy, disk.buffer, W.crashed);
  },
};

/** The broker that an input of a connection is from, if this producer has to do with it. */
export const wayOf = ({ memory }: Producer, input: Input): Way | undefined =>
  'connection' in input ? memory.ways.find(({ line }) => line.connection === input.connection) : undefined;

/** Takes a record over for one of the producer's topics; returns its copy in the buffer. */
export function publishTo(self: Producer, outgoing: Outgoing, topic: number, out: ProducerOut): CopyId {
  const copy = putInBuffer(self, outgoing, out);
  enqueue(self, queueFor(self, outgoing, topic, out), outgoing, topic, copy, out);
  return copy;
}

const putInBuffer = ({ disk }: Producer, { message, parent, number }: Outgoing, out: ProducerOut): CopyId =>
  out.put(disk.buffer, message, parent, number);

function enqueue(
  self: Producer,
  queue: PartitionQueue,
  outgoing: Outgoing,
  topic: number,
  copy: CopyId,
  out: ProducerOut,
): void {
  addTo(self, queue, outgoing, topic, copy, out);
  afterPublish(self, readyAt(queue, lingerOf(self), self.config.batchSize), out);
}

/** Does what has become possible, and sets the timers. */
export function goOn(self: Producer, out: ProducerOut): void {
  drain(self, out);
  arm(self, out);
}

/** A record has joined a batch: send if that makes it ready, else see to it that it goes in time. */
function afterPublish(self: Producer, ready: Micros, out: ProducerOut): void {
  const { memory } = self;
  if (ready <= out.now && maySend(self)) {
    drain(self, out);
    return arm(self, out);
  }
  // The timer that is set will do, unless this is earlier or nothing has kept the run open yet.
  if (memory.buffered === 1 || memory.soonAt === NONE || (maySend(self) && ready < memory.soonAt)) arm(self, out);
}

function onPacket(self: Producer, way: Way, packet: ToClient, out: ProducerOut): void {
  if (packet.kind === 'init-producer-id-answer') onInitAnswer(self, packet, out);
  else if (packet.kind === 'txn-answer' || packet.kind === 'txn-ended' || packet.kind === 'txn-error')
    onTransactionAnswer(self, packet, out);
  else if (packet.kind === 'produce-answer' || packet.kind === 'produce-error') onAnswer(self, way, packet, out);
}

function onTimer(self: Producer, out: ProducerOut): void {
  const { config, memory } = self;
  if (memory.soonAt !== NONE && out.now >= memory.soonAt) clearSoon(self);
  const isLate = memory.lateAt !== NONE && out.now >= memory.lateAt;
  if (isLate || !memory.inUse.every(isUp)) {
    if (isLate) memory.lateAt = NONE;
    expire(self, out);
  }
  for (const { line } of memory.inUse) tendLine(line, config.reconnectAfter, out);
}

const isUp = ({ line }: Way): boolean => line.state === 'up';

function clearSoon({ memory }: Producer): void {
  memory.soon = NONE;
  memory.soonAt = NONE;
}

/** Sets both timers for what comes next, unless they are set for it already. */
function arm(self: Producer, out: ProducerOut): void {
  const { memory, config } = self;
  const at = soonest(self, out.now);
  if (at !== memory.soonAt || !memory.inUse.every(isUp)) {
    out.cancel(memory.soon);
    clearSoon(self);
    if (at !== NONE) {
      // Without a record to send, a connection to open keeps no run from its end.
      memory.soon = out.timer(Math.max(0, at - out.now), WAKE, memory.buffered === 0);
      memory.soonAt = at;
    }
  }
  const { request } = memory.transaction;
  if (memory.lateAt !== NONE || (memory.buffered === 0 && (request === null || request.deadline === NONE))) return;
  memory.lateAt = out.now + Math.min(config.requestTimeout, config.deliveryTimeout);
  const next = earliestTimeout(self);
  if (next < memory.lateAt) memory.lateAt = Math.max(next, out.now);
  memory.late = out.timer(memory.lateAt - out.now, WAKE, true);
}

/** When there is something to do next, time-outs aside; NONE for nothing. */
function soonest(self: Producer, now: Micros): Micros {
  const { config, memory } = self;
  const { request } = memory.transaction;
  const asked = request !== null && request.deadline === NONE ? memory.ways[brokerFor(self, request)] : undefined;
  let at = asked !== undefined && isUp(asked) ? Math.max(now, request!.sendAt) : Infinity;
  const mayGo = maySend(self);
  const linger = lingerOf(self);
  let areUp = true;
  for (const way of memory.inUse) {
    if (!isUp(way)) {
      at = Math.min(at, way.line.due);
      areUp = false;
    } else if (mayGo && isFree(self, way))
      for (const queue of way.queues) at = Math.min(at, readyAt(queue, linger, config.batchSize));
  }
  if (!areUp && memory.buffered > 0) at = Math.min(at, earliestTimeout(self));
  return at === Infinity ? NONE : at;
}

/** When a request or a record is next given up. */
function earliestTimeout(self: Producer): Micros {
  const { config, memory } = self;
  let at = nextGivenUp(self);
  const { request } = memory.transaction;
  if (request !== null && request.deadline !== NONE) at = Math.min(at, request.deadline);
  for (const { requests } of memory.ways) {
    if (requests.length > 0) at = Math.min(at, requests[0]!.deadline);
    for (const { batches } of requests)
      for (const { created, done } of batches) if (!done) at = Math.min(at, created + config.deliveryTimeout);
  }
  // The first of a queue is the oldest, but for those put back without idempotence: they are looked at in time all the same.
  for (const { batches } of memory.queues)
    if (batches.length > 0) at = Math.min(at, batches[0]!.created + config.deliveryTimeout);
  return at;
}
