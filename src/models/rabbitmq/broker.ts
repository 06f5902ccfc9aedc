import type { Input } from '../../engine/actor';
import type { ScrapePacket } from '../ports';
import { checkMemory, notePublisher, watchMemory } from './alarm';
import { channelError, endChannels, openChannel } from './channel';
import { flush } from './confirms';
import { accept, connectionError, endConnection, sweepChannels, tick } from './connection';
import { cancel, consume, get, setQos } from './consume';
import { onPublish } from './exchange';
import { onExpiryDue } from './expiry';
import { onUnused } from './lifecycle';
import { listQueues, onScrape, stopInOrder } from './operator';
import { isOfConnection, type ConnectionPacket, type Packet } from './packets';
import { declareAll, emptyDisk, forgetMemory, recover as load, tidyQueues } from './recovery';
import { publishDead } from './republish';
import { recover, settle } from './settle';
import {
  tell,
  type Broker,
  type BrokerActor,
  type BrokerOut,
  type BrokerTimer,
  type Channel,
  type Connection,
  type Queue,
} from './state';
import { bind, declareExchange, declareQueue, purgeQueue, removeExchange, removeQueue, unbind } from './topology';
import { brokerVocabulary } from './vocabulary';

/** A RabbitMQ node as one process: finds the handler of what comes in, no more. */
export const broker: BrokerActor = {
  kind: 'rabbitmq',
  vocabulary: brokerVocabulary,
  disk: emptyDisk,
  memory: load,
  step(self, input, out) {
    react(self, input, out);
    if (self.memory.dead.length > 0) publishDead(self, out);
  },
  forget: forgetMemory,
};

function react(self: Broker, input: Input<Packet, BrokerTimer>, out: BrokerOut): void {
  switch (input.kind) {
    case 'packet':
      return onPacket(self, input, out);
    case 'timer':
      return onTimer(self, input.timer, out);
    case 'accepted':
      return accept(self, input.connection, out);
    case 'closed':
      return endConnection(self, input.connection, out);
    case 'request':
      return onScrape(self, input.request, input.packet as unknown as ScrapePacket, out);
    case 'start':
      self.disk.stoppedInOrder = false;
      if (input.first) declareAll(self);
      watchMemory(self, out);
      return tidyQueues(self, out);
    default:
      return; // A broker opens no connection itself and asks nobody.
  }
}

function onTimer(self: Broker, timer: BrokerTimer, out: BrokerOut): void {
  switch (timer.kind) {
    case 'tick':
      return tick(self, out);
    case 'sweep':
      return sweepChannels(self, out);
    case 'memory':
      return checkMemory(self, out);
    case 'flush':
      return flush(self, timer.connection, timer.channel, out);
    case 'expire':
      return withQueue(self, timer.queue, onExpiryDue, out);
    case 'unused':
      return withQueue(self, timer.queue, onUnused, out);
  }
}

function withQueue(
  self: Broker,
  name: string,
  act: (self: Broker, queue: Queue, out: BrokerOut) => void,
  out: BrokerOut,
): void {
  const queue = self.memory.queues.get(name);
  if (queue !== undefined) act(self, queue, out);
}

type PacketInput = Extract<Input<Packet, BrokerTimer>, { readonly kind: 'packet' }>;

function onPacket(self: Broker, input: PacketInput, out: BrokerOut): void {
  const connection = self.memory.connections.get(input.connection);
  if (connection === undefined) return; // Closed from this side a moment ago.
  connection.heard = out.now;
  const { packet } = input;
  if (isOfConnection(packet)) return onConnection(self, connection, packet, out);
  const channel = connection.channels.get(packet.channel);
  if (channel === undefined) return onUnknownChannel(self, connection, packet, out);
  onChannel(self, channel, packet, input, out);
}

function onConnection(self: Broker, connection: Connection, packet: ConnectionPacket, out: BrokerOut): void {
  if (packet.kind === 'list-queues') listQueues(self, connection, out);
  else if (packet.kind === 'stop') stopInOrder(self, connection, out);
}

/** A channel that is not open: it is being opened, or was closed by an error of which the client has not heard. */
function onUnknownChannel(
  self: Broker,
  connection: Connection,
  packet: Packet & { readonly channel: number },
  out: BrokerOut,
): void {
  const { channel } = packet;
  if (packet.kind === 'channel-closed-ok') connection.closing.delete(channel);
  else if (connection.closing.has(channel)) {
    if (packet.kind !== 'channel-close') return;
    connection.closing.delete(channel);
    tell(connection, { kind: 'channel-close-ok', channel }, out);
  } else if (packet.kind === 'channel-open') {
    openChannel(connection, channel);
    tell(connection, { kind: 'channel-open-ok', channel }, out);
  } else connectionError(self, connection, 504, "CHANNEL_ERROR - expected 'channel.open'", out);
}

function onChannel(self: Broker, channel: Channel, packet: Packet, input: PacketInput, out: BrokerOut): void {
  switch (packet.kind) {
    case 'publish':
      if (!channel.connection.publishes) notePublisher(self, channel.connection, out);
      return onPublish(self, channel, packet, input.message, input.copy, input.error, out);
    case 'ack':
      return settle(self, channel, packet.tag, packet.multiple, 'ack', out);
    case 'nack':
      return settle(self, channel, packet.tag, packet.multiple, packet.requeue ? 'requeue' : 'reject', out);
    case 'reject':
      return settle(self, channel, packet.tag, false, packet.requeue ? 'requeue' : 'reject', out);
    case 'recover':
      if (!packet.requeue)
        return connectionError(self, channel.connection, 540, 'NOT_IMPLEMENTED - recover with requeue=false', out);
      recover(self, channel, out);
      return tell(channel.connection, { kind: 'recover-ok', channel: channel.number }, out);
    case 'get':
      return get(self, channel, packet, out);
    case 'qos':
      return setQos(self, channel, packet, out);
    case 'consume':
      return consume(self, channel, packet, out);
    case 'cancel':
      return cancel(self, channel, packet.consumer, out);
    case 'confirm-select':
      channel.confirms = true;
      return tell(channel.connection, { kind: 'confirm-select-ok', channel: channel.number }, out);
    case 'channel-close':
      tell(channel.connection, { kind: 'channel-close-ok', channel: channel.number }, out);
      return endChannels(self, [channel], out);
    case 'queue-declare':
      return declareQueue(self, channel, packet, out);
    case 'queue-delete':
      return removeQueue(self, channel, packet.queue, out);
    case 'queue-purge':
      return purgeQueue(self, channel, packet.queue, out);
    case 'queue-bind':
    case 'exchange-bind':
      return bind(self, channel, packet.binding, out);
    case 'queue-unbind':
    case 'exchange-unbind':
      return unbind(self, channel, packet.binding, out);
    case 'exchange-declare':
      return declareExchange(self, channel, packet.declaration, out);
    case 'exchange-delete':
      return removeExchange(self, channel, packet.exchange, out);
    default:
      return channelError(self, channel, 503, `COMMAND_INVALID - ${packet.kind} from a client`, out);
  }
}
