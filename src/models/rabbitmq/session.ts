import type { Input, Out, TimerLike } from '../../engine/actor';
import { word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type Micros, type NodeId, type TimerId } from '../../engine/units';
import type { Packet } from './packets';

/**
 * A client library's connection: kept up, watched by heartbeats, opened again after a while when it is
 * lost. Producer and consumer share it. Source: rabbitmq.com/docs/heartbeats, rabbitmq.com/client-libraries/java-api-guide#recovery.
 */

export interface Session {
  connection: ConnectionId;
  /** Its channel may be used. */
  open: boolean;
  /** The broker has said that it reads nothing more: it is short of memory. */
  blocked: boolean;
  /** How many there have been. */
  number: number;
  heard: Micros;
  spoke: boolean;
  ticking: boolean;
  /** The wait before the next attempt, NONE if none runs. */
  reconnect: TimerId;
  reconnectAt: Micros;
}

export interface Link {
  readonly broker: NodeId;
  readonly reconnectAfter: Micros;
  readonly heartbeat: Micros;
}

export type SessionTimer = { readonly kind: 'reconnect' } | { readonly kind: 'tick' };

/** What an input means to the client above: the connection opened, was lost, or something else that it must look at itself. */
export type SessionEvent = 'opened' | 'lost' | 'unblocked' | 'handled' | 'other';

/** What a client may send and set. */
export type ClientOut = Out<Packet, TimerLike>;

/** A client uses one channel of its connection. */
export const CHANNEL = 1;

const missedHeartbeats = word('missed-heartbeats');
const blocked = word('blocked');
const unblocked = word('unblocked');

export const newSession = (): Session => ({
  connection: NONE,
  open: false,
  blocked: false,
  number: 0,
  heard: 0,
  spoke: false,
  ticking: false,
  reconnect: NONE,
  reconnectAt: 0,
});

export function open(session: Session, link: Link, out: ClientOut): void {
  session.reconnect = NONE;
  session.connection = out.connect(link.broker);
}

/** Handles what concerns the connection itself. `waits`: something waits for it, so that a run must not end meanwhile. */
export function onSession(
  session: Session,
  link: Link,
  input: Input<Packet, SessionTimer>,
  waits: boolean,
  out: ClientOut,
): SessionEvent {
  switch (input.kind) {
    case 'opened':
      session.open = true;
      session.number += 1;
      session.heard = out.now;
      if (link.heartbeat > 0 && !session.ticking) {
        session.ticking = true;
        out.timer(link.heartbeat / 2, { kind: 'tick' }, true);
      }
      out.send(session.connection, { kind: 'channel-open', channel: CHANNEL });
      return 'opened';
    case 'refused':
      lose(session, link, waits, out);
      return 'handled';
    case 'closed':
      if (input.connection !== session.connection) return 'handled';
      lose(session, link, waits, out);
      return 'lost';
    case 'timer':
      return onTimer(session, link, input.timer, waits, out);
    case 'packet':
      return onPacket(session, link, input.connection, input.packet, waits, out);
    default:
      return 'other';
  }
}

function onPacket(
  session: Session,
  link: Link,
  connection: ConnectionId,
  packet: Packet,
  waits: boolean,
  out: ClientOut,
): SessionEvent {
  if (connection !== session.connection) return 'handled';
  session.heard = out.now;
  if (packet.kind === 'channel-closed' || packet.kind === 'connection-closed') {
    // A library reports it and begins anew; an application that knows better is not modelled.
    out.close(connection);
    lose(session, link, waits, out);
    return 'lost';
  }
  switch (packet.kind) {
    case 'heartbeat':
      return 'handled';
    case 'connection-blocked':
      session.blocked = true;
      out.fact(blocked, connection);
      return 'handled';
    case 'connection-unblocked':
      unblock(session, out);
      return 'unblocked';
    default:
      return 'other';
  }
}

function onTimer(session: Session, link: Link, timer: SessionTimer, waits: boolean, out: ClientOut): SessionEvent {
  if (timer.kind === 'reconnect') {
    open(session, link, out);
    return 'handled';
  }
  if (timer.kind !== 'tick') return 'other';
  session.ticking = session.open;
  if (!session.open) return 'handled';
  if (out.now - session.heard >= link.heartbeat) {
    session.ticking = false;
    out.fact(missedHeartbeats, session.connection);
    out.close(session.connection);
    lose(session, link, waits, out);
    return 'lost';
  }
  if (!session.spoke) out.send(session.connection, { kind: 'heartbeat' }, NONE, 0, true);
  session.spoke = false;
  out.timer(link.heartbeat / 2, { kind: 'tick' }, true);
  return 'handled';
}

function unblock(session: Session, out: ClientOut): void {
  if (!session.blocked) return;
  session.blocked = false;
  out.fact(unblocked, session.connection);
}

/** There is no connection any more: the next attempt follows after a while. */
function lose(session: Session, link: Link, waits: boolean, out: ClientOut): void {
  session.open = false;
  unblock(session, out);
  session.connection = NONE;
  session.reconnectAt = out.now + link.reconnectAfter;
  session.reconnect = out.timer(link.reconnectAfter, { kind: 'reconnect' }, !waits);
}

/** Something waits for the connection now: the wait for it must keep a run open. */
export function insist(session: Session, out: ClientOut): void {
  if (session.reconnect === NONE) return;
  out.cancel(session.reconnect);
  session.reconnect = out.timer(Math.max(0, session.reconnectAt - out.now), { kind: 'reconnect' }, false);
}
