import { DenseMap } from '../denseMap';
import { word } from '../../engine/trace/words';
import type { ConnectionId } from '../../engine/units';
import { channelError, endChannels } from './channel';
import { deleteQueue } from './lifecycle';
import { tell, type Broker, type BrokerOut, type Connection } from './state';

/** Connections, and the heartbeats that find out whether there is still somebody at the other end. */

const missedHeartbeats = word('missed-heartbeats');
const accepted = word('connection-accepted');
const ended = word('connection-ended');

export function accept(self: Broker, id: ConnectionId, out: BrokerOut): void {
  const { memory, config } = self;
  out.fact(accepted, id);
  memory.connections.set(id, {
    id,
    channels: new DenseMap(),
    closing: new Set(),
    heard: out.now,
    spoke: false,
    publishes: false,
    blocked: false,
  });
  if (config.heartbeat > 0 && !memory.ticking) {
    memory.ticking = true;
    out.timer(config.heartbeat / 2, { kind: 'tick' }, true);
  }
  if (config.consumerTimeout > 0 && !memory.sweeping) {
    memory.sweeping = true;
    out.timer(config.channelTick, { kind: 'sweep' }, true);
  }
}

/**
 * Closes the channels whose oldest delivery was not acked in time. Source: rabbitmq.com/docs/consumers#acknowledgement-timeout;
 * rabbit_channel.erl, `evaluate_consumer_timeout`, up to 4.2.
 */
export function sweepChannels(self: Broker, out: BrokerOut): void {
  const { memory, config } = self;
  for (const { channels } of memory.connections.values()) {
    for (const channel of channels.values()) {
      const oldest = channel.unacked.get(channel.unacked.first);
      if (oldest === null || out.now - oldest.at <= config.consumerTimeout) continue;
      const text =
        `PRECONDITION_FAILED - delivery acknowledgement on channel ${channel.number} timed out. Timeout value used: ${config.consumerTimeout / 1000} ms. ` +
        'This timeout value can be configured, see consumers doc guide to learn more';
      channelError(self, channel, 406, text, out);
    }
  }
  memory.sweeping = memory.connections.size > 0;
  if (memory.sweeping) out.timer(config.channelTick, { kind: 'sweep' }, true);
}

/**
 * A connection is gone, for whatever reason: its channels end, and all that was unacked on them is
 * requeued; its exclusive queues are deleted. Source: rabbitmq.com/docs/confirms#automatic-requeueing.
 */
export function endConnection(self: Broker, id: ConnectionId, out: BrokerOut): void {
  const { memory } = self;
  const connection = memory.connections.get(id);
  if (connection === undefined) return;
  out.fact(ended, id);
  endChannels(self, connection.channels.values(), out);
  const owned = [...memory.queues.values()].filter(({ owner }) => owner === id);
  for (const queue of owned) deleteQueue(self, queue, [], out);
  memory.connections.delete(id);
}

/** A connection exception: the client is told why, and the connection is closed. */
export function connectionError(
  self: Broker,
  connection: Connection,
  code: number,
  text: string,
  out: BrokerOut,
): void {
  tell(connection, { kind: 'connection-closed', code, text }, out);
  endConnection(self, connection.id, out);
  out.close(connection.id);
}

/**
 * Half of the heartbeat time has passed: says something on each connection that was silent, and closes
 * those on which nothing came for two such times. Source: rabbitmq.com/docs/heartbeats ("after two missed heartbeats").
 */
export function tick(self: Broker, out: BrokerOut): void {
  const { memory, config } = self;
  for (const connection of memory.connections.values()) {
    // What a blocked connection has to say is not read: its silence says nothing. Source: rabbit_reader.erl, `pause_monitor`.
    if (!connection.blocked && out.now - connection.heard >= config.heartbeat) {
      out.fact(missedHeartbeats, connection.id);
      endConnection(self, connection.id, out);
      out.close(connection.id);
      continue;
    }
    if (!connection.spoke) out.send(connection.id, { kind: 'heartbeat' }, undefined, undefined, true);
    connection.spoke = false;
  }
  memory.ticking = memory.connections.size > 0;
  if (memory.ticking) out.timer(config.heartbeat / 2, { kind: 'tick' }, true);
}
