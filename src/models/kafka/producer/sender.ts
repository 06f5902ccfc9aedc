import { word } from '../../../engine/trace/words';
import { NONE, type Micros } from '../../../engine/units';
import { W } from '../../../engine/words';
import { dropLine } from '../line';
import { sequenceAfter } from '../log';
import { isRetriable, type ErrorCode, type ProduceAnswer, type ProduceBatch } from '../packets';
import { batchMemory, isHeldBack, lingerOf, readyAt, reenqueue } from './accumulator';
import type { Batch, InFlight, PartitionQueue, Producer, ProducerOut, Way } from './state';
import { failTransaction, isSending, onRequestLost, tendTransaction } from './transactions';

/** Sends batches, takes answers, tries again, gives up. Source: Sender.java, TransactionManager.java; truth sheet §1.4 to §1.6. */

const backoffDraw = word('retry back-off');
const epochBumped = word('epoch bumped');
const requestTimedOut = word('request timeout');
const deliveryTimedOut = word('delivery timeout');
const retryFact = word('retry');
const sentReason = word('sent');

export function maySend({ config, memory }: Producer): boolean {
  return (
    (!config.idempotence || memory.producerId !== NONE) &&
    (config.transactionalId === null || isSending(memory.transaction))
  );
}

/** Whether a request may go to that broker now: max.in.flight.requests.per.connection. */
export const isFree = ({ config }: Producer, { line, requests }: Way): boolean =>
  line.state === 'up' && requests.length < config.maxInFlight;

/** Sends whatever is ready. If one partition's batch is, those of the others at that broker go with it. Source: RecordAccumulator.java, `drain`. */
export function drain(self: Producer, out: ProducerOut): void {
  tendTransaction(self, out);
  for (const way of self.memory.ways)
    while (isFree(self, way) && maySend(self) && someReady(self, way, out.now)) sendRequest(self, way, out);
}

function someReady(self: Producer, { queues }: Way, now: Micros): boolean {
  const { config } = self;
  const linger = lingerOf(self);
  for (const queue of queues) if (readyAt(queue, linger, config.batchSize) <= now) return true;
  return false;
}

function sendRequest(self: Producer, way: Way, out: ProducerOut): void {
  const { config, memory } = self;
  const queues: PartitionQueue[] = [];
  const batches: Batch[] = [];
  for (const queue of way.queues) {
    const first = queue.batches[0];
    if (first === undefined || first.retryAt > out.now || isHeldBack(queue, first)) continue;
    queue.batches.shift();
    if (config.idempotence && first.sequence === NONE) number(queue, first);
    first.attempts += 1;
    first.isRenumbered = false;
    queues.push(queue);
    batches.push(first);
  }
  const id = memory.nextRequest;
  memory.nextRequest += 1;
  if (config.transactionalId !== null) memory.transaction.isStarted = true;
  transmit(self, way, id, queues, batches, out);
  if (config.acks === '0') for (const batch of batches) settle(self, batch, W.acknowledged, sentReason, out);
  else way.requests.push({ id, queues, batches, deadline: out.now + config.requestTimeout });
}

/** Gives a batch its sequence, which it keeps however often it is sent. */
function number(queue: PartitionQueue, batch: Batch): void {
  batch.sequence = queue.nextSequence;
  batch.epoch = queue.epoch;
  queue.nextSequence = sequenceAfter(queue.nextSequence, batch.messages.length);
  queue.unfinished.push(batch);
}

function transmit(
  { config, memory, disk }: Producer,
  { line }: Way,
  id: number,
  queues: readonly PartitionQueue[],
  batches: readonly Batch[],
  out: ProducerOut,
): void {
  const parts = batches.map(({ messages, keys, sequence, epoch }, i): ProduceBatch => ({
    partition: queues[i]!.partition,
    messages,
    keys,
    recordSize: config.recordSize,
    producerId: sequence === NONE ? NONE : memory.producerId,
    epoch,
    sequence,
    isTransactional: config.transactionalId !== null,
  }));
  const packet = {
    kind: 'produce',
    id,
    attempt: batches[0]!.attempts + disk.salt,
    transactionalId: config.transactionalId,
    wantsAnswer: config.acks !== '0',
    batches: parts,
  } as const;
  let isFirst = true;
  for (const { messages, copies, attempts } of batches) {
    for (let i = 0; i < messages.length; i += 1) {
      if (isFirst) out.sendCopy(line.connection, packet, messages[i]!, copies[i]!, attempts + disk.salt);
      else out.carry(messages[i]!, copies[i]!, true);
      isFirst = false;
    }
  }
}

