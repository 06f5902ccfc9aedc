import { NONE } from '../../engine/units';
import { channelAt, channelError, deleteIfUnused, removeConsumer, sayConsumers } from './channel';
import { connectionError } from './connection';
import { autoAcked, dispatch, join, redelivered, resume } from './dispatch';
import { dropExpired, keepUnused, onExpiryDue } from './expiry';
import { noteHeaders } from './headers';
import { getEmpty, type Consume, type Packet, type PacketOf } from './packets';
import { forget, holdUnacked, takeFirst } from './queue';
import { readyCount, tell, type Broker, type BrokerOut, type Channel, type Consumer, type Queue } from './state';

/** basic.qos, basic.consume, basic.cancel, basic.get. Source: rabbitmq.com/docs/consumers, rabbitmq.com/docs/consumer-prefetch. */

/** The queue of that name, if this connection may use it; otherwise the channel is closed and the answer is null. */
export function findQueue(self: Broker, channel: Channel, name: string, out: BrokerOut): Queue | null {
  const { vhost } = self.config;
  const queue = self.memory.queues.get(name);
  if (queue === undefined) {
    channelError(self, channel, 404, `NOT_FOUND - no queue '${name}' in vhost '${vhost}'`, out);
    return null;
  }
  if (queue.owner !== NONE && queue.owner !== channel.connection.id) {
    channelError(self, channel, 405, lockedText(name, vhost), out);
    return null;
  }
  return queue;
}

export const lockedText = (queue: string, vhost: string): string =>
  `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${queue}' in vhost '${vhost}'. It could be originally declared on another ` +
  'connection or the exclusive property value does not match that of the original declaration.';

/**
 * Without `global` the limit is for each consumer that subscribes from now on, and lifts the channel's own;
 * with it, for all consumers of the channel together. RabbitMQ 4.3 denies the latter by default and takes
 * it as the former. Source: rabbitmq.com/docs/consumer-prefetch; rabbit_channel.erl, `basic.qos`.
 */
export function setQos(self: Broker, channel: Channel, { prefetch, global }: PacketOf<'qos'>, out: BrokerOut): void {
  tell(channel.connection, { kind: 'qos-ok', channel: channel.number }, out);
  if (global && self.config.version !== '4.3') {
    channel.limit = prefetch;
    channel.volume = channel.unacked.size;
  } else {
    channel.prefetch = prefetch;
    channel.limit = 0;
  }
  if (channel.limit === 0 || channel.volume < channel.limit) resume(self, channel.queues, out);
}

export function consume(self: Broker, channel: Channel, packet: Consume, out: BrokerOut): void {
  const { vhost } = self.config;
  const queue = findQueue(self, channel, packet.queue, out);
  if (queue === null) return;
  const tag = packet.consumer;
  if (channel.consumers.has(tag)) {
    return connectionError(self, channel.connection, 530, `NOT_ALLOWED - attempt to reuse consumer tag '${tag}'`, out);
  }
  const isAlone = packet.exclusive && (queue.consumers.length > 0 || queue.rules.singleActiveConsumer);
  if (queue.exclusiveConsumer !== null || isAlone) {
    return channelError(
      self,
      channel,
      403,
      `ACCESS_REFUSED - queue '${packet.queue}' in vhost '${vhost}' in exclusive use`,
      out,
    );
  }
  const limited = channel.prefetch > 0 && !packet.autoAck;
  const consumer: Consumer = {
    tag,
    at: channelAt(channel, queue),
    autoAck: packet.autoAck,
    exclusive: packet.exclusive,
    priority: packet.priority,
    limited,
    credit: channel.prefetch,
    cancelled: false,
  };
  channel.consumers.set(tag, consumer);
  queue.consumers.push(consumer);
  join(queue.active, consumer);
  if (packet.exclusive) queue.exclusiveConsumer = consumer;
  if (queue.rules.singleActiveConsumer) queue.singleActive ??= consumer;
  sayConsumers(queue, out);
  tell(channel.connection, { kind: 'consume-ok', channel: channel.number, consumer: tag }, out);
  dispatch(self, queue, out);
}

/** No further deliveries; what the consumer has stays unacked. An unknown tag is no error. Source: AMQP 0-9-1, basic.cancel. */
export function cancel(self: Broker, channel: Channel, tag: string, out: BrokerOut): void {
  const consumer = channel.consumers.get(tag);
  if (consumer !== undefined) {
    removeConsumer(consumer);
    sayConsumers(consumer.at.queue, out);
  }
  tell(channel.connection, { kind: 'cancel-ok', channel: channel.number, consumer: tag }, out);
  if (consumer !== undefined) deleteIfUnused(self, consumer.at.queue, [], out);
}

/** One message, if there is one; prefetch does not count here. Source: AMQP 0-9-1, basic.get. */
export function get(self: Broker, channel: Channel, packet: PacketOf<'get'>, out: BrokerOut): void {
  const queue = findQueue(self, channel, packet.queue, out);
  if (queue === null) return;
  keepUnused(queue, out);
  if (queue.mayExpire && queue.expiryDue <= out.now) onExpiryDue(self, queue, out);
  if (readyCount(queue) === 0) return tell(channel.connection, getEmpty(channel.number), out);
  const entry = takeFirst(queue);
  const earlier = entry.deliveries;
  const tag = channel.unacked.push({ entry, queue, consumer: null, at: out.now });
  if (packet.autoAck) {
    channel.unacked.remove(tag);
    out.take(entry.copy, queue.readyPlace, autoAcked);
    forget(queue, entry, autoAcked, out);
  } else holdUnacked(queue, entry, out);
  const answer: Packet = {
    kind: 'get-answer',
    channel: channel.number,
    empty: false,
    tag,
    redelivered: entry.redelivered,
    exchange: entry.exchange,
    routingKey: entry.routingKey,
    properties: entry.properties,
    subject: entry.subject,
  };
  channel.connection.spoke = true;
  out.sendCopy(channel.connection.id, answer, entry.message, entry.copy, earlier);
  if (entry.redelivered) out.note(redelivered, 1);
  if (entry.properties.headers !== null) noteHeaders(entry.properties, out);
  if (queue.mayExpire) dropExpired(self, queue, out);
}
