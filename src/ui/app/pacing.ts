import { KIND } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import type { Micros, PacketId } from '../../engine/units';
import type { Gap } from './folding';

/** How long the median packet takes on screen: when someone sees the page for the first time, and later. */
export const PACKET_MS_FIRST = 1400;
export const PACKET_MS = 900;

/** A packet that takes this many times the median is held up, not under way: most of its time can be folded. */
const HELD_UP = 8;

export interface Pacing {
  /** Stretches in which nothing can be seen to happen. */
  readonly gaps: readonly Gap[];
  /** Time under way of the median packet; 0 if nothing travels. */
  readonly medianLatency: Micros;
  readonly end: Micros;
}

/** The speed at which a packet of that latency takes so long on screen. Without packets: real time. */
export function speedFor(medianLatency: Micros, packetMs: number): number {
  return medianLatency <= 0 ? 1 : medianLatency / 1000 / packetMs;
}

/** Records of the books, which nobody sees happen. */
const UNSEEN: ReadonlySet<number> = new Set([
  KIND.intended,
  KIND.carries,
  KIND.noted,
  KIND.owed,
  KIND.released,
  KIND.stopped,
  KIND.ended,
  KIND.clock,
]);

/** Reads a trace once for its pace: how fast to show it, and what to fold. */
export function paceOf(trace: Trace, header: TraceHeader): Pacing {
  const quiet = new Set(
    header.vocabulary.packets.filter((packet) => packet.quiet).map(({ kind }) => word(kind) as number),
  );
  const quietFacts = new Set(
    header.vocabulary.phrases.filter((phrase) => phrase.quiet).map(({ name }) => word(name) as number),
  );
  const sentAt = new Map<PacketId, Micros>();
  const flights: { from: Micros; to: Micros }[] = [];
  const instants: Micros[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    const kind = trace.kindAt(seq);
    const at = trace.timeAt(seq);
    if (kind === KIND.sent) {
      if (!quiet.has(trace.field(seq, 'b'))) sentAt.set(trace.field(seq, 'a'), at);
    } else if (kind === KIND.arrived || kind === KIND.lost) {
      const packet = trace.field(seq, 'a');
      const from = sentAt.get(packet);
      if (from !== undefined) flights.push({ from, to: at });
      sentAt.delete(packet);
    } else if (!UNSEEN.has(kind) && !(kind === KIND.fact && quietFacts.has(trace.field(seq, 'b')))) {
      instants.push(at);
    }
  }
  const end = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
  const medianLatency = median(flights.map(({ from, to }) => to - from).filter((latency) => latency > 0));
  const seen = medianLatency * HELD_UP;
  const busy = flights.flatMap(({ from, to }) =>
    to - from <= seen
      ? [{ from, to }]
      : [
          { from, to: from + seen / 2 },
          { from: to - seen / 2, to },
        ],
  );
  for (const at of instants) busy.push({ from: at, to: at });
  return { gaps: gapsBetween(busy, end), medianLatency, end };
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

/** What lies between busy stretches, in order. */
export function gapsBetween(busy: { readonly from: Micros; readonly to: Micros }[], end: Micros): Gap[] {
  busy.sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let reached = 0;
  for (const { from, to } of busy) {
    if (from > reached) gaps.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  if (end > reached) gaps.push({ from: reached, to: end });
  return gaps;
}
