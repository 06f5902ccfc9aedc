import { KIND } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import { NONE, type Micros, type Seq } from '../../engine/units';
import type { Reading } from '../../analysis/reading';
import { atOnce, SLICE, type Work } from '../../analysis/work';
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
  KIND.arrived,
  KIND.lost,
]);

/** Reads a trace for its pace: how fast to show it, and what to fold. */
export function paceOf(reading: Reading): Pacing {
  return atOnce(pacing(reading));
}

/** The same, bit by bit: it stops after so many records each time. Twice through the trace, in order. */
export function* pacing(reading: Reading, slice = SLICE): Work<Pacing> {
  const { trace } = reading;
  const isSeen = seenIn(reading);
  const latencies = new Floats();
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % slice === slice - 1) yield;
    if (trace.kindAt(seq) !== KIND.sent || !isSeen(seq)) continue;
    const latency = latencyOf(reading, seq);
    if (latency > 0) latencies.push(latency);
  }
  const medianLatency = yield* latencies.median();
  const seen = medianLatency * HELD_UP;
  const end = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
  const gaps: Gap[] = [];
  let reached = 0;
  const busy = (from: Micros, to: Micros) => {
    if (from > reached) gaps.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  };
  /** When packets that were held up are seen again, in order. */
  const late: { readonly from: Micros; readonly to: Micros }[] = [];
  const busyUpTo = (time: Micros) => {
    while (late.length > 0 && late[0]!.from <= time) {
      const { from, to } = late.shift()!;
      busy(from, to);
    }
  };
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % slice === slice - 1) yield;
    if (!isSeen(seq)) continue;
    const at = trace.timeAt(seq);
    busyUpTo(at);
    if (trace.kindAt(seq) !== KIND.sent) {
      busy(at, at);
      continue;
    }
    const latency = latencyOf(reading, seq);
    if (latency < 0) continue;
    if (latency <= seen) {
      busy(at, at + latency);
      continue;
    }
    busy(at, at + seen / 2);
    const again = { from: at + latency - seen / 2, to: at + latency };
    const behind = late.findIndex(({ from }) => from > again.from);
    late.splice(behind === -1 ? late.length : behind, 0, again);
  }
  busyUpTo(end);
  if (end > reached) gaps.push({ from: reached, to: end });
  return { gaps, medianLatency, end };
}

/** Whether a record is of something that is seen to happen; ends of packets follow from their beginnings. */
function seenIn({ trace, header }: Reading): (seq: Seq) => boolean {
  const { packets, phrases } = header.vocabulary;
  const quietPackets = new Set<number>(packets.filter(({ quiet }) => quiet).map(({ kind }) => word(kind)));
  const quietFacts = new Set<number>(phrases.filter(({ quiet }) => quiet).map(({ name }) => word(name)));
  return (seq) => {
    const kind = trace.kindAt(seq);
    if (kind === KIND.sent) return !quietPackets.has(trace.field(seq, 'b'));
    if (kind === KIND.fact) return !quietFacts.has(trace.field(seq, 'b'));
    return !UNSEEN.has(kind);
  };
}

/** How long the packet was under way that this record sent; -1 if it is still under way at the end. */
function latencyOf({ trace, packets }: Reading, sent: Seq): Micros {
  const ended = packets.ended(trace.field(sent, 'a'));
  return ended === NONE ? -1 : trace.timeAt(ended) - trace.timeAt(sent);
}

/** Numbers in a column that grows. */
class Floats {
  private values = new Float64Array(1024);
  private count = 0;

  push(value: number): void {
    if (this.count === this.values.length) {
      const values = new Float64Array(this.count * 2);
      values.set(this.values);
      this.values = values;
    }
    this.values[this.count] = value;
    this.count += 1;
  }

  /**
   * The middle one; 0 of none. Numbers are parted into smaller and larger ones around one of them until the middle one
   * is alone (Hoare's quickselect): putting half a million in order would hold the page up for several frames.
   */
  *median(): Work<number> {
    const { values } = this;
    const middle = this.count >> 1;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const pivot = values[(low + high) >>> 1]!;
      let [i, j] = [low, high];
      while (i <= j) {
        while (values[i]! < pivot) i += 1;
        while (values[j]! > pivot) j -= 1;
        if (i > j) break;
        [values[i], values[j]] = [values[j]!, values[i]!];
        i += 1;
        j -= 1;
      }
      if (middle <= j) high = j;
      else if (middle >= i) low = i;
      else break;
      yield;
    }
    return this.count === 0 ? 0 : values[middle]!;
  }
}
