import type { LinkSpec } from '../engine/world';
import { oneError } from '../scenario/errors';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';
import { brokerOf, hostsOf, modelOf, nodesOfBroker } from './names';

/** Two nodes that talk, and what a scenario file may call the second: itself, or the cluster that it belongs to. */
interface Pair {
  readonly a: string;
  readonly b: string;
  readonly called: readonly string[];
  readonly transport: LinkSpec['transport'];
}

/**
 * The links of a scenario: each client with each node of its broker, each program with its database, brokers with one
 * another, and each monitor with what it watches.
 */
export function linksOf(scenario: Scenario): LinkSpec[] {
  const hosts = hostsOf(scenario);
  const toBroker = (name: string, broker: string): Pair[] => {
    const file = brokerOf(scenario, broker);
    const transport = modelOf(file.kind).transport ?? 'connection';
    return nodesOfBroker(file).map((node) => ({ a: name, b: node.name, called: [node.name, broker], transport }));
  };
  const pairs: Pair[] = [
    ...scenario.producers.flatMap(({ name, broker }) => toBroker(name, broker)),
    ...scenario.consumers.flatMap(({ name, broker }) => toBroker(name, broker)),
    ...hosts.flatMap(({ file }) => file.clients.flatMap(({ broker }) => toBroker(file.name, broker))),
    ...hosts.flatMap(({ file: { name, database: store } }): Pair[] =>
      store === undefined ? [] : [{ a: name, b: store, called: [store], transport: 'connection' }],
    ),
    ...scenario.brokers.flatMap((file) => betweenBrokers(scenario, file)),
  ];
  const watched = scenario.monitors.flatMap(({ name, broker }) =>
    toBroker(name, broker).map((pair): Pair => ({ ...pair, transport: 'request' })),
  );
  const all = [...pairs, ...watched];
  const { network } = scenario;
  for (const { between } of network.links) {
    if (!all.some((pair) => isPair(pair, between)))
      throw oneError('network.links', `there is no link between ${between[0]} and ${between[1]}`);
  }
  // A program that receives from a broker and publishes to it has one link to it, not two.
  const isFirst = ({ a, b }: Pair, index: number): boolean =>
    all.findIndex((other) => other.a === a && other.b === b) === index;
  return all.filter(isFirst).map((pair) => {
    const own = network.links.find(({ between }) => isPair(pair, between));
    const { a, b, transport } = pair;
    return { a, b, transport, latency: own?.latency ?? network.latency, loss: own?.loss ?? 0 };
  });
}

/** Brokers of one cluster have something to say to each other where programs have transactions. */
function betweenBrokers({ consumers }: Scenario, file: BrokerFile): Pair[] {
  const nodes = nodesOfBroker(file).map(({ name }) => name);
  const mine = consumers.filter(({ broker }) => broker === file.name);
  if (!mine.some((consumer) => modelOf(file.kind).publishesTo?.(consumer, file).inTransactions === true)) return [];
  return nodes.flatMap((a, i) =>
    nodes.slice(i + 1).map((b) => ({ a, b, called: [b], transport: 'connection' as const })),
  );
}

const isPair = ({ a, called }: Pair, [x, y]: readonly [string, string]): boolean =>
  (a === x && called.includes(y)) || (a === y && called.includes(x));
