import { word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import { Window } from '../window';
import { keepUnused } from './expiry';
import { deleteQueue } from './lifecycle';
import { requeueAll } from './requeue';
import {
  tell,
  type Broker,
  type BrokerOut,
  type Channel,
  type ChannelAtQueue,
  type Connection,
  type Consumer,
  type Queue,
} from './state';

const consumersMark = word('consumers');
const exception = word('exception');

/** Channels: opened by clients, closed by clients or by an error. Source: rabbitmq.com/docs/channels. */

export function openChannel(connection: Connection, number: number): void {
  connection.channels.set(number, {
    number,
    connection,
    confirms: false,
    published: 0,
    publishedAt: NONE,
    confirmed: [],
    refused: [],
    flushDue: false,
    unacked: new Window(1),
    volume: 0,
    prefetch: 0,
    limit: 0,
    consumers: new Map(),
    queues: [],
  });
}

/** Ends channels: their consumers leave first, then all that was unacked on them goes back, then queues are served. */
export function endChannels(self: Broker, channels: readonly Channel[], out: BrokerOut): void {
  const left = new Set<Queue>();
  for (const channel of channels) {
    channel.connection.channels.delete(channel.number);
    for (const consumer of [...channel.consumers.values()]) {
      removeConsumer(consumer);
      left.add(consumer.at.queue);
    }
  }
  for (const queue of left) sayConsumers(queue, out);
  for (const queue of left) deleteIfUnused(self, queue, channels, out);
  requeueAll(self, channels, out);
}

/** A consumer leaves its queue: no further deliveries; what it has stays unacked. */
export function removeConsumer(consumer: Consumer): void {
  const { channel, queue, blocked } = consumer.at;
  consumer.cancelled = true;
  channel.consumers.delete(consumer.tag);
  drop(queue.consumers, consumer);
  drop(queue.active, consumer);
  drop(blocked, consumer);
  if (queue.exclusiveConsumer === consumer) queue.exclusiveConsumer = null;
  // Source: rabbit_amqqueue_process.erl, `new_single_active_consumer_after_basic_cancel`.
  if (queue.singleActive === consumer) queue.singleActive = queue.active[0] ?? null;
}

/** How many consumers a queue has, for those who count them. */
export const sayConsumers = ({ readyPlace, consumers }: Queue, out: BrokerOut): void =>
  out.mark(readyPlace, consumersMark, NONE, consumers.length);

function drop<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index !== -1) list.splice(index, 1);
}

/**
 * An auto-delete queue goes when its last consumer has left; one with x-expires has so long from then on.
 * Source: rabbitmq.com/docs/queues#temporary-queues, rabbitmq.com/docs/ttl#queue-ttl.
 *
 * @param ending channels that end just now: what they hold of the queue goes with it
 */
export function deleteIfUnused(self: Broker, queue: Queue, ending: readonly Channel[], out: BrokerOut): void {
  if (queue.deleted || queue.consumers.length > 0) return;
  if (queue.autoDelete) deleteQueue(self, queue, ending, out);
  else keepUnused(queue, out);
}

/** A channel's consumers of a queue, as one. */
export function channelAt(channel: Channel, queue: Queue): ChannelAtQueue {
  const known = channel.queues.find((at) => at.queue === queue);
  if (known !== undefined) return known;
  const at: ChannelAtQueue = { channel, queue, blocked: [], suspended: false };
  channel.queues.push(at);
  return at;
}

/** A channel exception: the channel is closed, and whatever still comes on it is ignored. */
export function channelError(self: Broker, channel: Channel, code: number, text: string, out: BrokerOut): void {
  const { connection } = channel;
  if (connection.channels.get(channel.number) === undefined) return;
  connection.closing.add(channel.number);
  tell(connection, { kind: 'channel-closed', channel: channel.number, code, text }, out);
  out.note(exception, word(asLogged(text)));
  endChannels(self, [channel], out);
}

/** An AMQP reply text as the broker's log has it. Source: rabbit_reader.erl, `format_soft_error`. */
const asLogged = (text: string): string =>
  text.replace(/^([A-Z_]+) - /, (_, name: string) => `${name.toLowerCase()}: `);
