import { NONE, type ConnectionId, type MessageId } from '../../../engine/units';
import { coordinatorOf } from '../cluster';
import { noteError } from '../errors';
import { whyNotCommit } from '../group/offsets';
import type { ErrorCode, PeerAnswer, Produce, TransactionCommit, VerifyTransaction } from '../packets';
import { askPeer, nextPeerId, takeAnswer } from '../peers';
import { onProduce } from '../produce';
import type { Arrival, Broker, BrokerOut, PeerRequest } from '../state';
import { admit, coordinates, onMarkersAnswer, onTransaction, whyNotTake } from './coordinator';

/**
 * A leader, or a group's coordinator, that is not the transaction's coordinator asks it before it takes anything of a
 * transaction. Source: ReplicaManager.scala, `maybeSendPartitionsToTransactionCoordinator`; KIP-890.
 */

/** What the one who waits is told when the coordinator cannot be asked: it tries again. */
const UNREACHABLE = 'COORDINATOR_NOT_AVAILABLE';

/** A Produce request: at once, or when the coordinator has answered for its transaction. */
export function takeProduce(self: Broker, arrival: Arrival, packet: Produce, out: BrokerOut): void {
  const { transactionalId: id, batches } = packet;
  if (arrival.error !== null || id === null || coordinates(self, id)) return onProduce(self, arrival, packet, out);
  // Once a transaction is open in the partition, nothing is asked any more: its marker will close it.
  const unknown = batches.filter(({ partition, producerId, epoch }) => {
    const log = self.disk.partitions[partition]!;
    return !(log.open.has(producerId) && log.producers.get(producerId)?.epoch === epoch);
  });
  if (unknown.length === 0) return onProduce(self, arrival, packet, out);
  const { producerId, epoch, messages } = unknown[0]!;
  const partitions = unknown.map(({ partition }) => partition);
  const question = { transactionalId: id, producerId, epoch, partitions, group: null, about: messages[0]! };
  ask(self, question, { kind: 'produce', arrival, packet, producerId, isStale: false }, packet.attempt, out);
}

/** TxnOffsetCommit: checked here, at the group's coordinator, and then at the transaction's. */
export function takeOffsets(
  self: Broker,
  connection: ConnectionId,
  packet: TransactionCommit,
  about: MessageId,
  error: ErrorCode,
  out: BrokerOut,
): void {
  const { transactionalId, producerId, epoch, group, member, instance, generation, attempt } = packet;
  if (error !== null || coordinates(self, transactionalId))
    return onTransaction(self, connection, packet, about, error, out);
  const wrong = whyNotCommit(self.memory.groups.get(group)!, member, instance, generation);
  if (wrong !== null) return answerOffsets(self, connection, packet, about, wrong, out);
  const question = { transactionalId, producerId, epoch, partitions: [], group, about };
  ask(self, question, { kind: 'offsets', connection, packet, about, producerId, isStale: false }, attempt, out);
}

function ask(
  self: Broker,
  question: Omit<VerifyTransaction, 'kind' | 'id' | 'attempt'>,
  held: NonNullable<PeerRequest['held']>,
  attempt: number,
  out: BrokerOut,
): void {
  const broker = coordinatorOf(self.config.cluster, question.transactionalId);
  if (self.memory.peers[broker]!.line.state !== 'up') return goOn(self, held, UNREACHABLE, out);
  askPeer(self, broker, { kind: 'verify-txn', id: nextPeerId(self), attempt, ...question }, held, out);
}

/** At the transaction's coordinator. */
export function onVerify(self: Broker, connection: ConnectionId, packet: VerifyTransaction, out: BrokerOut): void {
  const error = admit(self, packet, out);
  out.send(connection, { kind: 'verify-answer', id: packet.id, error }, packet.about, packet.attempt);
}

/** An answer of another broker. */
export function onPeerAnswer(self: Broker, answer: PeerAnswer, out: BrokerOut): void {
  const request = takeAnswer(self, answer);
  if (request === null) return;
  if (request.packet.kind === 'write-markers') return onMarkersAnswer(self, request.packet, out);
  // The marker was faster than the answer: the transaction has ended since.
  const { held } = request;
  goOn(self, held!, held!.isStale ? 'INVALID_TXN_STATE' : answer.error, out);
}

export function failHeld(self: Broker, failed: readonly PeerRequest[], out: BrokerOut): void {
  for (const { held } of failed) goOn(self, held!, UNREACHABLE, out);
}

function goOn(self: Broker, held: NonNullable<PeerRequest['held']>, error: ErrorCode, out: BrokerOut): void {
  if (held.kind === 'produce') return onProduce(self, { ...held.arrival, error }, held.packet, out);
  const { connection, packet, about } = held;
  answerOffsets(self, connection, packet, about, error ?? whyNotTake(self, packet), out);
}

function answerOffsets(
  { disk, memory }: Broker,
  connection: ConnectionId,
  { id, group, producerId, offsets, epoch, attempt }: TransactionCommit,
  about: MessageId,
  error: ErrorCode,
  out: BrokerOut,
): void {
  if (error === null) disk.groups.get(group)!.pending.push({ producerId, offsets });
  if (!memory.connections.has(connection)) return;
  const kind = error === null ? 'txn-answer' : 'txn-error';
  out.send(connection, { kind, id, error, epoch: error === null ? epoch : NONE }, about, attempt);
  noteError(error, out);
}
