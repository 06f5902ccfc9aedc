import { NONE } from '../../../engine/units';
import { textOf } from '../../../engine/trace/words';
import { run, type Run } from '../../../runs/run';
import { load } from '../../../scenario/load';
import type { FaultFile } from '../../../scenario/schema/faults';
import type { ScenarioFile } from '../../../scenario/schema/scenario';

/** A caller and a server 10 ms away, for tests: the server works 50 ms on each request, alone, and charges. */

type Entries = Readonly<Record<string, unknown>>;

export interface HttpScene {
  readonly client?: Entries;
  readonly server?: Entries;
  readonly workload?: Entries;
  readonly steps?: NonNullable<ScenarioFile['programs']>[string]['steps'];
  readonly faults?: readonly FaultFile[];
  readonly until?: string;
}

const WORK: HttpScene['steps'] = [
  { step: 'receive' },
  { step: 'sleep', for: '50ms' },
  { step: 'respond', status: 201 },
];

export const fileOf = ({ client, server, workload, steps, faults, until = '30s' }: HttpScene): ScenarioFile => ({
  format: 1,
  id: 'http',
  title: 'http',
  claim: '',
  until,
  brokers: [
    {
      kind: 'http',
      name: 'bank',
      program: 'work',
      accepts: { title: 'charges', verb: 'charged' },
      ...server,
    },
  ],
  producers: [{ name: 'shop', broker: 'bank', workload: { messages: 1, first: '0ms', ...workload }, ...client }],
  network: { latency: '10ms' },
  programs: { work: { steps: steps ?? WORK } },
  faults: [...(faults ?? [])],
});

export const runHttp = (scene: HttpScene): Run => run(load(fileOf(scene)));

/** What the shop was told, in order: "order-1 acknowledged at 70 ms". */
export function toldIn({ trace, header }: Run): string[] {
  return [...trace.records()].flatMap((record) =>
    record.kind === 'learned'
      ? [`${header.messages[record.message]!.name} ${textOf(record.belief)} at ${record.at / 1000} ms`]
      : [],
  );
}

/** Packets in the order of sending, by their kind: "http-request", "response-201". */
export function packetsIn({ trace }: Run): string[] {
  return [...trace.records()].flatMap((record) => (record.kind === 'sent' ? [textOf(record.what)] : []));
}

/** Facts in order, with what they are about. */
export function factsIn({ trace, header }: Run): string[] {
  return [...trace.records()].flatMap((record) =>
    record.kind === 'fact'
      ? [`${textOf(record.name)}${record.message === NONE ? '' : ` of ${header.messages[record.message]!.name}`}`]
      : [],
  );
}