export function onAnswer(self: Producer, { requests }: Way, answer: ProduceAnswer, out: ProducerOut): void {
  const index = requests.findIndex(({ id }) => id === answer.id);
  if (index === -1) return;
  const request = requests[index]!;
  requests.splice(index, 1);
  request.batches.forEach((batch, i) => {
    if (!batch.done) onResult(self, request.queues[i]!, batch, answer.results[i]!.error, out);
  });
}

function onResult(self: Producer, queue: PartitionQueue, batch: Batch, error: ErrorCode, out: ProducerOut): void {
  if (error === null) {
    finish(queue, batch);
    if (batch.sequence !== NONE) queue.lastAcked = Math.max(queue.lastAcked, lastOf(batch));
    settle(self, batch, W.acknowledged, W.acked, out);
    return resolve(queue, out);
  }
  if (error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && showsGap(queue, batch)) {
    // In a transaction that is the end of it; else numbers begin anew.
    if (self.config.transactionalId !== null) return giveUp(self, queue, batch, W.rejected, out);
    bumpEpoch(queue, out);
  }
  if (canRetry(self, batch, error, out.now)) return retry(self, queue, batch, out);
  giveUp(self, queue, batch, W.rejected, out);
}

/** The sequence of a batch's last record. */
const lastOf = ({ sequence, messages }: Batch): number => sequenceAfter(sequence, messages.length - 1);

/**
 * Whether OUT_OF_ORDER_SEQUENCE_NUMBER means that the log lacks something for good: then numbers begin anew. Otherwise
 * the batch came too early or too late, and is only tried again. Source: TransactionManager.java, `canRetry`, `isNextSequence`.
 */
function showsGap({ unresolved, lastAcked }: PartitionQueue, { sequence, isRenumbered }: Batch): boolean {
  if (unresolved !== NONE) return sequence === unresolved;
  return !isRenumbered && sequence === (lastAcked === NONE ? 0 : sequenceAfter(lastAcked, 1));
}

/** Source: Sender.java, `canRetry`. */
function canRetry({ config, memory }: Producer, batch: Batch, error: string, now: Micros): boolean {
  if (config.transactionalId !== null && !isSending(memory.transaction)) return false;
  return now < batch.created + config.deliveryTimeout && batch.attempts <= config.retries && isRetriable(error);
}

function retry({ config }: Producer, queue: PartitionQueue, batch: Batch, out: ProducerOut): void {
  let wait = config.retryBackoff;
  for (let i = 1; i < batch.attempts && wait < config.retryBackoffMax; i += 1) wait *= 2;
  const jitter = 0.8 + 0.4 * out.chance(backoffDraw, batch.messages[0]!, batch.attempts);
  batch.retryAt = out.now + Math.min(Math.floor(wait * jitter), config.retryBackoffMax);
  out.fact(retryFact, batch.attempts, batch.messages[0]);
  reenqueue(queue, batch);
}

/** All that is in flight to that broker fails: the connection is gone. The oldest is put back first. Source: NetworkClient.java, `cancelInFlightRequests`. */
export function onDisconnect(self: Producer, way: Way, out: ProducerOut): void {
  const failed = way.requests;
  way.requests = [];
  onRequestLost(self, self.memory.ways.indexOf(way), out);
  for (const { batches, queues } of failed) {
    batches.forEach((batch, i) => {
      if (!batch.done) onResult(self, queues[i]!, batch, 'NETWORK_EXCEPTION', out);
    });
  }
}

/** Gives up what is too old, and a connection that does not answer. Returns the next time to look, Infinity for never. */
export function expire(self: Producer, out: ProducerOut): Micros {
  const { memory } = self;
  const request = memory.transaction.request;
  const isOverdue = request !== null && request.deadline !== NONE && out.now >= request.deadline;
  memory.ways.forEach((way, broker) => {
    const oldest = way.requests[0];
    const isLate = oldest !== undefined && out.now >= oldest.deadline;
    if (isLate) out.fact(requestTimedOut, 0, oldest.batches[0]!.messages[0]);
    if (isLate || (isOverdue && request.broker === broker)) drop(self, way, out);
  });
  let next = Infinity;
  for (const queue of memory.queues) next = Math.min(next, expireQueue(self, queue, out));
  for (const { requests } of memory.ways) {
    next = Math.min(next, requests[0]?.deadline ?? Infinity);
    for (const one of requests) next = Math.min(next, expireRequest(self, one, out));
  }
  return next;
}

