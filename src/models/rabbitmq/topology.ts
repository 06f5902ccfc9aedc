import { NONE, type PlaceId } from '../../engine/units';
import { argsDifference, argumentsRefused, COMPARED } from './arguments';
import { channelError } from './channel';
import type { BindingDeclaration, ExchangeDeclaration, QueueDeclaration } from './config';
import { connectionError } from './connection';
import { findQueue, lockedText } from './consume';
import { keepUnused } from './expiry';
import {
  addBinding,
  addExchange,
  addQueue,
  deleteExchange,
  deleteQueue,
  queuePlaces,
  removeBinding,
} from './lifecycle';
import type { PacketOf } from './packets';
import { purge } from './queue';
import { readyCount, tell, type Broker, type BrokerOut, type Channel, type Exchange, type Queue } from './state';
import { bindingPlace, exchangePlace } from './ways';

/** queue.* and exchange.*: what clients declare. Source: AMQP 0-9-1; rabbitmq.com/docs/queues#declaration. */

const ON_DEFAULT = 'ACCESS_REFUSED - operation not permitted on the default exchange';
/** What 4.3 says to a queue that is neither durable nor exclusive. Source: rabbit_amqqueue.erl, `declare`; rabbit_deprecated_features.erl. */
const TRANSIENT_DENIED =
  'INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated.\nBy default, this feature is not permitted anymore.\n' +
  'The feature will be removed from a future major RabbitMQ version, regardless of the configuration; actual version to be determined.\n' +
  'To continue using this feature when it is not permitted by default, set the following parameter in your configuration:\n' +
  '    "deprecated_features.permit.transient_nonexcl_queues = true"';
/** The types that RabbitMQ itself has. */
const KNOWN_TYPES: readonly string[] = ['direct', 'fanout', 'topic', 'headers'];

const done = (channel: Channel, out: BrokerOut): void =>
  tell(channel.connection, { kind: 'topology-ok', channel: channel.number }, out);

/** Declares a queue, or finds it as it was declared. `passive` only asks whether it exists. */
export function declareQueue(
  self: Broker,
  channel: Channel,
  { declaration, passive }: PacketOf<'queue-declare'>,
  out: BrokerOut,
): void {
  const { memory, config } = self;
  const { name, exclusive } = declaration;
  let queue: Queue | null | undefined = memory.queues.get(name);
  if (queue === undefined && !passive) {
    if (config.version === '4.3' && !declaration.durable && !exclusive)
      return connectionError(self, channel.connection, 541, TRANSIENT_DENIED, out);
    const refusal = argumentsRefused(name, declaration.arguments, config.vhost);
    if (refusal !== null) return channelError(self, channel, 406, refusal, out);
    const places = queuePlaces(self.name, config, declaration, (info) => out.newPlace(info));
    queue = addQueue(config, memory, self.disk, declaration, exclusive ? channel.connection.id : NONE, places);
  } else {
    queue = findQueue(self, channel, name, out);
    if (queue === null) return;
    const difference = passive ? null : queueDifference(queue, declaration, config.vhost);
    if (difference !== null) return channelError(self, channel, difference.code, difference.text, out);
  }
  keepUnused(queue, out);
  tell(
    channel.connection,
    { kind: 'declare-ok', channel: channel.number, messages: readyCount(queue), consumers: queue.consumers.length },
    out,
  );
}

/** Why a queue cannot be declared like that when it exists already. Source: rabbit_amqqueue.erl, `assert_equivalence`. */
function queueDifference(
  queue: Queue,
  declared: QueueDeclaration,
  vhost: string,
): { readonly code: number; readonly text: string } | null {
  if (declared.exclusive !== queue.exclusive) return { code: 405, text: lockedText(queue.name, vhost) };
  const what = `queue '${queue.name}' in vhost '${vhost}'`;
  const text =
    fieldDifference('durable', what, declared.durable, queue.durable) ??
    fieldDifference('auto_delete', what, declared.autoDelete, queue.autoDelete) ??
    argsDifference(what, declared.arguments, queue.args, COMPARED);
  return text === null ? null : { code: 406, text };
}

function fieldDifference(field: string, what: string, received: unknown, current: unknown): string | null {
  if (received === current) return null;
  return `PRECONDITION_FAILED - inequivalent arg '${field}' for ${what}: received '${String(received)}' but current is '${String(current)}'`;
}

