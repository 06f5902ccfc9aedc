import type { NodeSpec, RunSpec } from '../engine/world';
import { word } from '../engine/trace/words';
import type { NodeInfo } from '../engine/trace/header';
import { NONE, type SubscriptionId } from '../engine/units';
import { consumerActor, type ConsumerConfig } from '../models/clients/consumer';
import { database, type DatabaseConfig } from '../models/clients/database';
import { monitor, type MonitorConfig } from '../models/clients/monitor';
import { producerActor, type ProducerConfig } from '../models/clients/producer';
import { STEP_NAMES } from '../models/clients/program';
import type { Names } from '../models/ports';
import { didYouMean, InputErrors, type InputIssue } from '../scenario/errors';
import type { Loaded } from '../scenario/load';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';
import type { ConsumerFile, ProducerFile } from '../scenario/schema/topology';
import { compileFault } from './faults';
import { linksOf } from './links';
import { brokerOf, modelOf, namesOf, nodesOfBroker, type ScenarioNames } from './names';
import { compileProgram, headerNotes, subscriptionIn } from './programs';

/** Records after which a run ends with `limit` (docs/trace.md): about 270 MB of columns. */
export const RECORD_LIMIT = 10_000_000;

/** Turns a loaded scenario into what the engine runs. Throws InputErrors for what does not fit together. */
export function buildSpec({ scenario, variant, seed, until, faults }: Loaded): RunSpec {
  const names = namesOf(scenario);
  checkModels(scenario);
  const nodes: NodeSpec[] = [
    ...scenario.producers.map((file) => producerNode(scenario, file, names)),
    ...scenario.brokers.flatMap((file) => brokerNodes(scenario, file, names)),
    ...scenario.consumers.map((file) => consumerNode(scenario, file, names)),
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
      actor: monitor,
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
    recordLimit: RECORD_LIMIT,
  };
}

/** The names of a scenario's subscriptions, declared or by default. */
export const subscriptionNames = (scenario: Scenario): string[] =>
  namesOf(scenario).subscriptions.map(({ name }) => name);

function checkModels(scenario: Scenario): void {
  const issues: InputIssue[] = [];
  for (const broker of scenario.brokers) {
    const mine = <T extends { readonly broker: string }>(clients: readonly T[]) =>
      clients.filter((client) => client.broker === broker.name);
    for (const { part, of, path, message } of modelOf(broker.kind).check(
      broker,
      mine(scenario.producers),
      mine(scenario.consumers),
    )) {
      const section = part === 'broker' ? 'brokers' : part;
      issues.push({ where: `${section}[${of}]${path ? `.${path}` : ''}`, message });
    }
  }
  for (const { name, broker, workload } of scenario.producers) {
    const { kind } = brokerOf(scenario, broker);
    if (workload.buffer !== null && modelOf(kind).producer.outstanding === undefined)
      issues.push({
        where: `producers[${name}].workload.buffer`,
        message: `producers of ${kind} do not count what is under way`,
      });
  }
  for (const consumer of scenario.consumers) {
    const where = `consumers[${consumer.name}]`;
    const programs = Object.keys(scenario.programs);
    const { kind } = brokerOf(scenario, consumer.broker);
    if (consumer.closes !== undefined && modelOf(kind).consumer.close === undefined)
      issues.push({ where: `${where}.closes`, message: `consumers of ${kind} are not closed in this model` });
    if (!scenario.programs[consumer.program]) {
      issues.push({
        where: `${where}.program`,
        message: `there is no program "${consumer.program}"${didYouMean(consumer.program, programs)}`,
      });
    }
    if (consumer.database !== undefined && !scenario.databases.some(({ name }) => name === consumer.database)) {
      issues.push({
        where: `${where}.database`,
        message: `there is no database "${consumer.database}"${didYouMean(
          consumer.database,
          scenario.databases.map(({ name }) => name),
        )}`,
      });
    }
  }
  for (const { name, broker: called, of } of scenario.monitors) {
    const broker = scenario.brokers.find((file) => file.name === called);
    const brokers = scenario.brokers.map((file) => file.name);
    if (broker === undefined) {
      issues.push({
        where: `monitors[${name}].broker`,
        message: `there is no broker "${called}"${didYouMean(called, brokers)}`,
      });
      continue;
    }
    const watchable = modelOf(broker.kind).watchable?.(broker);
    if (watchable === undefined)
      issues.push({ where: `monitors[${name}]`, message: `${broker.kind} cannot be watched in this model yet` });
    else if (!watchable.includes(of))
      issues.push({ where: `monitors[${name}].of`, message: `there is no queue "${of}"${didYouMean(of, watchable)}` });
  }
  if (issues.length > 0) throw new InputErrors(issues);
}