/** A connection that does not answer is closed. */
function drop(self: Producer, way: Way, out: ProducerOut): void {
  dropLine(way.line, self.config.reconnectAfter, out);
  onDisconnect(self, way, out);
}

function expireQueue(self: Producer, queue: PartitionQueue, out: ProducerOut): Micros {
  const { deliveryTimeout } = self.config;
  for (;;) {
    const late = queue.batches.findIndex(({ created }) => out.now >= created + deliveryTimeout);
    if (late === -1) break;
    const [batch] = queue.batches.splice(late, 1);
    timeOut(self, queue, batch!, out);
  }
  return queue.batches.reduce((next, { created }) => Math.min(next, created + deliveryTimeout), Infinity);
}

function expireRequest(self: Producer, { batches, queues }: InFlight, out: ProducerOut): Micros {
  let next = Infinity;
  batches.forEach((batch, i) => {
    if (batch.done) return;
    const due = batch.created + self.config.deliveryTimeout;
    if (out.now >= due) timeOut(self, queues[i]!, batch, out);
    else next = Math.min(next, due);
  });
  return next;
}

function timeOut(self: Producer, queue: PartitionQueue, batch: Batch, out: ProducerOut): void {
  for (const message of batch.messages) out.fact(deliveryTimedOut, batch.attempts, message);
  giveUp(self, queue, batch, W.expired, out);
}

/** The application is told that it failed. Source: TransactionManager.java, `handleFailedBatch`, `markSequenceUnresolved`. */
function giveUp(self: Producer, queue: PartitionQueue, batch: Batch, why: number, out: ProducerOut): void {
  finish(queue, batch);
  settle(self, batch, W.failed, why, out);
  if (self.config.transactionalId !== null) return failTransaction(self, out);
  if (batch.sequence === NONE) return;
  // One that was refused is not in the log; one that timed out may be.
  if (why !== W.expired) return bumpEpoch(queue, out);
  queue.unresolved = Math.max(queue.unresolved, sequenceAfter(lastOf(batch), 1));
  resolve(queue, out);
}

/** Once nothing is under way any more, it is known whether a batch that was given up got through. Source: TransactionManager.java, `maybeResolveSequences`. */
function resolve(queue: PartitionQueue, out: ProducerOut): void {
  if (queue.unresolved === NONE || queue.unfinished.length > 0) return;
  if (queue.lastAcked !== NONE && queue.unresolved === sequenceAfter(queue.lastAcked, 1)) queue.unresolved = NONE;
  else bumpEpoch(queue, out);
}

function finish(queue: PartitionQueue, batch: Batch): void {
  if (batch.sequence === NONE) return;
  if (queue.unfinished[0] === batch) queue.unfinished.shift();
  else queue.unfinished = queue.unfinished.filter((other) => other !== batch);
}

/** Says what became of a batch's records; they leave the buffer. */
export function settle(
  { config, memory, disk }: Producer,
  batch: Batch,
  belief: number,
  why: number,
  out: ProducerOut,
): void {
  batch.done = true;
  memory.bufferUsed -= batchMemory(config);
  memory.buffered -= batch.messages.length;
  for (let i = 0; i < batch.messages.length; i += 1) {
    const stored = batch.copies[i]!;
    if (config.tellsBelief) out.learn(batch.messages[i]!, belief);
    out.take(stored, disk.buffer, why);
    if (memory.awaited.size === 0) continue;
    const copy = memory.awaited.get(stored);
    if (copy === undefined) continue;
    memory.awaited.delete(stored);
    memory.answers.push({ copy, settles: false, error: belief === W.acknowledged ? null : 'publish-failed' });
  }
}

/** A new epoch: sequences begin at 0 again, also of what is still to be sent. Source: TransactionManager.java, `bumpIdempotentProducerEpoch`, `startSequencesAtBeginning`. */
function bumpEpoch(queue: PartitionQueue, out: ProducerOut): void {
  queue.epoch += 1;
  queue.nextSequence = 0;
  queue.lastAcked = NONE;
  queue.unresolved = NONE;
  for (const batch of queue.unfinished) {
    batch.sequence = queue.nextSequence;
    batch.epoch = queue.epoch;
    batch.isRenumbered = true;
    queue.nextSequence = sequenceAfter(queue.nextSequence, batch.messages.length);
  }
  out.fact(epochBumped, queue.epoch);
}
