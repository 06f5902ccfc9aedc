import type { AnyActor } from '../../engine/actor';
import type { AnyConsumerDriver, AnyProducerDriver, BrokerModel, Mistake, Names } from '../ports';
import { broker } from './broker';
import type {
  BindingDeclaration,
  BrokerConfig,
  BrokerFile,
  ConsumerConfig,
  ConsumerFile,
  ProducerConfig,
  ProducerFile,
  QueueDeclaration,
} from './config';
import { consumer } from './consumer';
import { reach } from './exchange';
import { PERSISTENT, TRANSIENT, type MessageProperties } from './packets';
import { producer } from './producer';

/** RabbitMQ as the rest of the project meets it. */
export const rabbitmq: BrokerModel<BrokerFile, ProducerFile, ConsumerFile> = {
  kind: 'rabbitmq',
  broker: broker as unknown as AnyActor,
  producer: producer as unknown as AnyProducerDriver,
  consumer: consumer as unknown as AnyConsumerDriver,
  brokerConfig,
  producerConfig,
  consumerConfig,
  caption,
  sourceOf: ({ queue }) => queue,
  publishesTo: (_consumer, { queues, exchanges }) => ({
    targets: [...queues, ...exchanges].map(({ name }) => name),
    inTransactions: false,
    hint: 'there is no such queue or exchange',
  }),
  route: (file, _key, broker, consumers) =>
    goOn(queuesFor(file.exchange, file.routingKey, file.headers, broker), file, broker, consumers),
  watchable: ({ queues }) => queues.map(({ name }) => name),
  check,
};

function caption(part: 'broker' | 'producer' | 'consumer', file: BrokerFile | ProducerFile | ConsumerFile): string {
  if ('version' in file) return `version ${file.version}`;
  if ('queue' in file)
    return file.autoAck ? 'auto-ack' : file.prefetch === 0 ? 'prefetch unlimited' : `prefetch ${file.prefetch}`;
  return part === 'producer' && file.confirms ? 'confirms on' : 'confirms off';
}

const declarationOf = ({
  name,
  durable,
  exclusive,
  autoDelete,
  arguments: args,
}: BrokerFile['queues'][number]): QueueDeclaration => ({ name, durable, exclusive, autoDelete, arguments: args });

/** Of a queue, or of an exchange if there is no queue of that name. */
const bindingIn =
  ({ queues }: Pick<BrokerFile, 'queues'>) =>
  (binding: BrokerFile['bindings'][number]): BindingDeclaration => ({
    ...binding,
    toExchange: !queues.some(({ name }) => name === binding.destination),
  });

const alternateOf = ({ alternate }: BrokerFile['exchanges'][number]): Readonly<Record<string, unknown>> =>
  alternate === undefined ? {} : { 'alternate-exchange': alternate };

/** Exclusive queues belong to a connection: their consumer declares them. The others are there from the start. */
function brokerConfig(file: BrokerFile, names: Names): BrokerConfig {
  const isOwned = (queue: string): boolean => file.queues.some(({ name, exclusive }) => name === queue && exclusive);
  return {
    version: file.version,
    vhost: '/',
    heartbeat: file.heartbeat,
    channelTick: 60_000_000,
    memoryLimit: file.memoryLimit ?? 0,
    memoryCheck: file.memoryCheck,
    // From 4.3 on, classic queues know no such time. Source: rabbitmq-server release notes, 4.3.0.
    consumerTimeout: file.version === '4.3' ? 0 : file.consumerTimeout,
    exchanges: file.exchanges.map((exchange) => ({ ...exchange, arguments: alternateOf(exchange) })),
    queues: file.queues.filter(({ exclusive }) => !exclusive).map(declarationOf),
    bindings: file.bindings.filter(({ destination }) => !isOwned(destination)).map(bindingIn(file)),
    meanings: file.queues.map(({ name, deadLetter }) => ({
      queue: name,
      subscriptions: names.subscriptionsOf(name),
      deadLetter,
    })),
  };
}

function producerConfig(file: ProducerFile, { name, heartbeat }: BrokerFile, names: Names): ProducerConfig {
  const {
    exchange,
    routingKey,
    headers,
    mandatory,
    persistent,
    expiration,
    priority,
    bytes,
    confirms,
    confirmTimeout,
    retry,
    heedsBlocked,
    reconnectAfter,
  } = file;
  const properties: MessageProperties = {
    // AMQP writes it as a text of milliseconds. Less than one is none at all.
    ...(persistent ? PERSISTENT : TRANSIENT),
    expiration: expiration === null ? null : String(Math.floor(expiration / 1000)),
    priority,
    bytes,
    headers: Object.keys(headers).length === 0 ? null : headers,
  };
  return {
    broker: names.node(name),
    heartbeat,
    exchange,
    routingKey,
    mandatory,
    properties,
    confirms,
    confirmTimeout,
    retry,
    heedsBlocked,
    reconnectAfter,
  };
}

function consumerConfig(
  file: ConsumerFile,
  { name, heartbeat, exchanges, queues, bindings }: BrokerFile,
  names: Names,
): ConsumerConfig {
  const { queue, prefetch, autoAck, exclusive, priority, publisherConfirms, mandatory, reconnectAfter } = file;
  return {
    broker: names.node(name),
    heartbeat,
    queue,
    prefetch,
    autoAck,
    exclusive,
    priority,
    confirms: publisherConfirms,
    mandatory,
    exchanges: exchanges.map((exchange) => exchange.name),
    reconnectAfter,
    declares: declaredBy(queue, queues, bindings),
  };
}

