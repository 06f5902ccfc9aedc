import { word } from '../../../engine/trace/words';
import { MILLISECOND, NONE, SECOND, type ConnectionId, type MessageId, type Micros } from '../../../engine/units';
import { coordinatorOf } from '../cluster';
import { noteError } from '../errors';
import { whyNotCommit } from '../group/offsets';
import type {
  AddPartitions,
  EndTransaction,
  ErrorCode,
  InitProducerId,
  ProduceBatch,
  ToTransactionCoordinator,
  TransactionCommit,
  VerifyTransaction,
  WriteMarkers,
} from '../packets';
import { askPeer, nextPeerId } from '../peers';
import { wakeBy, type Broker, type BrokerOut, type Transaction } from '../state';
import { writeMarkers } from './markers';

/**
 * The transaction coordinator. What it knows is in __transaction_state, so on disk. Source:
 * TransactionCoordinator.scala, TransactionMetadata.scala; truth sheet §1.7; KIP-98, KIP-890.
 */

const opened = word('transaction opened');
const decidedCommit = word('transaction to be committed');
const decidedAbort = word('transaction to be aborted');
const complete = word('transaction complete');
const fencedOlder = word('older producers fenced');
const timedOut = word('transaction timeout');
const fencedFact = word('zombie fenced');

/** transaction.abort.timed.out.transaction.cleanup.interval.ms */
const SWEEP = 10 * SECOND;
/** From the decision to the markers: the coordinator's requests to the partitions' leaders, here itself. */
const MARKER_DELAY = MILLISECOND;

/** Gives out a producer id, and with a transactional.id a new epoch, which shuts out whoever used it before. */
export function onInitProducerId(
  self: Broker,
  connection: ConnectionId,
  packet: InitProducerId,
  about: MessageId,
  error: ErrorCode,
  out: BrokerOut,
): void {
  const answer = (wrong: ErrorCode, producerId: number, epoch: number) =>
    out.send(
      connection,
      { kind: 'init-producer-id-answer', id: packet.id, error: wrong, producerId, epoch },
      about,
      packet.attempt,
    );
  if (error !== null) return void answer(error, NONE, NONE);
  if (packet.transactionalId === null) {
    answer(null, self.disk.nextProducerId, 0);
    self.disk.nextProducerId += 1;
    return;
  }
  const transaction = transactionOf(self, packet.transactionalId);
  // Asked again by a producer that raises its own epoch: our answer was lost.
  if (packet.epoch !== NONE && packet.epoch === transaction.lastEpoch && transaction.phase === 'empty')
    return void answer(null, transaction.producerId, transaction.epoch);
  if (packet.epoch !== NONE && packet.epoch < transaction.epoch) return void answer('PRODUCER_FENCED', NONE, NONE);
  if (isEnding(transaction)) return void answer('CONCURRENT_TRANSACTIONS', NONE, NONE);
  const wasOngoing = transaction.phase === 'ongoing';
  transaction.epoch += 1;
  transaction.timeout = packet.transactionTimeout;
  if (transaction.epoch > 0 && packet.epoch === NONE) out.fact(fencedOlder, transaction.epoch);
  if (wasOngoing) {
    // What an earlier process left open is aborted; the new one has to ask again.
    decide(transaction, false, out);
    return void answer('CONCURRENT_TRANSACTIONS', NONE, NONE);
  }
  transaction.phase = 'empty';
  transaction.lastEpoch = packet.epoch;
  answer(null, transaction.producerId, transaction.epoch);
}

function transactionOf({ disk }: Broker, id: string): Transaction {
  let transaction = disk.transactions.get(id);
  if (transaction === undefined) {
    const producerId = disk.nextProducerId;
    disk.nextProducerId += 1;
    transaction = {
      id,
      producerId,
      epoch: -1,
      lastEpoch: NONE,
      phase: 'empty',
      partitions: [],
      groups: [],
      startedAt: 0,
      timeout: 0,
    };
    disk.transactions.set(id, transaction);
  }
  return transaction;
}

const isEnding = ({ phase }: Transaction): boolean => phase === 'prepare-commit' || phase === 'prepare-abort';

