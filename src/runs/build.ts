import type { NodeSpec, RunSpec } from '../engine/world';
import { word } from '../engine/trace/words';
import type { NodeInfo, Vocabulary } from '../engine/trace/header';
import { NONE, type SubscriptionId } from '../engine/units';
import { modelOf as loadedModel } from '../models/actors';
import type { BrokerKind } from '../models/configs';
import { consumerActor, type ConsumerConfig } from '../models/clients/consumer';
import { database, type DatabaseConfig } from '../models/clients/database';
import { producerActor, type ProducerConfig } from '../models/clients/producer';
import { stepWord, STEP_NAMES, type Step } from '../models/clients/program';
import type { BrokerModel, Names } from '../models/ports';
import { didYouMean, InputErrors, oneError, type InputIssue } from '../scenario/errors';
import type { Loaded } from '../scenario/load';
import type { ProgramFile, StepFile } from '../scenario/schema/programs';
import type { BrokerFile, Scenario } from '../scenario/schema/scenario';
import type { ConsumerFile, ProducerFile } from '../scenario/schema/topology';
import { compileFault } from './faults';
import { linksOf } from './links';

/** Records after which a run ends with `limit` (docs/trace.md): about 370 MB of columns. */
export const RECORD_LIMIT = 10_000_000;

type Model = BrokerModel<unknown, unknown, unknown>;

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

const modelOf = (kind: BrokerKind): Model => loadedModel(kind) as unknown as Model;

/** The nodes that a broker of the file is: itself, or those of its cluster. */
export function nodesOfBroker(file: BrokerFile): readonly { readonly name: string; readonly title?: string }[] {
  return modelOf(file.kind).nodesOf?.(file) ?? [file];
}

function brokerOf(scenario: Scenario, name: string): BrokerFile {
  return scenario.brokers.find((broker) => broker.name === name)!;
}

interface ScenarioNames extends Names {
  readonly subscriptions: readonly { readonly name: string; readonly of: string }[];
}

function namesOf(scenario: Scenario): ScenarioNames {
  const brokers = scenario.brokers.flatMap(nodesOfBroker);
  const order = [...scenario.producers, ...brokers, ...scenario.consumers, ...scenario.databases].map(
    ({ name }) => name,
  );
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

/** What the headers of its messages hold, where that is no plain figure. */
function headerNotes({ steps }: ProgramFile): Vocabulary['phrases'] {
  const rules = steps.flatMap((step) => (step.step === 'publish' ? Object.entries(step.headers) : []));
  return rules.flatMap(([name, value]) =>
    value === 'retries + 1' ? [] : [{ name, sentence: '', reads: value === 'error' ? 'word' : 'ms' } as const],
  );
}

function compileProgram(
  scenario: Scenario,
  file: ConsumerFile,
  program: ProgramFile,
  subscription: SubscriptionId,
  names: ScenarioNames,
): Step[] {
  const tables = scenario.databases.find(({ name }) => name === file.database)?.tables ?? [];
  return program.steps.map((step, index): Step => {
    const where = `programs.${file.program}.steps[${index}]`;
    const conditions = step.if === undefined ? null : typeof step.if === 'string' ? [step.if] : step.if;
    const common = { name: stepWord(step.step), conditions, handles: step.catch ?? null };
    const table = (name: string): number => {
      const id = tables.findIndex((one) => one.name === name);
      if (id === -1) {
        throw oneError(
          `${where}.table`,
          `${file.name} has no table "${name}"${
            didYouMean(
              name,
              tables.map((one) => one.name),
            ) || (tables.length === 0 ? ': it has no database' : '')
          }`,
        );
      }
      return id;
    };
    checkSending(scenario, file, step, where);
    return {
      ...ANY_STEP,
      ...compileStep(step, common, table, (name) => subscriptionIn(name, subscription, where, names)),
    };
  });
}

function subscriptionIn(
  name: string | undefined,
  otherwise: SubscriptionId,
  where: string,
  { subscriptions }: ScenarioNames,
): SubscriptionId {
  if (name === undefined) return otherwise;
  const id = subscriptions.findIndex((one) => one.name === name);
  if (id === -1)
    throw oneError(
      `${where}.subscription`,
      `there is no subscription "${name}"${didYouMean(
        name,
        subscriptions.map((one) => one.name),
      )}`,
    );
  return id;
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

/** A program can send on only what its client library can, and to where its consumer says it does. */
function checkSending(scenario: Scenario, file: ConsumerFile, step: StepFile, where: string): void {
  const broker = brokerOf(scenario, file.broker);
  const { kind } = broker;
  const model = modelOf(kind);
  if (step.step === 'seek' && model.consumer.seek === undefined)
    throw oneError(where, `${kind} keeps nothing that has been read: there is no "seek"`);
  const sends = ['publish', 'begin-transaction', 'send-offsets', 'commit-transaction', 'abort-transaction'].includes(
    step.step,
  );
  if (!sends) return;
  const { targets, inTransactions, hint } = model.publishesTo?.(file, broker) ?? {
    targets: [],
    inTransactions: false,
    hint: `programs cannot send on with ${kind}`,
  };
  if (step.step !== 'publish' && !inTransactions)
    throw oneError(where, `${file.name} has no transactions: it needs a transactionalId, on Kafka`);
  if (step.step !== 'publish') return;
  for (const to of targetsOf(step)) {
    if (!targets.includes(to))
      throw oneError(`${where}.to`, `${file.name} does not publish to "${to}"${didYouMean(to, targets)}: ${hint}`);
  }
}

const targetsOf = ({ to }: Extract<StepFile, { step: 'publish' }>): readonly string[] =>
  typeof to === 'string' ? [to] : to;

/** What any step may have, so that all are of one shape: what runs them reads them faster. */
const ANY_STEP = {
  name: NONE,
  conditions: null,
  handles: null,
  step: '',
  time: null,
  clock: NONE,
  table: NONE,
  subscription: NONE,
  multiple: false,
  requeue: false,
  to: null,
  targets: null,
  routingKey: '',
  headers: null,
  expirations: null,
  once: false,
  error: '',
};

type CommonStep = Pick<Step, 'name' | 'conditions' | 'handles'>;

function compileStep(
  step: StepFile,
  common: CommonStep,
  table: (name: string) => number,
  subscription: (name: string | undefined) => SubscriptionId,
): Step {
  switch (step.step) {
    case 'sleep':
      return { ...common, step: 'sleep', time: step.for, clock: word(step.clock) };
    case 'find':
      return { ...common, step: 'find', table: table(step.table) };
    case 'insert':
      return { ...common, step: 'insert', table: table(step.table), subscription: subscription(step.subscription) };
    case 'ack':
      return { ...common, step: 'ack', multiple: step.multiple };
    case 'nack':
      return { ...common, step: 'nack', requeue: step.requeue, multiple: step.multiple };
    case 'reject':
      return { ...common, step: 'reject', requeue: step.requeue };
    case 'publish':
      return {
        ...common,
        step: 'publish',
        targets: targetsOf(step).map(word),
        routingKey: step.routingKey,
        headers: Object.entries(step.headers).map(([name, value]) => ({ name, note: word(name), value })),
        expirations: typeof step.expiration === 'number' ? [step.expiration] : step.expiration,
      };
    case 'seek':
      return { ...common, step: 'seek', to: step.to, once: step.once };
    case 'fail':
      return { ...common, step: 'fail', error: step.error };
    default:
      return { ...common, step: step.step };
  }
}
