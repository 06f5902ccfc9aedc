import { NONE, type MessageId } from '../src/engine/units';
import type { ExchangeDeclaration, QueueDeclaration } from '../src/models/rabbitmq/config';
import { publish } from '../src/models/rabbitmq/packets';
import {
  abandon,
  channelOf,
  controlChannel,
  drainNext,
  send,
  type Channel,
  type Clients,
  type ClientsOut,
  type Connection,
  type Subscriber,
} from './actor';
import type {
  ActorSetup,
  ConsumerSetup,
  ExchangeSetup,
  History,
  Published,
  PublishStep,
  QueueSetup,
  SettleStep,
  Setup,
  Step,
} from './history';

/** What the clients do at each step of a history. */

type Command = (self: Clients, out: ClientsOut) => void;

export const queueDeclaration = ({
  name,
  durable,
  exclusive,
  autoDelete,
  arguments: args,
}: QueueSetup): QueueDeclaration => ({
  name,
  durable: durable ?? true,
  exclusive: exclusive ?? false,
  autoDelete: autoDelete ?? false,
  arguments: args ?? {},
});

const exchangeDeclaration = ({
  name,
  type,
  durable,
  autoDelete,
  internal,
  arguments: args,
}: ExchangeSetup): ExchangeDeclaration => ({
  name,
  type,
  durable: durable ?? true,
  autoDelete: autoDelete ?? false,
  internal: internal ?? false,
  arguments: args ?? {},
});

/** The declarations of a setup as steps, in their order. */
export function setupSteps(setup: Setup): Step[] {
  const over = (connection: string | undefined) => (connection === undefined ? {} : { connection });
  return [
    ...setup.exchanges.map((exchange): Step => ({ do: 'declareExchange', exchange })),
    ...setup.queues.map((queue): Step => ({ do: 'declareQueue', queue, ...over(queue.connection) })),
    ...setup.bindings.map((binding): Step => ({ do: 'bind', ...binding })),
  ];
}

/** The messages of a publish step, each with all that is said of it. */
export function publishedBy(step: PublishStep): Published[] {
  if (step.messages !== undefined) return step.messages.map((message) => ({ ...step, ...message }));
  const first = step.first ?? 1;
  return Array.from({ length: step.count ?? 1 }, (_, index) => ({
    ...step,
    id: `${step.prefix ?? 'm'}${first + index}`,
  }));
}

export function publishOne(history: History, step: PublishStep, message: Published): Command {
  const producer = history.setup.producers.find(({ name }) => name === step.producer)!;
  return (self, out) => {
    self.memory.deaf = step.loseConfirms === true;
    const isNew = self.memory.connections.get(producer.connection)?.channels.has(producer.channel) !== true;
    const channel = channelOf(self, producer.connection, producer.channel, out);
    if (isNew && producer.confirm) send(channel, { kind: 'confirm-select', channel: channel.number }, out);
    channel.producer = producer.name;
    const id = message.id ?? '';
    if (producer.confirm) {
      channel.published += 1;
      channel.unconfirmed.set(channel.published, { producer: producer.name, id });
    }
    const { priority, headers, persistent, exchange, routingKey, mandatory, CC, BCC, expiration, bytes } = message;
    const properties = {
      persistent: persistent ?? true,
      priority: priority ?? null,
      expiration: expiration === undefined ? null : String(expiration),
      bytes: bytes ?? id.length,
      // The receiver sees CC among the headers, and not BCC.
      headers: CC === undefined ? (headers ?? null) : { ...headers, CC },
      furtherKeys: [...(CC ?? []), ...(BCC ?? [])],
      hasDied: false,
    };
    send(
      channel,
      publish(channel.number, exchange ?? '', routingKey ?? '', mandatory ?? false, properties, NONE),
      out,
      messageOf(self, id, out),
    );
  };
}

/** The message of that name: published again, it is the same one. */
function messageOf({ memory }: Clients, id: string, out: ClientsOut): MessageId {
  const known = memory.messages.get(id);
  if (known !== undefined) return known;
  const message = out.produce(memory.messages.size + 1, NONE);
  memory.messages.set(id, message);
  memory.ids[message] = id;
  return message;
}

/** What the clients do at a step; null for steps that only look, wait or concern the broker itself. */
export function commandOf(history: History, step: Step): Command | null {
  switch (step.do) {
    case 'publish':
      return (self, out) => publishedBy(step).forEach((message) => publishOne(history, step, message)(self, out));
    case 'consume':
      return (self, out) => subscribe(self, consumerOf(history, step.consumer), out);
    case 'cancel':
      return (self, out) => cancel(self, consumerOf(history, step.consumer), out);
    case 'qos':
      return withChannel(consumerOf(history, step.consumer), (channel, out) =>
        send(channel, { kind: 'qos', channel: channel.number, prefetch: step.count, global: step.global }, out),
      );
    case 'recover':
      return withChannel(consumerOf(history, step.consumer), (channel, out) =>
        send(channel, { kind: 'recover', channel: channel.number, requeue: true }, out),
      );
    case 'ack':
    case 'nack':
    case 'reject':
      return (self, out) => settle(self, history, step, out);
    case 'get':
      return (self, out) => get(self, history, step, out);
    case 'drain':
      return (self, out) => {
        self.memory.draining = [...step.queues];
        for (const queue of step.queues) self.memory.drained.set(`${self.memory.step}:${queue}`, []);
        drainNext(self, channelOf(self, null, 'drain', out), out);
      };
    case 'depth':
    case 'exists':
      return (self, out) => send(controlChannel(self, undefined, out), { kind: 'list-queues' }, out);
    case 'wait':
    case 'restartBroker':
      return null;
    case 'closeChannel':
    case 'closeConnection':
    case 'dropConnection':
      return (self, out) => end(self, history, step, out);
    default:
      return topology(step);
  }
}

