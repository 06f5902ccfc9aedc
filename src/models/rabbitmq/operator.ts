import type { Out } from '../../engine/actor';
import type { RequestId } from '../../engine/units';
import { answerScrape, type ScrapePacket } from '../ports';
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

/** `rabbitmq_queue_messages_ready`, as the Prometheus endpoint tells it. Of a queue that is not there it says nothing. Source: rabbitmq.com/docs/prometheus. */
export function onScrape({ memory }: Broker, request: RequestId, packet: ScrapePacket, out: BrokerOut): void {
  const queue = packet.kind === 'scrape' ? memory.queues.get(packet.of) : undefined;
  if (queue !== undefined) answerScrape(request, readyCount(queue), queue.readyPlace, out as unknown as Out);
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
