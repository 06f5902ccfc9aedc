import { isLoaded, provide } from './actors';
import type { BrokerKind } from './configs';
import type { AnyBrokerModel } from './ports';

/**
 * Loads models when they are needed: a page that shows RabbitMQ does not load Kafka. A file of its own, since
 * a bundle in one file that contains `import()` turns every constant of what is imported into a variable
 * that no compiler can rely on: the command line, which never loads late, would run slower.
 */
const LOADERS: { readonly [Kind in BrokerKind]: () => Promise<AnyBrokerModel> } = {
  rabbitmq: async () => (await import('./rabbitmq')).rabbitmq,
  kafka: async () => (await import('./kafka')).kafka,
};

/** Loads the models of these kinds of broker, those that are not there yet. */
export async function loadModels(kinds: readonly BrokerKind[]): Promise<void> {
  for (const kind of new Set(kinds)) if (!isLoaded(kind)) provide(kind, await LOADERS[kind]());
}
