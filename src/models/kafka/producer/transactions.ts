import { word } from '../../../engine/trace/words';
import { MILLISECOND, NONE, type CopyId, type MessageId, type Micros } from '../../../engine/units';
import { assertNever } from '../../../engine/assert';
import type { ActOutcome } from '../../ports';
import { coordinatorOf } from '../cluster';
import type { ErrorCode, InitProducerIdAnswer, TransactionAnswer } from '../packets';
import { settle } from './sender';
import type { ClientTransaction, CoordinatorRequest, Producer, ProducerOut, TransactionAct } from './state';

/**
 * The client's side of transactions: one at a time, and one request to the coordinator at a time. Without a
 * transactional.id only the producer id is asked for. Source: TransactionManager.java; truth sheet §1.7.
 */

const abortedReason = word('aborted');
const fencedFact = word('producer fenced');
const offsetName = word('offset');
const failedFact = word('transaction failed');

/** Back-off of a client that adds partitions while its last transaction is not complete. Source: TransactionManager.java, `ADD_PARTITIONS_RETRY_BACKOFF_MS`. */
const ADD_PARTITIONS_BACKOFF = 20 * MILLISECOND;

const FENCED: ReadonlySet<string> = new Set([
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);
/** The consumer is no longer a member: its transaction must not commit. */
const NOT_A_MEMBER: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** Whether batches may leave: not before a transaction, nor once it has failed. */
export const isSending = ({ phase }: ClientTransaction): boolean => phase === 'open' || phase === 'committing';

const done = 'done';
const failure = (error: string): ActOutcome => ({ error });

/** beginTransaction: local only, once there is a producer id. A producer that was fenced is closed, and a new one made. */
export function beginTransaction(self: Producer, copy: CopyId, about: MessageId, out: ProducerOut): ActOutcome {
  const { transaction } = self.memory;
  transaction.about = about;
  if (transaction.phase === 'fenced') transaction.phase = 'starting';
  if (transaction.phase === 'starting') return wait(self, 'begin', copy, out);
  if (transaction.phase !== 'ready') return failure('transaction-failed');
  open(self);
  return done;
}

function open({ config, memory }: Producer): void {
  const { transaction } = memory;
  transaction.phase = 'open';
  transaction.isStarted = false;
  transaction.hasGroup = false;
  transaction.offsets = null;
  if (config.transactionVersion === 1) for (const queue of memory.queues) queue.isBlocked = true;
}

/** Why a record may not join the transaction; null if it may. */
export function whyNotSend({ memory: { transaction } }: Producer): string | null {
  if (transaction.phase === 'open') return null;
  return transaction.phase === 'fenced' ? 'fenced' : 'transaction-failed';
}

export function sendOffsets(
  self: Producer,
  copy: CopyId,
  offsets: NonNullable<ClientTransaction['offsets']>,
  out: ProducerOut,
): ActOutcome {
  const why = whyNotSend(self);
  if (why !== null) return failure(why);
  self.memory.transaction.offsets = offsets;
  return wait(self, 'send-offsets', copy, out);
}

/** Flushes, then asks the coordinator to commit. */
export function commitTransaction(self: Producer, copy: CopyId, out: ProducerOut): ActOutcome {
  const { transaction } = self.memory;
  const why = whyNotSend(self);
  if (why !== null) return failure(why);
  transaction.phase = 'committing';
  return wait(self, 'commit', copy, out);
}

/** Drops what has not been sent, waits for what has, then asks the coordinator to abort. */
export function abortTransaction(self: Producer, copy: CopyId, out: ProducerOut): ActOutcome {
  const { transaction } = self.memory;
  if (transaction.phase !== 'open' && transaction.phase !== 'failed') return done;
  transaction.phase = 'aborting';
  transaction.request = null;
  transaction.offsets = null;
  dropQueued(self, out);
  return wait(self, 'abort', copy, out);
}

function wait(self: Producer, act: TransactionAct, copy: CopyId, out: ProducerOut): ActOutcome {
  const { memory } = self;
  memory.transaction.waiting = { act, copy };
  tendTransaction(self, out);
  // It may be over already, if there was nothing to ask for.
  if (memory.transaction.waiting !== null) return 'waits';
  memory.answers.pop();
  return done;
}

function dropQueued(self: Producer, out: ProducerOut): void {
  for (const queue of self.memory.queues) {
    for (const batch of queue.batches.splice(0)) {
      if (batch.sequence !== NONE) self.memory.transaction.needsEpoch = true;
      settle(self, batch, NONE, abortedReason, out);
    }
    queue.unfinished = queue.unfinished.filter((batch) => !batch.done);
  }
}

function resolve({ memory }: Producer, error: string | null): void {
  const { transaction } = memory;
  if (transaction.waiting === null) return;
  memory.answers.push({ copy: transaction.waiting.copy, settles: false, error });
  transaction.waiting = null;
}

/** A batch has failed, or the group does not take the offsets: the transaction can only be aborted. Source: `transitionToAbortableError`. */
export function failTransaction(self: Producer, out: ProducerOut): void {
  const { transaction } = self.memory;
  transaction.needsEpoch = true;
  if (!isSending(transaction)) return;
  transaction.phase = 'failed';
  transaction.request = null;
  out.fact(failedFact, transaction.epoch, transaction.about);
  dropQueued(self, out);
  resolve(self, 'transaction-failed');
}

/** Another producer has taken over the transactional.id. Source: `fatalError`. */
function fence(self: Producer, out: ProducerOut): void {
  const { memory } = self;
  const { transaction } = memory;
  out.fact(fencedFact, transaction.epoch, transaction.about);
  transaction.phase = 'fenced';
  transaction.request = null;
  transaction.needsEpoch = false;
  dropQueued(self, out);
  memory.producerId = NONE;
  transaction.epoch = NONE;
  // Whoever wants to abort has what it wants: the coordinator has aborted it, or the newer producer's init has.
  resolve(self, transaction.waiting?.act === 'abort' ? null : 'fenced');
}

/** Sends the request that is due, if none is on its way. Called whenever something may have changed. */
export function tendTransaction(self: Producer, out: ProducerOut): void {
  const { config, memory } = self;
  const { transaction } = memory;
  if (!config.idempotence) return;
  if (transaction.request === null) {
    const kind = nextRequest(self);
    if (kind === null) return;
    if ((kind === 'commit' || kind === 'abort') && !transaction.isStarted) return ended(self, transaction.epoch);
    transaction.request = newRequest(self, kind, out.now);
  }
  const { request } = transaction;
  if (request.deadline !== NONE || out.now < request.sendAt) return;
  const broker = brokerFor(self, request);
  if (broker !== NONE && memory.ways[broker]!.line.state === 'up') transmit(self, request, broker, out);
}

/**
 * Whom to ask, by index: the coordinator of its transactional.id, or, of offsets, that of the group; without one any broker will do that it is connected
 * to, NONE if there is none.
 */
export function brokerFor({ config, memory }: Producer, { kind }: CoordinatorRequest): number {
  if (kind === 'offsets') return coordinatorOf(config.cluster, config.group!);
  if (config.transactionalId !== null) return coordinatorOf(config.cluster, config.transactionalId);
  return memory.ways.findIndex(({ line }) => line.state === 'up');
}

function nextRequest({ config, memory }: Producer): CoordinatorRequest['kind'] | null {
  const { transaction } = memory;
  switch (transaction.phase) {
    case 'starting':
      return 'init';
    case 'open':
    case 'committing':
      if (memory.queues.some(({ isBlocked, batches }) => isBlocked && batches.length > 0)) return 'add-partitions';
      if (transaction.phase === 'committing') return memory.buffered === 0 ? 'commit' : null;
      if (transaction.offsets === null) return null;
      return config.transactionVersion === 1 && !transaction.hasGroup ? 'add-offsets' : 'offsets';
    case 'aborting':
      return memory.ways.every(({ requests }) => requests.length === 0) ? 'abort' : null;
    case 'ready':
    case 'failed':
    case 'fenced':
      return null;
    default:
      return assertNever(transaction.phase);
  }
}

function newRequest({ memory }: Producer, kind: CoordinatorRequest['kind'], now: Micros): CoordinatorRequest {
  const id = memory.nextRequest;
  memory.nextRequest += 1;
  const blocked = memory.queues.filter(({ isBlocked, batches }) => isBlocked && batches.length > 0);
  const partitions = kind === 'add-partitions' ? blocked.map(({ partition }) => partition) : [];
  return { kind, id, attempts: 0, deadline: NONE, sendAt: now, partitions, broker: NONE };
}

function transmit(
  { config, memory, disk }: Producer,
  request: CoordinatorRequest,
  broker: number,
  out: ProducerOut,
): void {
  const { transaction, producerId } = memory;
  const { line } = memory.ways[broker]!;
  request.broker = broker;
  const { transactionalId, transactionTimeout } = config;
  const { id } = request;
  const attempt = request.attempts + disk.salt;
  request.attempts += 1;
  request.deadline = out.now + config.requestTimeout;
  if (request.kind === 'init') {
    const epoch = transaction.needsEpoch ? transaction.epoch : NONE;
    out.send(
      line.connection,
      { kind: 'init-producer-id', id, attempt, transactionalId, transactionTimeout, epoch },
      transaction.about,
      attempt,
    );
    return;
  }
  transaction.isStarted = true;
  const common = { id, attempt, transactionalId: transactionalId!, producerId, epoch: transaction.epoch };
  const send = (packet: Parameters<ProducerOut['send']>[1]) =>
    void out.send(line.connection, packet, transaction.about, attempt);
  const { partitions } = request;
  if (request.kind === 'add-partitions') send({ kind: 'add-partitions', ...common, partitions });
  else if (request.kind === 'add-offsets') send({ kind: 'add-offsets', ...common, group: transaction.offsets!.group });
  else if (request.kind === 'offsets') {
    send({ kind: 'txn-offsets', ...common, ...transaction.offsets! });
    out.note(offsetName, transaction.offsets!.offsets[0]!.offset);
  } else send({ kind: request.kind === 'commit' ? 'txn-commit' : 'txn-abort', ...common });
}

export function onInitAnswer(self: Producer, answer: InitProducerIdAnswer, out: ProducerOut): void {
  const { memory } = self;
  const { transaction } = memory;
  const request = takeRequest(self, answer.id);
  if (request === null) return;
  if (answer.error !== null) return onError(self, request, answer.error, out);
  memory.producerId = answer.producerId;
  transaction.needsEpoch = false;
  newEpoch(self, answer.epoch);
  transaction.phase = 'ready';
  if (transaction.waiting?.act !== 'begin') return;
  open(self);
  resolve(self, null);
}

function takeRequest({ memory: { transaction } }: Producer, id: number): CoordinatorRequest | null {
  const { request } = transaction;
  if (request === null || request.id !== id) return null;
  transaction.request = null;
  return request;
}

/** Sequences begin at 0 with a new epoch. Nothing is in flight now. */
function newEpoch({ config, memory }: Producer, epoch: number): void {
  if (config.transactionalId === null || epoch === memory.transaction.epoch) return;
  memory.transaction.epoch = epoch;
  for (const queue of memory.queues) {
    queue.epoch = epoch;
    queue.nextSequence = 0;
    queue.lastAcked = NONE;
    queue.unresolved = NONE;
    queue.unfinished = [];
  }
}

export function onTransactionAnswer(self: Producer, answer: TransactionAnswer, out: ProducerOut): void {
  const { transaction, queues } = self.memory;
  const request = takeRequest(self, answer.id);
  if (request === null) return;
  if (answer.error !== null) return onError(self, request, answer.error, out);
  switch (request.kind) {
    case 'add-partitions':
      for (const queue of queues) if (request.partitions.includes(queue.partition)) queue.isBlocked = false;
      return;
    case 'add-offsets':
      transaction.hasGroup = true;
      return;
    case 'offsets':
      transaction.offsets = null;
      return resolve(self, null);
    case 'commit':
    case 'abort':
      return ended(self, answer.epoch);
    case 'init':
      return;
    default:
      assertNever(request.kind);
  }
}

function ended(self: Producer, epoch: number): void {
  const { memory, disk } = self;
  const { transaction } = memory;
  newEpoch(self, epoch);
  for (const queue of memory.queues) queue.isBlocked = false;
  if (transaction.phase === 'aborting') disk.salt += 16;
  // With version 2 the new epoch has come with the answer already.
  const mustAsk = transaction.needsEpoch && (self.config.transactionVersion === 1 || !transaction.isStarted);
  transaction.needsEpoch = mustAsk;
  transaction.phase = mustAsk ? 'starting' : 'ready';
  resolve(self, null);
}

function onError(self: Producer, request: CoordinatorRequest, error: NonNullable<ErrorCode>, out: ProducerOut): void {
  const { config, memory } = self;
  if (FENCED.has(error)) return fence(self, out);
  if (request.kind === 'offsets' && NOT_A_MEMBER.has(error)) return failTransaction(self, out);
  if (error === 'INVALID_TXN_STATE') return request.kind === 'commit' ? fence(self, out) : failTransaction(self, out);
  request.deadline = NONE;
  request.sendAt = out.now + (request.kind === 'add-partitions' ? ADD_PARTITIONS_BACKOFF : config.retryBackoff);
  memory.transaction.request = request;
}

/** The connection is gone: the request is sent again on the next one. Each may be repeated: the coordinator knows what it has done. */
export function onRequestLost({ memory }: Producer, broker: number, out: ProducerOut): void {
  const { request } = memory.transaction;
  if (request === null || request.broker !== broker) return;
  request.deadline = NONE;
  request.sendAt = out.now;
}