/** Deletes a queue; one that does not exist is no error. Source: rabbitmq.com/docs/specification. */
export function removeQueue(self: Broker, channel: Channel, name: string, out: BrokerOut): void {
  if (self.memory.queues.has(name)) {
    const queue = findQueue(self, channel, name, out);
    if (queue === null) return;
    deleteQueue(self, queue, [], out);
  }
  done(channel, out);
}

export function purgeQueue(self: Broker, channel: Channel, name: string, out: BrokerOut): void {
  const queue = findQueue(self, channel, name, out);
  if (queue === null) return;
  purge(queue, out);
  done(channel, out);
}

export function declareExchange(
  self: Broker,
  channel: Channel,
  declaration: ExchangeDeclaration,
  out: BrokerOut,
): void {
  const { memory, config } = self;
  const { name, type } = declaration;
  if (!KNOWN_TYPES.includes(type))
    return connectionError(self, channel.connection, 503, `COMMAND_INVALID - unknown exchange type '${type}'`, out);
  if (name === '') return channelError(self, channel, 403, ON_DEFAULT, out);
  const known = memory.exchanges.get(name);
  if (known === undefined) {
    if (name.startsWith('amq.')) {
      return channelError(
        self,
        channel,
        403,
        `ACCESS_REFUSED - exchange name '${name}' contains reserved prefix 'amq.*'`,
        out,
      );
    }
    const place = exchangePlace(self.name, declaration, (info) => out.newPlace(info));
    addExchange(memory, self.disk, declaration, place);
    return done(channel, out);
  }
  const text = exchangeDifference(known, declaration, config.vhost);
  if (text !== null) return channelError(self, channel, 406, text, out);
  done(channel, out);
}

/** Source: rabbit_exchange.erl, `assert_equivalence`. */
function exchangeDifference(known: Exchange, declared: ExchangeDeclaration, vhost: string): string | null {
  const what = `exchange '${known.name}' in vhost '${vhost}'`;
  return (
    fieldDifference('type', what, declared.type, known.type) ??
    fieldDifference('durable', what, declared.durable, known.durable) ??
    fieldDifference('auto_delete', what, declared.autoDelete, known.autoDelete) ??
    fieldDifference('internal', what, declared.internal, known.internal) ??
    argsDifference(what, declared.arguments, known.args, ['alternate-exchange'])
  );
}

/** Deletes an exchange; one that does not exist is no error. */
export function removeExchange(self: Broker, channel: Channel, name: string, out: BrokerOut): void {
  if (name === '') return channelError(self, channel, 403, ON_DEFAULT, out);
  const exchange = self.memory.exchanges.get(name);
  if (exchange !== undefined) deleteExchange(self, exchange, out);
  done(channel, out);
}

/** Binds a queue or an exchange to an exchange; the first of both that is missing is named. */
export function bind(self: Broker, channel: Channel, binding: BindingDeclaration, out: BrokerOut): void {
  const { memory, config, disk } = self;
  const { source, destination, toExchange } = binding;
  if (source === '' || (toExchange && destination === '')) return channelError(self, channel, 403, ON_DEFAULT, out);
  const missing = [source, ...(toExchange ? [destination] : [])].find((name) => !memory.exchanges.has(name));
  if (missing !== undefined)
    return channelError(self, channel, 404, `NOT_FOUND - no exchange '${missing}' in vhost '${config.vhost}'`, out);
  if (!toExchange && findQueue(self, channel, destination, out) === null) return;
  addBinding(memory, disk, binding, (exchange) => newBindingPlace(self, exchange, binding, out));
  done(channel, out);
}

/** An exchange that was always there gets a place of its own with its first binding. */
function newBindingPlace(self: Broker, exchange: Exchange, binding: BindingDeclaration, out: BrokerOut): PlaceId {
  const { memory, disk } = self;
  if (exchange.place === NONE) {
    exchange.place = exchangePlace(self.name, exchange, (info) => out.newPlace(info));
    const stored = disk.exchanges.get(exchange.name);
    if (stored !== undefined) stored.place = exchange.place;
  }
  const { destination, toExchange } = binding;
  const to = toExchange ? memory.exchanges.get(destination)?.place : memory.queues.get(destination)?.readyPlace;
  return bindingPlace(self.name, exchange.type, binding, exchange.place, to ?? NONE, (info) => out.newPlace(info));
}

/** Removes a binding; one that does not exist is no error. */
export function unbind(self: Broker, channel: Channel, binding: BindingDeclaration, out: BrokerOut): void {
  if (binding.source === '') return channelError(self, channel, 403, ON_DEFAULT, out);
  removeBinding(self, binding, out);
  done(channel, out);
}
