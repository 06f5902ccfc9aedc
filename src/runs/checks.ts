import { didYouMean, InputErrors, type InputIssue } from '../scenario/errors';
import type { Scenario } from '../scenario/schema/scenario';
import { brokerOf, hostsOf, modelOf, type Host } from './names';

/** What is wrong between parts of a scenario file, each of which is well formed. */

/** Checks what the schema alone cannot: what one part of a scenario says of another. Throws InputErrors. */
export function checkModels(scenario: Scenario): void {
  const hosts = hostsOf(scenario);
  const issues = [
    ...brokerIssues(scenario, hosts),
    ...producerIssues(scenario),
    ...hosts.flatMap((host) => hostIssues(scenario, host)),
    ...monitorIssues(scenario),
  ];
  if (issues.length > 0) throw new InputErrors(issues);
}

/** What the models have against their parts of the file; a program's client is a producer to them. */
function brokerIssues(scenario: Scenario, hosts: readonly Host[]): InputIssue[] {
  return scenario.brokers.flatMap((broker) => {
    const isMine = (client: { readonly broker: string }): boolean => client.broker === broker.name;
    const clients = hosts.flatMap(({ file }) =>
      file.clients.filter(isMine).map((client) => ({ ...client, name: file.name })),
    );
    const mistakes = modelOf(broker.kind).check(
      broker,
      [...scenario.producers.filter(isMine), ...clients],
      scenario.consumers.filter(isMine),
    );
    return mistakes.map(({ part, of, path, message }): InputIssue => {
      const host = part === 'producers' ? hosts.find(({ file }) => file.name === of) : undefined;
      const section = host?.section ?? (part === 'broker' ? 'brokers' : part);
      const within = [host === undefined ? '' : `clients[${broker.name}]`, path].filter((one) => one !== '').join('.');
      return { where: `${section}[${of}]${within === '' ? '' : `.${within}`}`, message };
    });
  });
}

function hostIssues({ programs, databases }: Scenario, { section, file, model }: Host): InputIssue[] {
  const where = `${section}[${file.name}]`;
  const issues: InputIssue[] = [];
  if ('closes' in file && file.closes !== undefined && model.consumer.close === undefined)
    issues.push({ where: `${where}.closes`, message: `consumers of ${model.kind} are not closed in this model` });
  if (!programs[file.program]) {
    const message = `there is no program "${file.program}"${didYouMean(file.program, Object.keys(programs))}`;
    issues.push({ where: `${where}.program`, message });
  }
  const stores = databases.map(({ name }) => name);
  if (file.database !== undefined && !stores.includes(file.database)) {
    const message = `there is no database "${file.database}"${didYouMean(file.database, stores)}`;
    issues.push({ where: `${where}.database`, message });
  }
  return issues;
}

function producerIssues(scenario: Scenario): InputIssue[] {
  return scenario.producers.flatMap(({ name, broker, workload }) => {
    const { kind } = brokerOf(scenario, broker);
    if (workload.buffer === null || modelOf(kind).producer.outstanding !== undefined) return [];
    const message = `producers of ${kind} do not count what is under way`;
    return [{ where: `producers[${name}].workload.buffer`, message }];
  });
}

function monitorIssues({ monitors, brokers }: Scenario): InputIssue[] {
  return monitors.flatMap(({ name, broker: called, of }): InputIssue[] => {
    const where = `monitors[${name}]`;
    const broker = brokers.find((file) => file.name === called);
    if (broker === undefined) {
      const known = brokers.map((file) => file.name);
      return [{ where: `${where}.broker`, message: `there is no broker "${called}"${didYouMean(called, known)}` }];
    }
    const watchable = modelOf(broker.kind).watchable?.(broker);
    if (watchable === undefined) return [{ where, message: `${broker.kind} cannot be watched in this model yet` }];
    if (watchable.includes(of)) return [];
    return [{ where: `${where}.of`, message: `there is no queue "${of}"${didYouMean(of, watchable)}` }];
  });
}