function info(name: string, title: string | undefined, subtitle: string, column: NodeInfo['column']): NodeSpec['info'] {
  return { name, title: title ?? titleFrom(name), subtitle, column, program: [], code: [] };
}

/** `payment-1` → "Payment 1". */
const titleFrom = (name: string): string =>
  name
    .split(/[-_.]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');

function brokerNodes(scenario: Scenario, file: BrokerFile, names: Names): NodeSpec[] {
  const model = modelOf(file.kind);
  const consumers = scenario.consumers.filter(({ broker }) => broker === file.name);
  const subtitle = model.caption?.('broker', file) ?? '1 node';
  const nodes = nodesOfBroker(file);
  const frame = nodes.length > 1 ? { frame: file.title ?? file.name } : {};
  return nodes.map(({ name, title }, index) => ({
    info: { ...info(name, title, subtitle, 'broker'), ...frame },
    actor: model.broker,
    config: model.brokerConfig(file, names, consumers, index),
    messagePrefix: '',
  }));
}

function producerNode(scenario: Scenario, file: ProducerFile, names: ScenarioNames): NodeSpec {
  const broker = brokerOf(scenario, file.broker);
  const model = modelOf(broker.kind);
  const keys = file.workload.keys ?? [];
  const consumers = scenario.consumers.filter((consumer) => consumer.broker === file.broker);
  const intendedFor = (key: string | null): SubscriptionId[] =>
    model.route(file, key, broker, consumers).flatMap((source) => names.subscriptionsOf(source));
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

function consumerNode(scenario: Scenario, file: ConsumerFile, names: ScenarioNames): NodeSpec {
  const broker = brokerOf(scenario, file.broker);
  const model = modelOf(broker.kind);
  const program = scenario.programs[file.program]!;
  const subscription = names.subscriptionsOf(model.sourceOf(file))[0] ?? NONE;
  const config: ConsumerConfig = {
    program: compileProgram(scenario, file, program, subscription, names),
    pace: file.pace,
    concurrency: file.concurrency,
    maxRetries: file.maxRetries,
    earlierRetries: file.earlierRetries,
    databaseReconnectAfter: file.databaseReconnectAfter,
    closesAt: file.closes ?? NONE,
    database: file.database === undefined ? NONE : names.node(file.database),
    driver: model.consumerConfig(file, broker, names),
  };
  const card = info(file.name, file.title, model.caption?.('consumer', file) ?? '', 'consumer');
  const group = model.groupOf?.(file);
  return {
    info: {
      ...card,
      ...(subscription === NONE ? {} : { subscription }),
      ...(group === undefined ? {} : { group: { name: group, owner: subscription } }),
      code: program.code,
      program: program.steps.map(({ step, label, line }) => ({
        step,
        label: label ?? step,
        line: line === undefined ? NONE : line - 1,
      })),
    },
    actor: consumerActor(`${broker.kind}-consumer`, model.consumer, headerNotes(program)),
    config,
    messagePrefix: '',
    startsAt: file.starts,
  };
}

/** The subscription whose consumers alone write into a table, or NONE. */
function writerOf(scenario: Scenario, store: string, table: string, names: ScenarioNames): SubscriptionId {
  const writers = scenario.consumers
    .filter((consumer) => consumer.database === store)
    .flatMap((consumer) =>
      (scenario.programs[consumer.program]?.steps ?? []).flatMap((step) => {
        if (step.step !== 'insert' || step.table !== table) return [];
        const own =
          names.subscriptionsOf(modelOf(brokerOf(scenario, consumer.broker).kind).sourceOf(consumer))[0] ?? NONE;
        return [subscriptionIn(step.subscription, own, '', names)];
      }),
    );
  return new Set(writers).size === 1 ? writers[0]! : NONE;
}