/** Whether that producer may add to its transaction now; an error if not. `late`: what an older epoch is told. */
function mayAdd(
  self: Broker,
  id: string | null,
  producerId: number,
  epoch: number,
  late: string,
): Transaction | string {
  const transaction = id === null ? undefined : self.disk.transactions.get(id);
  if (transaction === undefined || transaction.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (transaction.epoch !== epoch) return late;
  return isEnding(transaction) ? 'CONCURRENT_TRANSACTIONS' : transaction;
}

function begin(self: Broker, transaction: Transaction, out: BrokerOut): void {
  if (transaction.phase === 'ongoing') return;
  transaction.phase = 'ongoing';
  transaction.startedAt = out.now;
  out.fact(opened, transaction.epoch);
  wakeBy(self, dueAt(self, transaction), out);
}

function addTo<T>(list: T[], one: T): void {
  if (!list.includes(one)) list.push(one);
}

/** Whether this broker coordinates that transactional.id. */
export const coordinates = ({ config }: Broker, id: string): boolean =>
  coordinatorOf(config.cluster, id) === config.index;

/**
 * Whether a batch may be appended as part of its producer's transaction. With version 2 its partition is added to the
 * transaction by this; before, the producer must have said so. Source: ReplicaManager.scala, `maybeSendPartitionsToTransactionCoordinator`.
 */
export function verify(self: Broker, id: string, batch: ProduceBatch, out: BrokerOut): ErrorCode {
  const { producerId, epoch, partition, messages } = batch;
  const partitions = [partition];
  return admit(self, { transactionalId: id, producerId, epoch, partitions, group: null, about: messages[0]! }, out);
}

/** Whether partitions, or a group's offsets, may take part in a transaction; with version 2 they do from now on. */
export function admit(
  self: Broker,
  {
    transactionalId: id,
    producerId,
    epoch,
    partitions,
    group,
    about,
  }: Omit<VerifyTransaction, 'kind' | 'id' | 'attempt'>,
  out: BrokerOut,
): ErrorCode {
  const late = group === null ? 'INVALID_PRODUCER_EPOCH' : 'PRODUCER_FENCED';
  const transaction = mayAdd(self, id, producerId, epoch, late);
  if (typeof transaction === 'string') {
    if (transaction === 'INVALID_PRODUCER_EPOCH') out.fact(fencedFact, epoch, about);
    return transaction;
  }
  if (self.config.transactionVersion === 1) {
    const areKnown = partitions.every((partition) => transaction.partitions.includes(partition));
    const isKnown = areKnown && (group === null || transaction.groups.includes(group));
    return transaction.phase === 'ongoing' && isKnown ? null : 'INVALID_TXN_STATE';
  }
  begin(self, transaction, out);
  for (const partition of partitions) addTo(transaction.partitions, partition);
  if (group !== null) addTo(transaction.groups, group);
  return null;
}

/** All but init: adding to a transaction, and ending it. */
export function onTransaction(
  self: Broker,
  connection: ConnectionId,
  packet: ToTransactionCoordinator,
  about: MessageId,
  error: ErrorCode,
  out: BrokerOut,
): void {
  const wrong = error ?? carryOut(self, packet, out);
  if (wrong === 'PRODUCER_FENCED') out.fact(fencedFact, packet.epoch, about);
  const epoch = self.disk.transactions.get(packet.transactionalId)?.epoch ?? NONE;
  const isEnd = packet.kind === 'txn-commit' || packet.kind === 'txn-abort';
  const kind = wrong !== null ? 'txn-error' : isEnd ? 'txn-ended' : 'txn-answer';
  out.send(connection, { kind, id: packet.id, error: wrong, epoch }, about, packet.attempt);
  noteError(wrong, out);
}

function carryOut(self: Broker, packet: ToTransactionCoordinator, out: BrokerOut): ErrorCode {
  if (packet.kind === 'txn-commit' || packet.kind === 'txn-abort') return end(self, packet, out);
  const transaction = mayAdd(self, packet.transactionalId, packet.producerId, packet.epoch, 'PRODUCER_FENCED');
  if (typeof transaction === 'string') return transaction;
  if (packet.kind === 'txn-offsets') return addCommit(self, packet, out);
  begin(self, transaction, out);
  if (packet.kind === 'add-offsets') addTo(transaction.groups, packet.group);
  else for (const partition of (packet as AddPartitions).partitions) addTo(transaction.partitions, partition);
  return null;
}

/** Source: GroupMetadataManager.scala, `validateAndStoreOffsets`: pending until the marker, and for members of the current generation only. */
function addCommit(self: Broker, packet: TransactionCommit, out: BrokerOut): ErrorCode {
  const { transactionalId, producerId, epoch, group, offsets } = packet;
  const question = { transactionalId, producerId, epoch, partitions: [], group, about: NONE };
  const wrong = whyNotTake(self, packet) ?? admit(self, question, out);
  if (wrong === null) self.disk.groups.get(group)!.pending.push({ producerId, offsets });
  return wrong;
}

/** Why the group does not take offsets from that member; null if it does. */
export function whyNotTake({ memory }: Broker, { group, member, instance, generation }: TransactionCommit): ErrorCode {
  return whyNotCommit(memory.groups.get(group)!, member, instance, generation);
}

/** Source: TransactionCoordinator.scala, `endTransaction`. */
function end(self: Broker, { kind, transactionalId, producerId, epoch }: EndTransaction, out: BrokerOut): ErrorCode {
  const transaction = self.disk.transactions.get(transactionalId);
  if (transaction === undefined || transaction.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  const commits = kind === 'txn-commit';
  const bumps = self.config.transactionVersion === 2;
  const isRepeated = epoch === (bumps ? transaction.epoch - 1 : transaction.epoch);
  if (isRepeated && transaction.phase === (commits ? 'complete-commit' : 'complete-abort')) return null;
  if (isRepeated && isEnding(transaction)) return 'CONCURRENT_TRANSACTIONS';
  if (epoch !== transaction.epoch) return 'PRODUCER_FENCED';
  if (transaction.phase === 'ongoing') {
    if (bumps) transaction.epoch += 1;
    decide(transaction, commits, out);
    return null;
  }
  if (commits) return 'INVALID_TXN_STATE';
  // Nothing of it ever arrived here: there is nothing to abort.
  if (bumps) transaction.epoch += 1;
  transaction.phase = 'complete-abort';
  return null;
}

/** The commit point: once this is written, the transaction ends this way, whatever dies. The markers follow. */
function decide(transaction: Transaction, commits: boolean, out: BrokerOut): void {
  transaction.phase = commits ? 'prepare-commit' : 'prepare-abort';
  out.fact(commits ? decidedCommit : decidedAbort, transaction.epoch);
  scheduleMarkers(transaction, out);
}

function scheduleMarkers({ id }: Transaction, out: BrokerOut): void {
  out.timer(MARKER_DELAY, { kind: 'kafka-markers', transaction: id });
}

/** The markers are written here, and asked for at every other broker that has a part in the transaction. */
export function onMarkersTimer(self: Broker, id: string, out: BrokerOut): void {
  const transaction = self.disk.transactions.get(id)!;
  if (!isEnding(transaction)) return;
  const { cluster, index } = self.config;
  const { producerId, epoch, phase, partitions, groups } = transaction;
  const commits = phase === 'prepare-commit';
  const unwritten: number[] = [];
  self.memory.unwritten.set(id, unwritten);
  cluster.nodes.forEach((_, broker) => {
    const part = {
      transactionalId: id,
      producerId,
      epoch,
      commits,
      partitions: partitions.filter((partition) => cluster.leaders[partition] === broker),
      groups: groups.filter((group) => coordinatorOf(cluster, group) === broker),
    };
    if (part.partitions.length === 0 && part.groups.length === 0) return;
    if (broker === index) return writeMarkers(self, part, out);
    unwritten.push(broker);
    const request = { kind: 'write-markers', id: nextPeerId(self), attempt: 0, about: NONE, ...part } as const;
    askPeer(self, broker, request, null, out);
  });
  if (unwritten.length === 0) completeTransaction(self, transaction, out);
}

/** Another broker has written its markers. */
export function onMarkersAnswer(
  self: Broker,
  { transactionalId, partitions, groups }: WriteMarkers,
  out: BrokerOut,
): void {
  const { cluster } = self.config;
  const broker = partitions.length > 0 ? cluster.leaders[partitions[0]!]! : coordinatorOf(cluster, groups[0]!);
  const left = (self.memory.unwritten.get(transactionalId) ?? []).filter((other) => other !== broker);
  self.memory.unwritten.set(transactionalId, left);
  const transaction = self.disk.transactions.get(transactionalId)!;
  if (left.length === 0 && isEnding(transaction)) completeTransaction(self, transaction, out);
}

function completeTransaction(self: Broker, transaction: Transaction, out: BrokerOut): void {
  self.memory.unwritten.delete(transaction.id);
  transaction.phase = transaction.phase === 'prepare-commit' ? 'complete-commit' : 'complete-abort';
  transaction.partitions = [];
  transaction.groups = [];
  out.fact(complete, transaction.epoch);
}

/** The coordinator has read __transaction_state: what was decided is carried out, what is open may time out. */
export function loadTransactions(self: Broker, out: BrokerOut): void {
  self.memory.startedAt = out.now;
  for (const transaction of self.disk.transactions.values()) {
    if (isEnding(transaction)) scheduleMarkers(transaction, out);
    else if (transaction.phase === 'ongoing') wakeBy(self, dueAt(self, transaction), out);
  }
}

/** When the coordinator will find that a transaction has taken too long. */
function dueAt({ memory }: Broker, { startedAt, timeout }: Transaction): Micros {
  const late = Math.max(0, startedAt + timeout - memory.startedAt);
  return memory.startedAt + Math.ceil(late / SWEEP) * SWEEP;
}

/** Aborts what has taken too long, and fences its producer. Returns the next time to look, or Infinity. */
export function expireTransactions(self: Broker, out: BrokerOut): Micros {
  let next = Infinity;
  for (const transaction of self.disk.transactions.values()) {
    if (transaction.phase !== 'ongoing') continue;
    const due = dueAt(self, transaction);
    if (out.now < due) {
      next = Math.min(next, due);
      continue;
    }
    transaction.epoch += 1;
    out.fact(timedOut, transaction.epoch);
    decide(transaction, false, out);
  }
  return next;
}
