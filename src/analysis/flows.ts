import type { Micros, MessageId, Seq } from '../engine/units';
import { NONE } from '../engine/units';
import { KIND } from '../engine/trace/record';
import type { Reading } from './reading';
import { StepSeries, type Series } from './series';
import { atOnce, SLICE, type Work } from './work';

/** Packets under way over time, messages and answers apart; heartbeats and empty polls do not count. */
export const inFlightSeries = (reading: Reading): Series[] => atOnce(readInFlight(reading));

/** The same, bit by bit. */
export function* readInFlight(reading: Reading): Work<Series[]> {
  const { trace } = reading;
  const messages = new StepSeries('messages', 'in flight');
  const others = new StepSeries('answers and requests', 'in flight');
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    if (kind !== KIND.sent && kind !== KIND.arrived && kind !== KIND.lost) continue;
    const sent = kind === KIND.sent ? seq : reading.packets.sent(trace.field(seq, 'a'));
    if (sent === NONE) continue;
    const words = reading.wordsOf(trace.field(sent, 'b'));
    if (words?.quiet === true) continue;
    (words?.shape === 'message' ? messages : others).add(trace.timeAt(seq), kind === KIND.sent ? 1 : -1);
  }
  return [messages, others];
}

/** An effect that is the first of its message for its subscription: how long it took since the message was produced. */
export interface Latency {
  readonly seq: Seq;
  readonly at: Micros;
  readonly message: MessageId;
  readonly subscription: number;
  readonly latency: Micros;
}

/** In the order of the effects. */
export const latenciesOf = (reading: Reading): Latency[] => atOnce(readLatencies(reading));

/** The same, bit by bit. */
export function* readLatencies(reading: Reading): Work<Latency[]> {
  const { trace } = reading;
  const produced = new Map<MessageId, Micros>();
  const latencies: Latency[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    if (kind === KIND.produced) produced.set(trace.field(seq, 'a'), trace.timeAt(seq));
    if (kind !== KIND.effect || reading.previousEffect(seq) !== NONE) continue;
    const message = trace.field(seq, 'a');
    const at = trace.timeAt(seq);
    latencies.push({
      seq,
      at,
      message,
      subscription: trace.field(seq, 'b'),
      latency: at - (produced.get(message) ?? at),
    });
  }
  return latencies;
}

/** Moments at which something was produced, delivered into a hand or had its effect. Each ascending. */
export interface Moments {
  readonly name: string;
  readonly at: readonly Micros[];
}

/** What rates are counted from: a list for what producers ask for, and one a subscription's effects. */
export const momentsOf = (reading: Reading): Moments[] => atOnce(readMoments(reading));

/** The same, bit by bit. */
export function* readMoments({ trace, header }: Reading): Work<Moments[]> {
  const produced: Micros[] = [];
  const effects = header.subscriptions.map((): Micros[] => []);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    if (kind === KIND.produced) produced.push(trace.timeAt(seq));
    else if (kind === KIND.effect) effects[trace.field(seq, 'b')]?.push(trace.timeAt(seq));
  }
  return [
    { name: 'produced', at: produced },
    ...header.subscriptions.map((name, id) => ({ name: `done by ${name}`, at: effects[id]! })),
  ];
}

/** How many a second, in stretches of that width: each value stands at the beginning of its stretch. */
export function rateOf(moments: readonly Micros[], width: Micros, end: Micros): { at: Micros; value: number }[] {
  const bins = Math.max(1, Math.ceil(end / width));
  const counts = new Float64Array(bins);
  for (const at of moments) counts[Math.min(bins - 1, Math.floor(at / width))]! += 1;
  return Array.from(counts, (count, bin) => ({ at: bin * width, value: (count * 1_000_000) / width }));
}
