import { spawnSync } from 'node:child_process';
import { parse } from './args';
import { BareLoop } from './bareLoop';
import { CASES, USUAL_CASES, simulationOf } from './benchCases';
import type { Command } from './commands';
import { asJson, table } from './output';
import { didYouMean, oneError } from '../scenario/errors';

/** One row of `sim bench --json`. `ratio`: engine ÷ bare loop, median of paired slices. */
export interface BenchRow {
  readonly case: string;
  readonly trace: boolean;
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly bareLoopEventsPerSecond: number;
  readonly ratio: number;
  readonly peakMemoryMB: number;
  readonly pending: number;
  readonly recordsPerEvent: number;
}

const EVENTS = 1_000_000;
const SLICE = 100_000;
const BARE_SLICE = 200_000;
/** Slices run and thrown away first: what is timed is compiled code, as in any run that is long enough to wait for. */
const WARM_RUNS = 8;

export const bench: Command = {
  name: 'bench',
  usage: 'bench [--json] [--only CASE:on|off]',
  purpose: 'times the engine against a bare event loop, with and without a trace',
  run(argv, _cwd, output) {
    const args = parse(argv, { json: 'flag', only: 'string' });
    const only = args.text('only');
    const chosen = only === undefined ? null : caseOf(only);
    if (chosen?.isMemory === true) {
      output.result(String(measureMemory(chosen.name, chosen.keepTrace)));
      return 0;
    }
    const rows = chosen === null ? allInTheirOwnProcess() : [measure(chosen.name, chosen.keepTrace)];
    if (args.flag('json')) output.result(asJson(rows));
    else
      output.result(
        table([
          ['CASE', 'TRACE', 'EVENTS/S', 'BARE LOOP/S', 'RATIO', 'PENDING', 'RECORDS/EVENT', 'PEAK MB'],
          ...rows.map((row) => [
            row.case,
            row.trace ? 'on' : 'digest',
            millions(row.eventsPerSecond),
            millions(row.bareLoopEventsPerSecond),
            row.ratio.toFixed(3),
            row.pending.toFixed(1),
            row.recordsPerEvent.toFixed(2),
            row.peakMemoryMB.toFixed(0),
          ]),
        ]),
      );
    return 0;
  },
};

const millions = (perSecond: number): string => `${(perSecond / 1_000_000).toFixed(2)} M`;

/** Each case in processes of its own: one that tells its speed when warm, one its peak of memory, with nothing run before. */
function allInTheirOwnProcess(): BenchRow[] {
  return USUAL_CASES.flatMap((name) =>
    [true, false].map((trace) => {
      const only = `${name}:${trace ? 'on' : 'off'}`;
      const peakMemoryMB = Number(inAProcess(`${only}:memory`));
      return { ...(JSON.parse(inAProcess(only)) as [BenchRow])[0], peakMemoryMB };
    }),
  );
}

function inAProcess(only: string): string {
  const args = [...process.execArgv, process.argv[1]!, 'bench', '--json', '--only', only];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`bench of ${only} failed: ${child.stderr}`);
  return child.stdout;
}

function caseOf(text: string): { name: string; keepTrace: boolean; isMemory: boolean } {
  const [name, trace, what] = text.split(':') as [string, string | undefined, string | undefined];
  if (!(name in CASES)) throw oneError('--only', `there is no case "${name}"${didYouMean(name, Object.keys(CASES))}`);
  return { name, keepTrace: trace !== 'off', isMemory: what === 'memory' };
}

const peakMemory = (): number => round(process.resourceUsage().maxRSS / 1024, 1);

/** Runs the case alone, and returns the most memory that the process ever had, in MB. */
function measureMemory(name: string, keepTrace: boolean): number {
  simulationOf(name, keepTrace).advance(EVENTS);
  return peakMemory();
}

/** Slices of the engine alternate with slices of the bare loop, so that the machine's moods hit both. */
function measure(name: string, keepTrace: boolean): BenchRow {
  // The other cases first: a process that has run one model only would flatter its call sites.
  for (const other of USUAL_CASES) simulationOf(other, keepTrace).advance(30_000);
  for (let run = 0; run < WARM_RUNS; run += 1) simulationOf(name, keepTrace).advance(SLICE);
  const simulation = simulationOf(name, keepTrace);
  simulation.advance(5_000);
  const start = { events: simulation.world.events, records: simulation.trace.length };
  const pending: number[] = [];
  const engine: number[] = [];
  const bare: number[] = [];
  let loop = new BareLoop(Math.max(1, simulation.world.agenda.pending));
  loop.run(BARE_SLICE);
  while (simulation.world.events - start.events < EVENTS) {
    const before = simulation.world.events;
    const begun = performance.now();
    const more = simulation.advance(SLICE);
    engine.push(((simulation.world.events - before) / (performance.now() - begun)) * 1000);
    pending.push(simulation.world.agenda.pending);
    loop = new BareLoop(Math.max(1, Math.round(mean(pending))));
    loop.run(20_000);
    const bareBegun = performance.now();
    loop.run(BARE_SLICE);
    bare.push((BARE_SLICE / (performance.now() - bareBegun)) * 1000);
    if (!more) break;
  }
  const events = simulation.world.events - start.events;
  return {
    case: name,
    trace: keepTrace,
    events,
    eventsPerSecond: Math.round(median(engine)),
    bareLoopEventsPerSecond: Math.round(median(bare)),
    ratio: round(median(engine.map((speed, index) => speed / bare[index]!)), 4),
    peakMemoryMB: peakMemory(),
    pending: round(mean(pending), 1),
    recordsPerEvent: round((simulation.trace.length - start.records) / events, 2),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const round = (value: number, digits: number): number => Number(value.toFixed(digits));
