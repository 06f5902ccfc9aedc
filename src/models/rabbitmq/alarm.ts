import { word } from '../../engine/trace/words';
import { tell, type Broker, type BrokerMemory, type BrokerOut, type Connection } from './state';

/**
 * The memory alarm: above the high watermark the node reads nothing more from connections that publish, until
 * there is room again; no message is dropped or refused. A connection counts as publishing from its first publish
 * on, or the first since it was blocked last: that one is still taken. Acks on a blocked connection are not read either.
 * Source: rabbitmq.com/docs/alarms, rabbitmq.com/docs/connection-blocked; rabbit_reader.erl, `control_throttle`,
 * `maybe_block`, `maybe_unblock`; vm_memory_monitor.erl.
 */

const memoryAlarm = word('memory-alarm');
const memoryFree = word('memory-free');

const KILOBYTE = 1_000;

/** The node has started: it looks at its memory again and again. */
export function watchMemory({ config }: Broker, out: BrokerOut): void {
  if (config.memoryLimit > 0) out.timer(config.memoryCheck, { kind: 'memory' }, true);
}

/** Looks at the memory. While the alarm is on, the look itself keeps a run open: publishers wait for it. */
export function checkMemory(self: Broker, out: BrokerOut): void {
  const { memory, config } = self;
  const used = bytesHeld(memory);
  const isHigh = used > config.memoryLimit;
  if (isHigh !== memory.alarm) {
    memory.alarm = isHigh;
    out.fact(isHigh ? memoryAlarm : memoryFree, Math.floor(used / KILOBYTE));
    for (const connection of memory.connections.values()) {
      if (!isHigh) unblock(connection, out);
      else if (connection.publishes) block(connection, out);
    }
  }
  out.timer(config.memoryCheck, { kind: 'memory' }, !isHigh);
}

/** Bodies of all that is ready or unacked. RabbitMQ counts its whole process; here messages are all there is. */
function bytesHeld({ queues, connections }: BrokerMemory): number {
  let bytes = 0;
  for (const { ready, head } of queues.values())
    for (let i = head; i < ready.length; i += 1) bytes += ready[i]!.properties.bytes;
  for (const { channels } of connections.values()) {
    for (const { unacked } of channels.values())
      for (const [, { entry }] of unacked.entries()) bytes += entry.properties.bytes;
  }
  return bytes;
}

/** A connection publishes, for the first time or the first since it was blocked. What it publishes now is taken. */
export function notePublisher({ memory }: Broker, connection: Connection, out: BrokerOut): void {
  connection.publishes = true;
  if (memory.alarm) block(connection, out);
}

function block(connection: Connection, out: BrokerOut): void {
  if (connection.blocked) return;
  connection.blocked = true;
  tell(connection, { kind: 'connection-blocked', reason: 'low on memory' }, out);
  out.stopReading(connection.id);
}

function unblock(connection: Connection, out: BrokerOut): void {
  if (!connection.blocked) return;
  connection.blocked = false;
  connection.publishes = false;
  connection.heard = out.now;
  tell(connection, { kind: 'connection-unblocked' }, out);
  out.readOn(connection.id);
}
