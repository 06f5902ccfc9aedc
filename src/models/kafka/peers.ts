import type { Input } from '../../engine/actor';
import { NONE, SECOND, type Micros } from '../../engine/units';
import { dropLine, lineEvent, newLine, openLine, tendLine } from './line';
import type { PeerAnswer, ToPeer } from './packets';
import {
  wakeBy,
  type Broker,
  type BrokerConfig,
  type BrokerOut,
  type Held,
  type Peer,
  type PeerRequest,
} from './state';

/**
 * What one broker asks of another, for the sake of transactions: a leader, or a group's coordinator, whether a
 * transaction is open; its coordinator, to write markers. Source: AddPartitionsToTxnManager.java;
 * TransactionMarkerChannelManager.scala.
 */

/** request.timeout.ms between brokers */
const REQUEST_TIMEOUT = 30 * SECOND;
/** reconnect.backoff.ms between brokers */
const BACKOFF = 50_000;

/** Connections to the other brokers; none where no transaction can need them. */
export const newPeers = ({ cluster, index, hasTransactions }: BrokerConfig): Peer[] =>
  hasTransactions && cluster.nodes.length > 1
    ? cluster.nodes.map((node, broker) => ({ line: newLine(node), pending: [], isSelf: broker === index }))
    : [];

export function openPeers({ memory }: Broker, out: BrokerOut): void {
  for (const { line, isSelf } of memory.peers) if (!isSelf) openLine(line, out);
}

export const nextPeerId = ({ memory }: Broker): number => {
  memory.nextPeerRequest += 1;
  return memory.nextPeerRequest;
};

/** Sends a request, or keeps it until the broker can be reached. */
export function askPeer(self: Broker, broker: number, packet: ToPeer, held: Held | null, out: BrokerOut): void {
  const peer = self.memory.peers[broker]!;
  const request: PeerRequest = { packet, held, deadline: NONE };
  peer.pending.push(request);
  send(self, peer, request, out);
}

function send(self: Broker, { line }: Peer, request: PeerRequest, out: BrokerOut): void {
  if (line.state !== 'up') return wakeBy(self, Math.max(out.now, line.due), out);
  const { packet } = request;
  out.send(line.connection, packet, packet.about, packet.attempt);
  request.deadline = out.now + REQUEST_TIMEOUT;
  wakeBy(self, request.deadline, out);
}

/** Takes an answer; null if it was no longer awaited. */
export function takeAnswer({ memory }: Broker, { id }: PeerAnswer): PeerRequest | null {
  for (const peer of memory.peers) {
    const index = peer.pending.findIndex(({ packet }) => packet.id === id);
    if (index !== -1) return peer.pending.splice(index, 1)[0]!;
  }
  return null;
}

/**
 * What an input means to the connections with other brokers. Questions fail with the connection, for those who wait
 * for them try again; markers are sent again on the next one.
 *
 * @returns the questions that failed
 */
export function onPeerConnection(self: Broker, input: Input, out: BrokerOut): PeerRequest[] {
  for (const peer of self.memory.peers) {
    const event = lineEvent(peer.line, input, BACKOFF, out);
    if (event === 'closed') return lose(self, peer, out);
    if (event === 'opened') for (const request of peer.pending) send(self, peer, request, out);
  }
  return [];
}

function lose(self: Broker, peer: Peer, out: BrokerOut): PeerRequest[] {
  const failed = peer.pending.filter(({ held }) => held !== null);
  peer.pending = peer.pending.filter(({ held }) => held === null);
  for (const request of peer.pending) request.deadline = NONE;
  wakeBy(self, peer.line.due, out);
  return failed;
}

/** Opens lost connections, and closes those that do not answer. Returns the questions that failed, and the next time to look. */
export function expirePeers(self: Broker, out: BrokerOut): { readonly failed: PeerRequest[]; readonly next: Micros } {
  const failed: PeerRequest[] = [];
  let next = Infinity;
  for (const peer of self.memory.peers) {
    if (peer.isSelf) continue;
    const { line } = peer;
    if (line.state === 'up' && peer.pending.some(({ deadline }) => deadline !== NONE && out.now >= deadline)) {
      dropLine(line, BACKOFF, out);
      failed.push(...lose(self, peer, out));
    }
    tendLine(line, BACKOFF, out);
    if (line.state !== 'up') next = Math.min(next, line.due);
    else for (const { deadline } of peer.pending) if (deadline !== NONE) next = Math.min(next, deadline);
  }
  return { failed, next };
}
