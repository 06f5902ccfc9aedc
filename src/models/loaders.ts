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