/** A queue that its last consumer or a restart removes is declared by whoever consumes from it, as applications do. */
function declaredBy(
  name: string,
  queues: BrokerFile['queues'],
  bindings: BrokerFile['bindings'],
): ConsumerConfig['declares'] {
  const queue = queues.find((each) => each.name === name);
  if (queue === undefined || (queue.durable && !queue.exclusive && !queue.autoDelete)) return null;
  return {
    queue: declarationOf(queue),
    bindings: bindings.filter(({ destination }) => destination === name).map(bindingIn({ queues })),
  };
}

/** The queues that a message reaches from an exchange, by what is declared. */
function queuesFor(exchange: string, key: string, headers: ProducerFile['headers'], file: BrokerFile): string[] {
  const queues = new Map(file.queues.map(({ name }) => [name, name]));
  if (exchange === '') return queues.has(key) ? [key] : [];
  const exchanges = new Map(
    file.exchanges.map((each) => [
      each.name,
      {
        type: each.type,
        args: alternateOf(each),
        bindings: file.bindings.filter(({ source }) => source === each.name).map(bindingIn(file)),
      },
    ]),
  );
  const start = exchanges.get(exchange);
  return start === undefined ? [] : [...reach(exchanges, queues, start, [key], headers).queues];
}

/** A queue that nobody consumes from and that passes on what expires is a way to others: a delay. */
function goOn(
  reached: readonly string[],
  { routingKey: key, headers }: Pick<ProducerFile, 'routingKey' | 'headers'>,
  broker: BrokerFile,
  consumers: readonly ConsumerFile[],
): string[] {
  const found = new Set(reached);
  for (const name of found) {
    const args = broker.queues.find((queue) => queue.name === name)?.arguments ?? {};
    const { 'x-message-ttl': ttl, 'x-dead-letter-exchange': exchange, 'x-dead-letter-routing-key': newKey } = args;
    if (ttl === undefined || exchange === undefined || consumers.some(({ queue }) => queue === name)) continue;
    for (const next of queuesFor(exchange, newKey ?? key, headers, broker)) found.add(next);
  }
  return [...found];
}

function check(file: BrokerFile, producers: readonly ProducerFile[], consumers: readonly ConsumerFile[]): Mistake[] {
  const queues = new Set(file.queues.map(({ name }) => name));
  const exchanges = new Set(file.exchanges.map(({ name }) => name));
  const mistakes: Mistake[] = [];
  const add = (part: Mistake['part'], of: string, path: string, message: string): void =>
    void mistakes.push({ part, of, path, message });
  const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);
  for (const name of repeated(file.queues.map((queue) => queue.name)))
    add('broker', file.name, 'queues', `the queue "${name}" is declared twice`);
  for (const name of repeated(file.exchanges.map((each) => each.name)))
    add('broker', file.name, 'exchanges', `the exchange "${name}" is declared twice`);
  file.bindings.forEach(({ source, destination }, index) => {
    if (!exchanges.has(source) && !source.startsWith('amq.'))
      add('broker', file.name, `bindings[${index}].source`, `there is no exchange "${source}"`);
    if (!queues.has(destination) && !exchanges.has(destination))
      add('broker', file.name, `bindings[${index}].destination`, `there is no queue or exchange "${destination}"`);
  });
  file.queues.forEach(({ name, durable, exclusive }) => {
    if (file.version === '4.3' && !durable && !exclusive) {
      // Source: rabbitmq-server release notes, 4.3.0 (`transient_nonexcl_queues` is denied by default).
      add(
        'broker',
        file.name,
        `queues[${name}].durable`,
        'RabbitMQ 4.3 refuses a queue that is neither durable nor exclusive: choose one, or version "4.0"',
      );
    }
  });
  file.queues.forEach(({ name, arguments: { 'x-dead-letter-exchange': exchange } }) => {
    if (exchange === undefined || exchange === '' || exchanges.has(exchange) || exchange.startsWith('amq.')) return;
    add(
      'broker',
      file.name,
      `queues[${name}].arguments.x-dead-letter-exchange`,
      `there is no exchange "${exchange}": dead letters would be dropped`,
    );
  });
  for (const { name, alternate } of file.exchanges) {
    if (alternate !== undefined && !exchanges.has(alternate))
      add('broker', file.name, `exchanges[${name}].alternate`, `there is no exchange "${alternate}"`);
  }
  for (const { name, exchange } of producers) {
    if (file.exchanges.some((each) => each.name === exchange && each.internal))
      add('producers', name, 'exchange', `RabbitMQ refuses that: the exchange "${exchange}" is internal`);
    if (exchange !== '' && !exchanges.has(exchange) && !exchange.startsWith('amq.'))
      add('producers', name, 'exchange', `there is no exchange "${exchange}"`);
  }
  for (const { name, queue } of consumers) {
    if (!queues.has(queue)) add('consumers', name, 'queue', `there is no queue "${queue}"`);
  }
  return mistakes;
}
