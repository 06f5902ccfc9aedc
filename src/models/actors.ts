import type { BrokerKind } from './configs';
import type { AnyBrokerModel } from './ports';

/**
 * Kind of broker → its model, loaded when a scenario needs it: a page that shows RabbitMQ does not load
 * Kafka. In Node all are there from the start (allActors.ts). With configs.ts and allActors.ts, the only
 * file that names all brokers.
 */

const LOADERS: { readonly [Kind in BrokerKind]: () => Promise<AnyBrokerModel> } = {
  rabbitmq: async () => (await import('./rabbitmq')).rabbitmq,
  kafka: async () => (await import('./kafka')).kafka,
};

const loaded = new Map<BrokerKind, AnyBrokerModel>();

/** Makes a model known, for programs that load all of them at once. */
export function provide(kind: BrokerKind, model: AnyBrokerModel): void {
  loaded.set(kind, model);
}

/** Loads the models of these kinds of broker, those that are not there yet. */
export async function loadModels(kinds: readonly BrokerKind[]): Promise<void> {
  for (const kind of new Set(kinds)) if (!loaded.has(kind)) loaded.set(kind, await LOADERS[kind]());
}

/** The model of a kind of broker. Throws if it has not been loaded: only a bug of ours can cause that. */
export function modelOf(kind: BrokerKind): AnyBrokerModel {
  const model = loaded.get(kind);
  if (model === undefined) throw new Error(`the model of ${kind} has not been loaded`);
  return model;
}
