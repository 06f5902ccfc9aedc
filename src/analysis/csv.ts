import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import type { Reading } from './reading';
import type { RunSummary } from './summary';
import { inFlightSeries, latenciesOf } from './flows';
import { depthSeries } from './series';

/** A run as figures for a spreadsheet: comma-separated, a head line first, times in seconds. */

/** What is kept of every queue, log and link over time: one line a change. */
export function seriesCsv(trace: Trace, header: TraceHeader, reading: Reading): string {
  const lines = [['series', 'at_s', 'value']];
  for (const { name, points } of [...depthSeries(trace, header), ...inFlightSeries(reading)])
    for (const { at, value } of points) lines.push([name, seconds(at), String(value)]);
  return csv(lines);
}

/** One line a message and subscription: what became of it. */
export function ledgerCsv(summary: RunSummary): string {
  const head = ['message', 'key', 'subscription', 'outcome', 'told', 'deliveries', 'effects', 'effects_at_s'];
  const rows = (summary.messages ?? []).map(
    ({ id, key, subscription, outcome, belief, deliveries, effects, effectsAt }) => [
      id,
      key ?? '',
      subscription,
      outcome,
      belief,
      String(deliveries),
      String(effects),
      effectsAt.map(seconds).join(' '),
    ],
  );
  return csv([head, ...rows]);
}

/** One line an effect: how long after its production it came. */
export function latencyCsv(reading: Reading, header: TraceHeader): string {
  const rows = latenciesOf(reading).map(({ at, message, latency }) => [
    header.messages[message]?.name ?? '',
    seconds(at),
    String(latency / 1000),
  ]);
  return csv([['message', 'effect_at_s', 'latency_ms'], ...rows]);
}

const seconds = (micros: number): string => String(micros / 1_000_000);
const csv = (lines: readonly (readonly string[])[]): string =>
  `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
/** RFC 4180; a cell that a spreadsheet would take for a formula is written as text. */
const cell = (text: string): string => {
  const safe = /^[=+@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
