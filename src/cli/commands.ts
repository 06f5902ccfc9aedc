import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { once } from 'node:events';
import { toJsonSchema } from '@valibot/to-json-schema';
import { linesOf } from '../engine/trace/jsonl';
import { consolesOf } from '../models/allConsoles';
import { run, type Run } from '../runs/run';
import { entryOf } from '../runs/view';
import { catalogue } from '../scenario/catalogue';
import { InputErrors } from '../scenario/errors';
import { describeSetting, type SchemaNode } from '../scenario/describe';
import { load, PLAIN } from '../scenario/load';
import { wholeSchema } from '../scenario/schema/scenario';
import { loadOptions, parse, RUN_OPTIONS, seedRange } from './args';
import { asJson, table, type Output } from './output';
import { findSource, loadSource, readText, within } from './source';

/** One command of `sim`: what it is for, how it is called, what it does. The answer is the exit code. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly purpose: string;
  run(argv: readonly string[], cwd: string, output: Output): number | Promise<number>;
}

export const list: Command = {
  name: 'list',
  usage: 'list [--json]',
  purpose: 'the built-in scenarios',
  run(argv, _cwd, output) {
    const args = parse(argv, { json: 'flag' });
    const entries = catalogue.map((file) => entryOf(load(file)));
    if (args.flag('json')) output.result(asJson(entries));
    else
      output.result(
        table([
          ['ID', 'SYSTEMS', 'VARIANTS', 'TITLE'],
          ...entries.map(({ id, systems, variants, title }) => [id, systems.join(' '), variants.join(' '), title]),
        ]),
      );
    return 0;
  },
};

/** The schema of scenario files. A description that stands behind a conversion (a duration becomes microseconds) is taken over. */
const jsonSchema = () =>
  toJsonSchema(wholeSchema(), {
    typeMode: 'input',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema: made }) => {
      const { text, source } = describeSetting(valibotSchema as SchemaNode);
      if (text === '' || made.description !== undefined) return undefined;
      return { ...made, description: source === '' ? text : `${text} Source: ${source}.` };
    },
  });

export const schema: Command = {
  name: 'schema',
  usage: 'schema',
  purpose: 'the JSON Schema of scenario files',
  run(argv, _cwd, output) {
    parse(argv, { json: 'flag' });
    output.result(asJson(jsonSchema()));
    return 0;
  },
};

export const runCommand: Command = {
  name: 'run',
  usage:
    'run ID|FILE [--variant V] [--seed N] [--until D] [--set path=value]… [--fault JSON]… [--faults FILE] [--no-faults] [--messages] [--trace FILE] [--json]',
  purpose: 'runs a scenario once and says what came of it',
  async run(argv, cwd, output) {
    const args = parse(argv, { ...RUN_OPTIONS, messages: 'flag', trace: 'string' });
    const source = findSource(args.positionals[0], cwd);
    const outcome = guarded(source.path, () =>
      run(
        loadSource(
          source,
          loadOptions(args, (path) => readText(path, cwd)),
        ),
      ),
    );
    const tracePath = args.text('trace');
    if (tracePath !== undefined) await writeTrace(resolve(cwd, tracePath), outcome);
    const { messages, assertions, ...rest } = outcome.summary;
    const document = { ...rest, ...(args.flag('messages') ? { messages } : {}), assertions };
    output.result(args.flag('json') ? asJson(document) : readable(outcome));
    if (outcome.summary.ended === 'limit')
      output.warn(
        `the run ended at its limit of ${outcome.loaded.scenario.recordLimit} records; --set recordLimit=N raises it`,
      );
    return 0;
  },
};

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof InputErrors ? within(path, error) : error;
  }
}

async function writeTrace(path: string, { trace, header, loaded }: Run): Promise<void> {
  const consoles = consolesOf(loaded.scenario.brokers.map(({ kind }) => kind));
  const stream = createWriteStream(path);
  for (const line of linesOf(trace, { ...header, consoles })) {
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function readable({ summary }: Run): string {
  const seconds = (micros: number) => `${(micros / 1_000_000).toFixed(3)} s`;
  const lines = [
    `${summary.scenario} (${summary.variant}), seed ${summary.seed}: ${summary.ended} at ${seconds(summary.endedAt)}, ${summary.events} events, ${summary.records} records, digest ${summary.digest}`,
  ];
  for (const [name, outcome] of Object.entries(summary.outcomes)) {
    const parts = Object.entries(outcome)
      .filter(([key, count]) => key !== 'produced' && count > 0)
      .map(([key, count]) => `${count} ${key}`);
    lines.push(`${name}: ${outcome.produced} produced, ${parts.join(', ') || 'nothing came of them'}`);
  }
  lines.push(
    `told: ${Object.entries(summary.beliefs)
      .map(([belief, count]) => `${count} ${belief}`)
      .join(', ')}`,
  );
  for (const fault of summary.faults)
    lines.push(
      `fault ${JSON.stringify(fault.when)} ${fault.what}: ${fault.at === null ? 'found no occasion' : `at ${seconds(fault.at)}`}`,
    );
  for (const { name, kind, holds, detail } of summary.assertions)
    lines.push(`${holds === null ? '–' : holds ? '✓' : '✗'} ${name} (${kind}): ${detail}`);
  return lines.join('\n');
}

export const check: Command = {
  name: 'check',
  usage: 'check ID|FILE|all… [--seeds 1..20] [--json]',
  purpose: 'runs all variants over seeds and tries their assertions',
  run(argv, cwd, output) {
    const args = parse(argv, { seeds: 'string', json: 'flag' });
    const { from, to, text } = seedRange(args.text('seeds') ?? '1..20');
    const wanted = args.positionals.length === 0 ? ['all'] : args.positionals;
    const sources = wanted.flatMap((what) =>
      what === 'all' ? catalogue.map((file) => ({ file, path: '' })) : [findSource(what, cwd)],
    );
    const report = sources.flatMap((source) => {
      const first = loadSource(source, {});
      const variants = Object.keys(first.scenario.variants);
      return (variants.length === 0 ? [PLAIN] : variants).map((variant) => {
        const failed: { seed: number; assertion: string; detail: string }[] = [];
        for (let seed = from; seed <= to; seed += 1) {
          const { summary } = guarded(source.path, () => run(loadSource(source, { variant, seed })));
          for (const { name, holds, detail } of summary.assertions)
            if (holds === false) failed.push({ seed, assertion: name, detail });
        }
        return { scenario: first.scenario.id, variant, seeds: text, failed };
      });
    });
    if (args.flag('json')) output.result(asJson(report));
    else output.result(report.map(checkLine).join('\n'));
    return report.some(({ failed }) => failed.length > 0) ? 1 : 0;
  },
};

function checkLine({
  scenario,
  variant,
  seeds,
  failed,
}: {
  scenario: string;
  variant: string;
  seeds: string;
  failed: { seed: number; assertion: string; detail: string }[];
}): string {
  if (failed.length === 0) return `✓ ${scenario} (${variant}), seeds ${seeds}`;
  return [
    `✗ ${scenario} (${variant}), seeds ${seeds}`,
    ...failed.map(({ seed, assertion, detail }) => `    seed ${seed}: ${assertion}: ${detail}`),
  ].join('\n');
}
