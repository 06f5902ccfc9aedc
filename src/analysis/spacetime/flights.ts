import type { PacketShape } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import { NONE, type Micros, type NodeId, type PacketId, type Seq } from '../../engine/units';
import type { Reading } from '../reading';
import { receiverOf, senderOf } from '../scene/route';
import { SLICE, type Work } from '../work';
import { Spans } from './spans';

const SHAPES: readonly PacketShape[] = ['message', 'answer', 'refusal', 'request'];
/** Where a packet is taken to have been lost if nothing says so: half way, as on the stage. */
const HALF = 0.5;

/** How a flight ended. */
export type FlightEnd = 'arrived' | 'lost' | 'under-way';

/**
 * Every packet of a run as an arrow in space and time: who sent it when, who had it when. Columns, in the
 * order of sending, so that a million records stay cheap to look through.
 */
export class Flights {
  readonly count: number;
  readonly packets: Int32Array;
  /** The record of its sending. */
  readonly sent: Int32Array;
  /** The record of its end; NONE while under way. */
  readonly ended: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** What it is about, first if several; NONE for nothing. */
  readonly messages: Int32Array;
  readonly starts: Float64Array;
  /** For one under way, the end of the run. */
  readonly ends: Float64Array;
  /** Flights that were lost, ascending. */
  readonly lost: number[] = [];
  private readonly shapes: Uint8Array;
  private readonly quiet: Uint8Array;
  private readonly losses: Uint8Array;
  private readonly along = new Map<PacketId, number>();
  private readonly reading: Reading;
  private readonly kinds: ReadonlyMap<number, { readonly shape: number; readonly quiet: boolean }>;
  private readonly runEnd: Micros;
  private spansKnown: Spans | null = null;
  private filled = 0;

  /** Empty: `readFlights` fills it. */
  constructor(reading: Reading, count: number) {
    const { trace, header } = reading;
    this.reading = reading;
    this.count = count;
    const ints = () => new Int32Array(count);
    [this.packets, this.sent, this.ended] = [ints(), ints(), ints()];
    [this.from, this.to, this.messages] = [ints(), ints(), ints()];
    [this.starts, this.ends] = [new Float64Array(count), new Float64Array(count)];
    [this.shapes, this.quiet, this.losses] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)];
    this.kinds = new Map(
      header.vocabulary.packets.map(({ kind }) => {
        const words = reading.wordsOf(word(kind));
        return [
          word(kind) as number,
          { shape: SHAPES.indexOf(words?.shape ?? 'message'), quiet: words?.quiet === true },
        ];
      }),
    );
    this.runEnd = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
  }

  /** Takes the next packet in. */
  add(seq: Seq): void {
    const { trace, header, packets } = this.reading;
    const { filled: index } = this;
    const packet = trace.field(seq, 'a');
    const route = trace.field(seq, 'c');
    const ended = packets.ended(packet);
    const what = this.kinds.get(trace.field(seq, 'b'));
    this.packets[index] = packet;
    this.sent[index] = seq;
    this.ended[index] = ended;
    this.from[index] = senderOf(route, header);
    this.to[index] = receiverOf(route, header);
    this.messages[index] = trace.field(seq, 'e');
    this.starts[index] = trace.timeAt(seq);
    this.ends[index] = ended === NONE ? this.runEnd : trace.timeAt(ended);
    this.shapes[index] = what?.shape ?? 0;
    this.quiet[index] = what?.quiet === true ? 1 : 0;
    if (ended !== NONE && trace.kindAt(ended) === KIND.lost) {
      this.losses[index] = 1;
      this.lost.push(index);
    }
    this.filled += 1;
  }

  get spans(): Spans {
    this.spansKnown ??= new Spans(this.starts, this.ends);
    return this.spansKnown;
  }

  /** How much of its way a packet had made that a fault took. */
  noteFault(packet: PacketId, along: number | undefined): void {
    if (packet !== NONE && along !== undefined) this.along.set(packet, along);
  }

  shape(index: number): PacketShape {
    return SHAPES[this.shapes[index]!]!;
  }

  /** A heartbeat or an empty poll. */
  isQuiet(index: number): boolean {
    return this.quiet[index] === 1;
  }

  end(index: number): FlightEnd {
    if (this.ended[index] === NONE) return 'under-way';
    return this.losses[index] === 1 ? 'lost' : 'arrived';
  }

  /** How much of its way it has made in the end: 1 if it arrived. */
  reach(index: number): number {
    if (this.end(index) === 'arrived') return 1;
    return this.along.get(this.packets[index]!) ?? HALF;
  }

  /** The flight of a packet; -1 for none. */
  of(packet: PacketId, sent: Seq): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sent[middle]! < sent) low = middle + 1;
      else high = middle;
    }
    return low < this.count && this.packets[low] === packet ? low : -1;
  }

  /** Who sent and who was to have it. */
  ways(index: number): readonly [from: NodeId, to: NodeId] {
    return [this.from[index]!, this.to[index]!];
  }

  /** When it left and when it ended. */
  times(index: number): readonly [start: Micros, end: Micros] {
    return [this.starts[index]!, this.ends[index]!];
  }
}

/**
 * Reads the flights of a run.
 *
 * @param along by fault, how much of its way a packet had made that it took, where it says so
 */
export function* readFlights(reading: Reading, along: readonly (number | undefined)[] = []): Work<Flights> {
  const { trace } = reading;
  let count = 0;
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    if (trace.kindAt(seq) === KIND.sent) count += 1;
  }
  const flights = new Flights(reading, count);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    if (kind === KIND.fault) flights.noteFault(trace.field(seq, 'b'), along[trace.field(seq, 'a')]);
    else if (kind === KIND.sent) flights.add(seq);
  }
  return flights;
}
