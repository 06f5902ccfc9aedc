import { OUTCOMES, type Outcome } from '../analysis/outcomes';
import { analyse, type MessageRow } from '../analysis/result';
import { receiverOf, senderOf } from '../analysis/scene/route';
import type { SweepFault, SweepPlace, SweepResult } from '../analysis/sweep';
import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { textOf, word } from '../engine/trace/words';
import { NONE, type Micros } from '../engine/units';
import { formatDuration } from '../models/schema';
import type { FaultFile } from '../scenario/schema/faults';

/** One fault at every moment: where it could strike in a run without faults, and what would come of it there. */

/** So many places are tried; of more, some at equal distances. */
const PLACES_MAX = 240;
/** Events of all runs together: beyond that it would take minutes. */
const EVENTS_MAX = 30_000_000;

/** Where a fault could strike, as occurrences that mean the same in the runs that are made of them. */
export function placesOf(trace: Trace, header: TraceHeader, what: SweepFault, events: number): SweepPlace[] {
  const all = what.kind === 'lose' ? losses(trace, header, what.role) : strikes(trace, header, what);
  const most = Math.max(1, Math.min(PLACES_MAX, Math.floor(EVENTS_MAX / Math.max(1, events))));
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]!);
}

/** Each packet, named by what it is: "the 2nd ack of order 3 from payment-1". */
function losses(trace: Trace, header: TraceHeader, role: string | null): SweepPlace[] {
  const words = new Map(header.vocabulary.packets.map((packet) => [word(packet.kind) as number, packet]));
  const counts = new Map<string, number>();
  const places: SweepPlace[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.sent) continue;
    const what = trace.field(seq, 'b');
    const known = words.get(what);
    const from = header.nodes[senderOf(trace.field(seq, 'c'), header)];
    const to = header.nodes[receiverOf(trace.field(seq, 'c'), header)];
    const message = header.messages[trace.field(seq, 'e')]?.name;
    if (known === undefined || from === undefined || to === undefined) continue;
    // A name means a kind or a role: what the engine will count is counted here.
    for (const name of new Set<string>([known.kind, known.role])) {
      for (const about of new Set([message, undefined])) bump(counts, `${name}|${from.name}|${about ?? ''}`);
    }
    if (known.quiet === true || (role !== null && known.role !== role)) continue;
    const nth = counts.get(`${textOf(what)}|${from.name}|${message ?? ''}`)!;
    places.push({
      at: trace.timeAt(seq),
      fault: {
        when: {
          packet: known.kind,
          from: from.name,
          ...(message === undefined ? {} : { message }),
          ...(nth === 1 ? {} : { nth }),
        },
        what: 'lose',
      },
      label: `${known.label}${message === undefined ? '' : ` of ${message.replace(/-(\d+)$/, ' $1')}`}, ${from.title} → ${to.title}`,
    });
  }
  return places;
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Each moment at which that node does something or something reaches it. */
function strikes(
  trace: Trace,
  header: TraceHeader,
  what: Extract<SweepFault, { kind: 'crash' | 'pause' }>,
): SweepPlace[] {
  const node = header.nodes.find(({ name }) => name === what.whom);
  if (node === undefined) return [];
  const moments = new Set<Micros>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    const kind = trace.kindAt(seq);
    const touches =
      (kind === KIND.step && trace.field(seq, 'a') === node.id && trace.field(seq, 'c') !== NONE) ||
      (kind === KIND.arrived && trace.field(seq, 'b') === node.id) ||
      (kind === KIND.sent && senderOf(trace.field(seq, 'c'), header) === node.id);
    if (touches) moments.add(trace.timeAt(seq));
  }
  return [...moments].map((at) => ({
    at,
    fault: { when: { at: formatDuration(at) }, what: what.kind, whom: what.whom, for: what.for } satisfies FaultFile,
    label: `${what.kind} of ${node.title}`,
  }));
}

/** How bad each outcome is, worst first: a place has the colour of the worst that comes of it. */
const WORST: readonly Outcome[] = ['lost', 'duplicated', 'rejected', 'expired', 'deadLettered', 'pending', 'done'];

/** What came of a run: how many pairs of message and subscription ended how, and the worst of them. */
export function resultOf(trace: Trace, header: TraceHeader): SweepResult {
  return summed(analyse(trace, header).messages);
}

function summed(rows: readonly MessageRow[]): SweepResult {
  const counts = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length]),
  ) as SweepResult['counts'];
  return { counts, worst: WORST.find((outcome) => counts[outcome] > 0) ?? 'done' };
}
