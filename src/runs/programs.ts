import type { Vocabulary } from '../engine/trace/header';
import { word } from '../engine/trace/words';
import { NONE, type SubscriptionId } from '../engine/units';
import { stepWord, type Step } from '../models/clients/program';
import { didYouMean, oneError } from '../scenario/errors';
import type { ProgramFile, StepFile } from '../scenario/schema/programs';
import type { Scenario } from '../scenario/schema/scenario';
import { clientTo, hostsOf, ownSubscription, type Host, type ScenarioNames } from './names';

/** Programs as they stand in a file become steps that the interpreter takes: names become numbers, texts words. */

/** What the headers of its messages hold, where that is no plain figure. */
export function headerNotes({ steps }: ProgramFile): Vocabulary['phrases'] {
  const rules = steps.flatMap((step) => (step.step === 'publish' ? Object.entries(step.headers) : []));
  return rules.flatMap(([name, value]) =>
    value === 'retries + 1' ? [] : [{ name, sentence: '', reads: value === 'error' ? 'word' : 'ms' } as const],
  );
}

/** The program of a host. */
export function compileProgram(scenario: Scenario, host: Host, program: ProgramFile, names: ScenarioNames): Step[] {
  const { file } = host;
  const subscription = ownSubscription(host, names);
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
    checkSending(host, step, where);
    return {
      ...ANY_STEP,
      ...compileStep(step, common, host, table, (name) => subscriptionIn(name, subscription, where, names)),
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

/** The subscription whose programs alone write into a table, or NONE. */
export function writerOf(scenario: Scenario, store: string, table: string, names: ScenarioNames): SubscriptionId {
  const writers = hostsOf(scenario)
    .filter(({ file }) => file.database === store)
    .flatMap((host) =>
      (scenario.programs[host.file.program]?.steps ?? []).flatMap((step) => {
        if (step.step !== 'insert' || step.table !== table) return [];
        return [subscriptionIn(step.subscription, ownSubscription(host, names), '', names)];
      }),
    );
  return new Set(writers).size === 1 ? writers[0]! : NONE;
}

/** A program can send on only what its client libraries can, and to where its consumer says it does. */
function checkSending(host: Host, step: StepFile, where: string): void {
  const { file, model, broker } = host;
  const called = file.clients.map((client) => client.broker);
  if (step.step === 'seek' && model.consumer.seek === undefined)
    throw oneError(where, `${model.kind} keeps nothing that has been read: there is no "seek"`);
  if (step.step === 'respond' && model.statuses === undefined)
    throw oneError(where, 'nobody waits for an answer: only a server can "respond"');
  if (step.step === 'respond' && !model.statuses!.includes(step.status))
    throw oneError(`${where}.status`, `expected one of ${model.statuses!.join(', ')}`);
  if (step.step === 'call' && !called.includes(step.to))
    throw oneError(
      `${where}.to`,
      `${file.name} has no client for "${step.to}"${didYouMean(step.to, called)}: name it in its clients`,
    );
  const isTransaction = ['begin-transaction', 'send-offsets', 'commit-transaction', 'abort-transaction'].includes(
    step.step,
  );
  if (step.step !== 'publish' && !isTransaction) return;
  const { targets, inTransactions, hint } = model.publishesTo?.(file, broker) ?? {
    targets: [],
    inTransactions: false,
    hint: `programs cannot send on with ${model.kind}; name another broker in its clients`,
  };
  if (step.step !== 'publish') {
    if (inTransactions) return;
    throw oneError(where, `${file.name} has no transactions: it needs a transactionalId, on Kafka`);
  }
  const known = [...targets, ...called];
  for (const to of targetsOf(step)) {
    if (!known.includes(to))
      throw oneError(`${where}.to`, `${file.name} does not publish to "${to}"${didYouMean(to, known)}: ${hint}`);
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
  status: 0,
  outlet: NONE,
};

type CommonStep = Pick<Step, 'name' | 'conditions' | 'handles'>;

function compileStep(
  step: StepFile,
  common: CommonStep,
  host: Host,
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
    case 'respond':
      return { ...common, step: 'respond', status: step.status };
    case 'call':
      return { ...common, step: 'call', outlet: clientTo(host, step.to) };
    case 'publish': {
      const outlet = typeof step.to === 'string' ? clientTo(host, step.to) : NONE;
      if (outlet !== NONE) return { ...common, step: 'call', outlet };
      return {
        ...common,
        step: 'publish',
        targets: targetsOf(step).map(word),
        routingKey: step.routingKey,
        headers: Object.entries(step.headers).map(([name, value]) => ({ name, note: word(name), value })),
        expirations: typeof step.expiration === 'number' ? [step.expiration] : step.expiration,
      };
    }
    case 'seek':
      return { ...common, step: 'seek', to: step.to, once: step.once };
    case 'fail':
      return { ...common, step: 'fail', error: step.error };
    default:
      return { ...common, step: step.step };
  }
}
