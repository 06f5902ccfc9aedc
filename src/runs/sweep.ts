import { OUTCOMES, type Outcome } from '../analysis/outcomes';
import { analyse, type MessageRow } from '../analysis/result';
import { occurrenceAt } from '../analysis/occurrence';
import { receiverOf, senderOf } from '../analysis/scene/route';
import type { SweepFault, SweepPlace, SweepResult } from '../analysis/sweep';
import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { word } from '../engine/trace/words';
import { NONE, type Micros, type Seq } from '../engine/units';
import { formatDuration } from '../models/schema';
import type { FaultFile } from '../scenario/schema/faults';

/** One fault at every moment: where it could strike in a run without faults, and what would come of it there. */

/** So many places are tried; of more, some at equal distances. */
const PLACES_MAX = 240;
/** Events of all runs together: beyond that it would take minutes. */
const EVENTS_MAX = 30_000_000;

/** Where a fault could strike, as occurrences that mean the same in the runs that are made of them. */
export function placesOf(trace: Trace, header: TraceHeader, what: SweepFault, events: number): readonly SweepPlace[] {
  const most = Math.max(1, Math.min(PLACES_MAX, Math.floor(EVENTS_MAX / Math.max(1, events))));
  if (what.kind !== 'lose') return thinned(strikes(trace, header, what), most);
  return thinned(packetsOf(trace, header, what.role), most).map((seq) => lossAt(trace, header, seq));
}

function thinned<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]!);
}

/** The `sent` records of packets of that role, or of all that are not quiet. */
function packetsOf(trace: Trace, header: TraceHeader, role: string | null): Seq[] {
  const wanted = new Set(
    header.vocabulary.packets
      .filter((words) => words.quiet !== true && (role === null || words.role === role))
      .map(({ kind }) => word(kind) as number),
  );
  const sent: Seq[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) === KIND.sent && wanted.has(trace.field(seq, 'b'))) sent.push(seq);
  }
  return sent;
}

function lossAt(trace: Trace, header: TraceHeader, sent: Seq): SweepPlace {
  const when = occurrenceAt(trace, header, sent);
  const { label } = header.vocabulary.packets.find(({ kind }) => kind === when.packet)!;
  const about = when.message === undefined ? '' : ` of ${when.message.replace(/-(\d+)$/, ' $1')}`;
  const [from, to] = [senderOf, receiverOf].map((end) => header.nodes[end(trace.field(sent, 'c'), header)]!.title);
  return { at: trace.timeAt(sent), fault: { when, what: 'lose' }, label: `${label}${about}, ${from} → ${to}` };
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
