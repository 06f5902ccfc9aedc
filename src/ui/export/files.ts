import '../../scenario/allKinds';
import { latencyCsv, ledgerCsv, seriesCsv } from '../../analysis/csv';
import { analyse } from '../../analysis/result';
import type { RunSummary } from '../../analysis/summary';
import { linesOf } from '../../engine/trace/jsonl';
import { load } from '../../scenario/load';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { writeFile } from '../../scenario/write';
import type { Edit } from '../app/editStore';
import type { Run } from '../app/runStore';
import { saveBlob, saveText } from '../app/saveFile';
import { fileOf } from '../app/scenarioFile';

/** What a run can be taken away as. */
export interface Taken {
  readonly label: string;
  readonly note: string;
  /** The end of the file's name. */
  readonly ending: string;
  save(run: Run, edit: Edit): Promise<void>;
}

const nameOf = ({ scenario }: Run): string => `${scenario.id}-${scenario.variant}-seed-${scenario.seed}`;

const csv = (label: string, note: string, part: string, make: (run: Run) => string): Taken => ({
  label,
  note,
  ending: `${part}.csv`,
  save: async (run) => saveText(`${nameOf(run)}-${part}.csv`, 'text/csv', make(run)),
});

export const FILES: readonly Taken[] = [
  csv(
    'Series',
    'Depth, unacked, lag and packets in flight, one line a change',
    'series',
    ({ trace, header, reading }) => seriesCsv(trace, header, reading),
  ),
  csv('Ledger', 'What became of each message', 'ledger', (run) => ledgerCsv(wholeSummary(run))),
  csv('Latencies', 'From production to effect', 'latencies', ({ reading, header }) => latencyCsv(reading, header)),
  {
    label: 'Trace',
    note: 'Every record, as JSON Lines (docs/trace.md)',
    ending: 'trace.jsonl',
    save: async (run) => saveBlob(`${nameOf(run)}.trace.jsonl`, traceBlob(run)),
  },
  {
    label: 'Outcome',
    note: 'What “sim run --json --messages” prints',
    ending: 'outcome.json',
    save: async (run) =>
      saveText(`${nameOf(run)}.json`, 'application/json', `${JSON.stringify(wholeSummary(run), null, 2)}\n`),
  },
  {
    label: 'Scenario with its faults',
    note: 'Variant, settings, seed and faults in force written into one file',
    ending: 'scenario.json',
    save: async (run, edit) => {
      const file = await fileOf(edit.source);
      if (file !== null) saveText(`${nameOf(run)}.scenario.json`, 'application/json', writeFile(inForce(file, edit)));
    },
  },
];

/** With a row for each message, which the worker leaves out. */
export function wholeSummary({ summary, trace, header }: Pick<Run, 'summary' | 'trace' | 'header'>): RunSummary {
  const { faults, assertions, ...rest } = summary;
  return { ...rest, messages: analyse(trace, header).messages, faults, assertions };
}

/** The scenario as it is run: nothing is left to choose. */
export function inForce(file: ScenarioFile, { variant, seed, settings, faults }: Omit<Edit, 'source'>): ScenarioFile {
  const loaded = load(file, { variant, seed, settings, faults });
  const whole = { ...loaded.file, seed: loaded.seed, faults: loaded.faults };
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'variants')) as unknown as ScenarioFile;
}

/** In pieces, so that a long trace is never one text. */
function traceBlob({ trace, header }: Run): Blob {
  const pieces: string[] = [];
  let lines: string[] = [];
  for (const line of linesOf(trace, header)) {
    lines.push(line);
    if (lines.length === 10_000) {
      pieces.push(`${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) pieces.push(`${lines.join('\n')}\n`);
  return new Blob(pieces, { type: 'application/x-ndjson' });
}
