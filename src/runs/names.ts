import { modelOf as loadedModel } from '../models/actors';
import type { BrokerKind } from '../models/configs';
import type { BrokerModel } from '../models/ports';
import { NONE, type NodeId, type SubscriptionId } from '../engine/units';
import type { Names } from '../models/ports';
import { didYouMean, oneError } from '../scenario/errors';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';
import type { ClientFile, ConsumerFile, ProducerFile } from '../scenario/schema/topology';

/** Who is called what in a scenario, who runs programs, and which broker's model belongs to whom. */

export type Model = BrokerModel<unknown, unknown, unknown>;

export const modelOf = (kind: BrokerKind): Model => loadedModel(kind) as unknown as Model;

/** The nodes that a broker of the file is: itself, or those of its cluster. */
export function nodesOfBroker(
  file: BrokerFile,
): readonly { readonly name: string; readonly title?: string | undefined }[] {
  return modelOf(file.kind).nodesOf?.(file) ?? [file];
}

export function brokerOf(scenario: Scenario, name: string): BrokerFile {
  return scenario.brokers.find((broker) => broker.name === name)!;
}

/** A process that runs a program: a consumer, or a broker that is a server. */
export interface Host {
  readonly section: 'consumers' | 'brokers';
  readonly file: HostFile;
  readonly model: Model;
  /** The broker that it reads from; a server itself. */
  readonly broker: BrokerFile;
  /** What it reads from, as a subscription's source. */
  readonly source: string;
}

/** What consumers and servers have in common. */
export type HostFile = Pick<
  ConsumerFile,
  | 'name'
  | 'title'
  | 'broker'
  | 'program'
  | 'concurrency'
  | 'maxRetries'
  | 'earlierRetries'
  | 'pace'
  | 'database'
  | 'databaseReconnectAfter'
  | 'clients'
>;

type ServerFile = Extract<BrokerFile, { program: string }>;
const isServer = (broker: BrokerFile): broker is ServerFile => 'program' in broker;

export function hostsOf(scenario: Scenario): Host[] {
  const consumers = scenario.consumers.map((file): Host => {
    const broker = brokerOf(scenario, file.broker);
    const model = modelOf(broker.kind);
    return { section: 'consumers', file, model, broker, source: model.sourceOf(file) };
  });
  const servers = scenario.brokers.filter(isServer).map((broker): Host => {
    const model = modelOf(broker.kind);
    const file = { ...broker, broker: broker.name };
    return { section: 'brokers', file, model, broker, source: model.sourceOf(file) };
  });
  return [...servers, ...consumers];
}

/** The name of a host's client for that broker, and where it stands; -1 if it has none. */
export const clientTo = ({ file }: Host, broker: string): number =>
  file.clients.findIndex((client) => client.broker === broker);

export interface ScenarioNames extends Names {
  readonly subscriptions: readonly { readonly name: string; readonly of: string }[];
}

/** The names of a scenario's nodes and subscriptions. Throws InputErrors for names that are given twice or refer to nothing. */
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
  const hosts = hostsOf(scenario);
  const sources = hosts.map(({ source }) => source);
  const declared = scenario.subscriptions;
  for (const { name, of } of declared) {
    if (!sources.includes(of))
      throw oneError(`subscriptions[${name}].of`, `no consumer reads "${of}"${didYouMean(of, sources)}`);
  }
  const own = hosts.filter((host) => !passesOn(scenario, host)).map(({ source }) => source);
  const missing = own.filter((of, index) => own.indexOf(of) === index && !declared.some((one) => one.of === of));
  const subscriptions = [...declared, ...missing.map((of) => ({ name: of, of }))];
  return {
    subscriptions,
    node: (name): NodeId => {
      const id = order.indexOf(name);
      if (id === -1) throw oneError('', `there is no node "${name}"${didYouMean(name, order)}`);
      return id;
    },
    subscriptionsOf: (source): SubscriptionId[] => subscriptions.flatMap(({ of }, id) => (of === source ? [id] : [])),
    subscriptionName: (id) => subscriptions[id]!.name,
  };
}

/** Whether a host only passes on what it gets, so that nobody is owed anything by it itself. */
function passesOn(scenario: Scenario, { file }: Host): boolean {
  if (file.clients.length === 0 || ('accepts' in file && file.accepts !== null)) return false;
  return !(scenario.programs[file.program]?.steps ?? []).some(({ step }) => step === 'insert');
}

/** The subscription that a host's own effects are for, if its steps name none. */
export const ownSubscription = ({ source }: Host, names: Names): SubscriptionId =>
  names.subscriptionsOf(source)[0] ?? NONE;

/** The sources that a message reaches which that producer or client sends: directly, and by those who pass it on. */
export function reachedFrom(scenario: Scenario, from: ProducerFile | ClientFile, key: string | null): string[] {
  const hosts = hostsOf(scenario);
  const reached = new Set<string>();
  const follow = (file: ProducerFile | ClientFile): void => {
    const broker = brokerOf(scenario, file.broker);
    const consumers = scenario.consumers.filter((consumer) => consumer.broker === file.broker);
    for (const source of modelOf(broker.kind).route(file, key, broker, consumers)) {
      if (reached.has(source)) continue;
      reached.add(source);
      for (const host of hosts) if (host.source === source) host.file.clients.forEach(follow);
    }
  };
  follow(from);
  return [...reached];
}
