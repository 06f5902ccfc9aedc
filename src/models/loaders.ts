import { areOutletsLoaded, isLoaded, provide, provideOutlets } from './actors';
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
  http: async () => (await import('./http')).http,
};

/** Loads the models of these kinds of broker, those that are not there yet; `calls`: and how programs call others. */
export async function loadModels(kinds: readonly BrokerKind[], calls: boolean): Promise<void> {
  for (const kind of new Set(kinds)) if (!isLoaded(kind)) provide(kind, await LOADERS[kind]());
  if (!calls || areOutletsLoaded()) return;
  const { Outlets } = await import('./clients/outlets');
  provideOutlets((drivers) => new Outlets(drivers));
}
