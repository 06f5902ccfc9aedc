import type { NodeSpec, RunSpec } from '../engine/world';
import { word } from '../engine/trace/words';
import type { NodeInfo } from '../engine/trace/header';
import { NONE, type SubscriptionId } from '../engine/units';
import { monitorActor, outletsOf } from '../models/actors';
import { consumerActor, type ConsumerConfig } from '../models/clients/consumer';
import { database, type DatabaseConfig } from '../models/clients/database';
import type { MonitorConfig } from '../models/clients/monitor';
import { producerActor, type ProducerConfig } from '../models/clients/producer';
import { STEP_NAMES } from '../models/clients/program';
import type { Loaded } from '../scenario/load';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';
import type { ConsumerFile, ProducerFile } from '../scenario/schema/topology';
import { checkModels } from './checks';
import { compileFault } from './faults';
import {
  brokerOf,
  hostsOf,
  modelOf,
  namesOf,
  nodesOfBroker,
  ownSubscription,
  reachedFrom,
  type Host,
  type ScenarioNames,
} from './names';
import { linksOf } from './links';
import { compileProgram, headerNotes, writerOf } from './programs';

/** Turns a loaded scenario into what the engine runs. Throws InputErrors for what does not fit together. */
export function buildSpec({ scenario, variant, seed, until, faults }: Loaded): RunSpec {
  const names = namesOf(scenario);
  checkModels(scenario);
  const hosts = hostsOf(scenario);
  const nodes: NodeSpec[] = [
    ...scenario.producers.map((file) => producerNode(scenario, file, names)),
    ...scenario.brokers.flatMap((file) => brokerNodes(scenario, file, hosts, names)),
    ...hosts.filter(({ section }) => section === 'consumers').map((host) => consumerNode(scenario, host, names)),
    ...scenario.databases.map((file): NodeSpec => ({
      info: info(file.name, file.title, 'database', 'store'),
      actor: database,
      messagePrefix: '',
      config: {
        tables: file.tables.map((table) => ({
          ...table,
          subscription: writerOf(scenario, file.name, table.name, names),
        })),
      } satisfies DatabaseConfig,
    })),
    ...scenario.monitors.map((file): NodeSpec => ({
      info: info(file.name, file.title, `alert at ${file.raise}, over at ${file.clear}`, 'consumer'),
      actor: monitorActor(),
      messagePrefix: '',
      config: { ...file, broker: names.node(file.broker) } satisfies MonitorConfig,
    })),
  ];
  const links = linksOf(scenario);
  const vocabularies = nodes.flatMap(({ actor }) => actor.vocabulary.packets);
  return {
    scenario: scenario.id,
    variant,
    noun: scenario.noun,
    seed,
    until,
    nodes,
    links,
    subscriptions: names.subscriptions.map(({ name }) => name),
    faults: faults.map((fault, index) =>
      compileFault(fault, index, {
        nodes: nodes.map((node) => node.info.name),
        links: links.map(({ a, b, transport }) => [a, b, transport]),
        prefixes: scenario.producers.map(({ message }) => message),
        packets: vocabularies.filter((words, at) => vocabularies.findIndex(({ kind }) => kind === words.kind) === at),
        steps: STEP_NAMES,
      }),
    ),
    recordLimit: scenario.recordLimit,
  };
}

/** The names of a scenario's subscriptions, declared or by default. */
export const subscriptionNames = (scenario: Scenario): string[] =>
  namesOf(scenario).subscriptions.map(({ name }) => name);

function info(name: string, title: string | undefined, subtitle: string, column: NodeInfo['column']): NodeSpec['info'] {
  return { name, title: title ?? titleFrom(name), subtitle, column, program: [], code: [] };
}

