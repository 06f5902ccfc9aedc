import { endConnection } from './connection';
import { readyCount, tell, type Broker, type BrokerOut, type Connection } from './state';

/** What an operator does from outside: rabbitmqctl. Source: rabbitmq.com/docs/man/rabbitmqctl.8. */

/** `rabbitmqctl list_queues name messages_ready messages_unacknowledged consumers`. */
export function listQueues({ memory }: Broker, connection: Connection, out: BrokerOut): void {
  const queues = [...memory.queues.values()].map((queue) => ({
    name: queue.name,
    ready: readyCount(queue),
    unacked: queue.unacked,
    consumers: queue.consumers.length,
  }));
  tell(connection, { kind: 'list-queues-ok', queues }, out);
}

/**
 * `rabbitmqctl stop_app`, or a stop of the node: all connections are closed in order, and what was
 * delivered is written down. The process waits to be ended then. Source: rabbitmq.com/docs/man/rabbitmqctl.8#stop_app.
 */
export function stopInOrder(self: Broker, operator: Connection, out: BrokerOut): void {
  const { memory, disk } = self;
  for (const connection of memory.connections.values()) {
    if (connection === operator) continue;
    tell(
      connection,
      {
        kind: 'connection-closed',
        code: 320,
        text: "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'",
      },
      out,
    );
    endConnection(self, connection.id, out);
    out.close(connection.id);
  }
  disk.stoppedInOrder = true;
  tell(operator, { kind: 'stop-ok' }, out);
}