function topology(
  step: Extract<
    Step,
    { do: 'declareQueue' | 'declareExchange' | 'deleteQueue' | 'purge' | 'deleteExchange' | 'bind' | 'unbind' }
  >,
): Command {
  return (self, out) => {
    const control = controlChannel(self, step.connection, out);
    const channel = control.number;
    switch (step.do) {
      case 'declareQueue':
        return send(
          control,
          { kind: 'queue-declare', channel, declaration: queueDeclaration(step.queue), passive: false },
          out,
        );
      case 'declareExchange':
        return send(
          control,
          { kind: 'exchange-declare', channel, declaration: exchangeDeclaration(step.exchange) },
          out,
        );
      case 'deleteQueue':
        return send(control, { kind: 'queue-delete', channel, queue: step.queue }, out);
      case 'purge':
        return send(control, { kind: 'queue-purge', channel, queue: step.queue }, out);
      case 'deleteExchange':
        return send(control, { kind: 'exchange-delete', channel, exchange: step.exchange }, out);
      case 'bind':
      case 'unbind': {
        const toExchange = step.destinationType === 'exchange';
        const { source, destination, routingKey, arguments: args } = step;
        const binding = { source, destination, routingKey: routingKey ?? '', toExchange, arguments: args ?? {} };
        return send(control, { kind: `${toExchange ? 'exchange' : 'queue'}-${step.do}`, channel, binding }, out);
      }
    }
  };
}

const consumerOf = ({ setup }: History, name: string): ConsumerSetup =>
  setup.consumers.find((consumer) => consumer.name === name)!;

function withChannel(actor: ActorSetup, act: (channel: Channel, out: ClientsOut) => void): Command {
  return (self, out) => act(channelOf(self, actor.connection, actor.channel, out), out);
}

function subscribe(self: Clients, setup: ConsumerSetup, out: ClientsOut): void {
  const channel = channelOf(self, setup.connection, setup.channel, out);
  const { globalPrefetch } = setup;
  if (setup.noQos !== true) {
    const global = globalPrefetch !== undefined;
    send(channel, { kind: 'qos', channel: channel.number, prefetch: globalPrefetch ?? setup.prefetch, global }, out);
  }
  const subscriber: Subscriber = { setup, channel, todo: [], working: false };
  channel.consumers.set(setup.name, subscriber);
  const { queue, name, autoAck, exclusive, priority } = setup;
  send(
    channel,
    { kind: 'consume', channel: channel.number, queue, consumer: name, autoAck, exclusive, priority: priority ?? 0 },
    out,
  );
}

function cancel(self: Clients, setup: ConsumerSetup, out: ClientsOut): void {
  const channel = channelOf(self, setup.connection, setup.channel, out);
  send(channel, { kind: 'cancel', channel: channel.number, consumer: setup.name }, out);
  channel.consumers.delete(setup.name);
}

function settle(self: Clients, { setup }: History, step: SettleStep, out: ClientsOut): void {
  const { memory } = self;
  const name = step.consumer ?? step.getter ?? '';
  const actor = setup.consumers.find((each) => each.name === name) ?? setup.getters.find((each) => each.name === name);
  const { deliveries } = (memory.watched.get(name) ?? memory.gets.get(name))!;
  const delivery =
    step.delivery === undefined ? deliveries.findLast(({ id }) => id === step.message) : deliveries[step.delivery - 1];
  const tag = step.tag ?? delivery?.tag;
  if (actor === undefined || tag === undefined) throw new Error(`step ${memory.step}: ${name} has no such delivery`);
  const channel = memory.connections.get(actor.connection)?.channels.get(actor.channel);
  if (channel === undefined) {
    memory.errors.push({ step: memory.step, channel: actor.channel, event: 'client-side: channel already closed' });
    return;
  }
  const multiple = step.multiple ?? false;
  const requeue = step.requeue ?? true;
  if (step.do === 'ack') send(channel, { kind: 'ack', channel: channel.number, tag, multiple }, out);
  else if (step.do === 'nack') send(channel, { kind: 'nack', channel: channel.number, tag, multiple, requeue }, out);
  else send(channel, { kind: 'reject', channel: channel.number, tag, requeue }, out);
}

function get(self: Clients, { setup }: History, step: Extract<Step, { do: 'get' }>, out: ClientsOut): void {
  const actor = setup.getters.find(({ name }) => name === step.getter)!;
  const channel = channelOf(self, actor.connection, actor.channel, out);
  for (let left = step.count ?? 1; left > 0; left -= 1) {
    channel.gets.push({ kind: 'get', getter: actor.name });
    send(channel, { kind: 'get', channel: channel.number, queue: step.queue, autoAck: step.autoAck ?? false }, out);
  }
}

function end(
  self: Clients,
  { setup }: History,
  step: Extract<Step, { do: 'closeChannel' | 'closeConnection' | 'dropConnection' }>,
  out: ClientsOut,
): void {
  const actor = [...setup.producers, ...setup.consumers, ...setup.getters].find(({ name }) => name === step.actor);
  const named = actor?.connection ?? step.connection;
  const wanted = actor?.channel ?? step.channel;
  const holder =
    named ?? [...self.memory.connections.values()].find(({ channels }) => channels.has(wanted ?? ''))?.name;
  const connection: Connection | undefined = self.memory.connections.get(holder ?? '');
  if (connection === undefined) return;
  if (step.do !== 'closeChannel') return abandon(self, connection, out);
  const channel = connection.channels.get(wanted ?? '');
  if (channel === undefined) return;
  send(channel, { kind: 'channel-close', channel: channel.number }, out);
  connection.channels.delete(channel.name);
}
