import type { Console } from '../engine/trace/console';
import { areExtrasLoaded, isLoaded, provide, provideExtras } from './actors';
import { BROKER_KINDS, kindsHere, provideConfig, type BrokerKind } from './configs';
import type { AnyBrokerModel } from './ports';

/**
 * Loads models when they are needed: a page that shows RabbitMQ does not load Kafka. A file of its own, since
 * a bundle in one file that contains `import()` turns every constant of what is imported into a variable
 * that no compiler can rely on: the command line, which never loads late, would run slower.
 */
const LOADERS: { readonly [Kind in BrokerKind]: () => Promise<AnyBrokerModel> } = {
  rabbitmq: async () => (await import('./rabbitmq')).rabbitmq,
  kafka: async () => (await import('./kafka')).kafka,
  http: async () => (await import('./http')).http,
};

/** Loads how scenarios of these kinds of broker are written, those that are not there yet. Before one is read. */
export async function loadConfigs(kinds: readonly string[]): Promise<void> {
  const missing = BROKER_KINDS.filter((kind) => kinds.includes(kind) && !kindsHere().includes(kind));
  if (missing.includes('kafka')) {
    const { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } = await import('./kafka/config');
    provideConfig('kafka', kafkaBroker, { producer: kafkaProducerEntries, consumer: kafkaConsumerEntries });
  }
  if (missing.includes('http')) {
    const { httpProducerEntries, httpServer } = await import('./http/config');
    provideConfig('http', httpServer, { producer: httpProducerEntries, consumer: {} });
  }
}

/** Loads the models of these kinds of broker, those that are not there yet; `extras`: and what few scenarios need. */
export async function loadModels(kinds: readonly BrokerKind[], extras: boolean): Promise<void> {
  for (const kind of new Set(kinds)) if (!isLoaded(kind)) provide(kind, await LOADERS[kind]());
  if (extras && !areExtrasLoaded()) provideExtras((await import('./clients/extras')).extras);
}

const CONSOLES: { readonly [Kind in BrokerKind]: () => Promise<{ readonly consoles: readonly Console[] }> } = {
  rabbitmq: () => import('./rabbitmq/console'),
  kafka: () => import('./kafka/console'),
  http: () => import('./http/console'),
};

/** What operators of these kinds of broker would see, and of the databases behind them: loaded when somebody looks. */
export async function loadConsoles(kinds: readonly string[]): Promise<Console[]> {
  const wanted = BROKER_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => CONSOLES[kind]());
  const loaded = await Promise.all([...wanted, import('./clients/databaseConsole')]);
  return loaded.flatMap(({ consoles }) => consoles);
}