/** `payment-1` → "Payment 1". */
const titleFrom = (name: string): string =>
  name
    .split(/[-_.]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');

function brokerNodes(scenario: Scenario, file: BrokerFile, hosts: readonly Host[], names: ScenarioNames): NodeSpec[] {
  const model = modelOf(file.kind);
  const consumers = scenario.consumers.filter(({ broker }) => broker === file.name);
  const subtitle = model.caption?.('broker', file) ?? '1 node';
  const host = hosts.find((each) => each.section === 'brokers' && each.file.name === file.name);
  if (host !== undefined) {
    // Called by producers it stands before all else, called by other programs behind them.
    const isCalledFirst = scenario.producers.some(({ broker }) => broker === file.name);
    const card = info(file.name, file.title, subtitle, isCalledFirst ? 'service' : 'consumer');
    return [hostNode(scenario, host, model.brokerConfig(file, names, consumers, 0), card, names)];
  }
  const nodes = nodesOfBroker(file);
  const frame = nodes.length > 1 ? { frame: file.title ?? file.name } : {};
  return nodes.map(({ name, title }, index) => ({
    info: { ...info(name, title, subtitle, 'broker'), ...frame },
    actor: model.broker!,
    config: model.brokerConfig(file, names, consumers, index),
    messagePrefix: '',
  }));
}

function producerNode(scenario: Scenario, file: ProducerFile, names: ScenarioNames): NodeSpec {
  const broker = brokerOf(scenario, file.broker);
  const model = modelOf(broker.kind);
  const keys = file.workload.keys ?? [];
  const intendedFor = (key: string | null): SubscriptionId[] =>
    reachedFrom(scenario, file, key).flatMap((source) => names.subscriptionsOf(source));
  const config: ProducerConfig = {
    workload: {
      messages: file.workload.messages,
      first: file.workload.first,
      every: file.workload.every,
      phases: file.workload.phases,
      arrivals: file.workload.arrivals,
      keys: keys.map(word),
      keysAtRandom: file.workload.choose === 'at random',
      buffer: file.workload.buffer ?? Infinity,
      failing: {
        ...file.workload.failing,
        messages: new Set(file.workload.failing.messages),
        times: file.workload.failing.times ?? Infinity,
      },
    },
    intended: keys.length === 0 ? [intendedFor(null)] : keys.map(intendedFor),
    driver: model.producerConfig(file, broker, names),
  };
  return {
    info: info(file.name, file.title, model.caption?.('producer', file) ?? '', 'producer'),
    actor: producerActor(`${broker.kind}-producer`, model.producer),
    config,
    messagePrefix: file.message,
  };
}

function consumerNode(scenario: Scenario, host: Host, names: ScenarioNames): NodeSpec {
  const file = host.file as ConsumerFile;
  const { model, broker } = host;
  const card = info(file.name, file.title, model.caption?.('consumer', file) ?? '', 'consumer');
  const group = model.groupOf?.(file);
  const node = hostNode(scenario, host, model.consumerConfig(file, broker, names), card, names, file.closes ?? NONE);
  if (group === undefined) return { ...node, startsAt: file.starts };
  const subscription = ownSubscription(host, names);
  return { ...node, startsAt: file.starts, info: { ...node.info, group: { name: group, owner: subscription } } };
}

/** A process that runs a program. */
function hostNode(
  scenario: Scenario,
  host: Host,
  driver: unknown,
  card: NodeSpec['info'],
  names: ScenarioNames,
  closesAt = NONE,
): NodeSpec {
  const { file, model } = host;
  const program = scenario.programs[file.program]!;
  const subscription = ownSubscription(host, names);
  const callees = file.clients.map((client) => ({ client, broker: brokerOf(scenario, client.broker) }));
  const config: ConsumerConfig = {
    program: compileProgram(scenario, host, program, names),
    pace: file.pace,
    concurrency: file.concurrency,
    maxRetries: file.maxRetries,
    earlierRetries: file.earlierRetries,
    databaseReconnectAfter: file.databaseReconnectAfter,
    closesAt,
    database: file.database === undefined ? NONE : names.node(file.database),
    driver,
    outlets: callees.map(({ client, broker }) => ({
      to: broker.name,
      driver: modelOf(broker.kind).producerConfig(client, broker, names),
    })),
  };
  return {
    info: {
      ...card,
      ...(subscription === NONE ? {} : { subscription }),
      code: program.code,
      program: program.steps.map(({ step, label, line }) => ({
        step,
        label: label ?? step,
        line: line === undefined ? NONE : line - 1,
      })),
    },
    actor: consumerActor(
      `${model.kind}-consumer`,
      model.consumer,
      headerNotes(program),
      outletsOf(callees.map(({ broker }) => modelOf(broker.kind).producer)),
    ),
    config,
    messagePrefix: '',
  };
}
