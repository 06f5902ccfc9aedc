import type { BrokerKind } from '../models/configs';
import { modelOf as loadedModel } from '../models/actors';
import type { BrokerModel, Names } from '../models/ports';
import { didYouMean, oneError } from '../scenario/errors';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';

/** Who is called what in a scenario, and which broker's model belongs to whom. */

type Model = BrokerModel<unknown, unknown, unknown>;

export const modelOf = (kind: BrokerKind): Model => loadedModel(kind) as unknown as Model;

/** The nodes that a broker of the file is: itself, or those of its cluster. */
export function nodesOfBroker(file: BrokerFile): readonly { readonly name: string; readonly title?: string }[] {
  return modelOf(file.kind).nodesOf?.(file) ?? [file];
}

export function brokerOf(scenario: Scenario, name: string): BrokerFile {
  return scenario.brokers.find((broker) => broker.name === name)!;
}

export interface ScenarioNames extends Names {
  readonly subscriptions: readonly { readonly name: string; readonly of: string }[];
}

export function namesOf(scenario: Scenario): ScenarioNames {
  const brokers = scenario.brokers.flatMap(nodesOfBroker);
  const order = [
    ...scenario.producers,
    ...brokers,
    ...scenario.consumers,
    ...scenario.databases,
    ...scenario.monitors,
  ].map(({ name }) => name);
  order.forEach((name, index) => {
    if (order.indexOf(name) !== index) throw oneError('', `two nodes are called "${name}": names must differ`);
  });
  const sources = scenario.consumers.map((file) => modelOf(brokerOf(scenario, file.broker).kind).sourceOf(file));
  const declared = scenario.subscriptions;
  for (const { name, of } of declared) {
    if (!sources.includes(of))
      throw oneError(`subscriptions[${name}].of`, `no consumer reads "${of}"${didYouMean(of, sources)}`);
  }
  const missing = sources.filter(
    (of, index) => sources.indexOf(of) === index && !declared.some((one) => one.of === of),
  );
  const subscriptions = [...declared, ...missing.map((of) => ({ name: of, of }))];
  return {
    subscriptions,
    node: (name) => {
      const id = order.indexOf(name);
      if (id === -1) throw oneError('', `there is no node "${name}"${didYouMean(name, order)}`);
      return id;
    },
    subscriptionsOf: (source) => subscriptions.flatMap(({ of }, id) => (of === source ? [id] : [])),
    subscriptionName: (id) => subscriptions[id]!.name,
  };
}
