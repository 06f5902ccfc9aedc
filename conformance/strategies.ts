import type { Deliver } from '../src/models/rabbitmq/packets';
import { abandon, seenOf, send, type Clients, type ClientsOut, type Subscriber } from './actor';

/** How a history's consumers deal with what they get (FORMAT.md, "Strategies"). */

/** A consumer that is sent more than this works in circles: the history cannot come to rest. */
const TOO_MANY = 100_000;

export function onDelivery(self: Clients, subscriber: Subscriber, packet: Deliver, id: string, out: ClientsOut): void {
  const { memory } = self;
  const watched = memory.watched.get(subscriber.setup.name)!;
  watched.seen.push({ step: memory.step, ...seenOf(self, packet, id), tag: packet.tag });
  watched.deliveries.push({ tag: packet.tag, id });
  if (packet.redelivered) watched.redelivered += 1;
  if (watched.deliveries.length > TOO_MANY) {
    memory.tooMany = true;
    return;
  }
  react(self, subscriber, packet.tag, watched.deliveries.length, out);
}

function react(self: Clients, subscriber: Subscriber, tag: number, count: number, out: ClientsOut): void {
  const { strategy } = subscriber.setup;
  switch (strategy.type) {
    case 'manual':
      return;
    case 'immediate':
      return ack(subscriber, tag, out);
    case 'nack':
    case 'reject':
      if (strategy.times === undefined || count <= strategy.times) return refuse(subscriber, strategy, tag, out);
      if (strategy.then === 'ack') ack(subscriber, tag, out);
      return;
    case 'crashAfter':
      if (strategy.ms === undefined) {
        if (count >= strategy.deliveries) abandon(self, subscriber.channel.connection, out);
        return;
      }
      subscriber.todo.push(tag);
      return work(subscriber, strategy.ms, out);
    case 'delay':
      subscriber.todo.push(tag);
      return work(subscriber, strategy.ms, out);
  }
}

function ack({ channel, setup }: Subscriber, tag: number, out: ClientsOut): void {
  if (!setup.autoAck) send(channel, { kind: 'ack', channel: channel.number, tag, multiple: false }, out);
}

function refuse(
  { channel }: Subscriber,
  { type, requeue }: { readonly type: 'nack' | 'reject'; readonly requeue: boolean },
  tag: number,
  out: ClientsOut,
): void {
  if (type === 'nack') send(channel, { kind: 'nack', channel: channel.number, tag, multiple: false, requeue }, out);
  else send(channel, { kind: 'reject', channel: channel.number, tag, requeue }, out);
}

/** Begins with the next message, unless the consumer works already. */
function work(subscriber: Subscriber, ms: number, out: ClientsOut): void {
  if (subscriber.working || subscriber.todo.length === 0) return;
  subscriber.working = true;
  out.timer(ms * 1000, { kind: 'work', subscriber });
}

/** A slow consumer is through with a message. */
export function onConsumerTimer(self: Clients, subscriber: Subscriber, out: ClientsOut): void {
  const { strategy, name } = subscriber.setup;
  subscriber.working = false;
  if (!isConnected(self, subscriber)) return;
  const tag = subscriber.todo.shift()!;
  if (strategy.type === 'delay') {
    ack(subscriber, tag, out);
    work(subscriber, strategy.ms, out);
  } else if (strategy.type === 'crashAfter') {
    const watched = self.memory.watched.get(name)!;
    watched.handled += 1;
    if (watched.handled >= strategy.deliveries) abandon(self, subscriber.channel.connection, out);
    else work(subscriber, strategy.ms ?? 0, out);
  }
}

function isConnected({ memory }: Clients, { channel }: Subscriber): boolean {
  return (
    memory.connections.get(channel.connection.name) === channel.connection &&
    channel.connection.channels.get(channel.name) === channel
  );
}

/** Whether a consumer is at work: the history has not come to rest. */
export function isWorking(self: Clients): boolean {
  for (const connection of self.memory.connections.values()) {
    for (const channel of connection.channels.values()) {
      for (const subscriber of channel.consumers.values()) if (subscriber.working) return true;
    }
  }
  return false;
}
