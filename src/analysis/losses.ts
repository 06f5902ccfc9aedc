import { KIND } from '../engine/trace/record';
import { textOf, word, type Word } from '../engine/trace/words';
import { W } from '../engine/words';
import { NONE, type CopyId, type MessageId, type Seq, type SubscriptionId } from '../engine/units';
import { mayServe } from './scene/mask';
import type { Reading } from './reading';
import { ACKED } from './scene/reasons';
import type { MessageScene, SubscriptionScene } from './scene/scene';

/**
 * How a message was lost, in the trace's own words:
 * - a broker's reason for giving it up (`overflowed`, `truncated`, `unroutable` …);
 * - `skipped-by-commit`: a position moved past it before it was ever delivered;
 * - `auto-acked-then-lost`: counted as done when it was sent, and lost on the way;
 * - `acked-then-crashed` and the like: quit by the consumer's word, then gone from its hand or its program without an effect;
 * - `acked-without-effect`: settled by a program that did nothing with it;
 * - a fact about it (`unroutable`), `not-routed`, `lost-in-transit`, `gone-with-producer`, `never-sent`: it was never owed.
 */
export function lossOf(reading: Reading, message: MessageScene, row: SubscriptionScene): string {
  const { released } = row;
  if (released === null) return neverOwed(reading, message);
  if (!ACKED.has(released)) return textOf(released);
  const traces = lastTraces(reading, message.message);
  if (row.deliveries === 0) return traces.loss === NONE ? 'skipped-by-commit' : `${textOf(released)}-then-lost`;
  const why = lastHand(reading, traces, row.subscription);
  if (why !== null && !ACKED.has(why)) return `${textOf(released)}-then-${textOf(why)}`;
  return diedAtWork(reading, traces) ? `${textOf(released)}-then-crashed` : `${textOf(released)}-without-effect`;
}

/** Whether the program that had it last died at one of its steps, or between two. */
function diedAtWork({ trace, header }: Reading, { step }: Traces): boolean {
  if (step === NONE) return false;
  const node = trace.field(step, 'a');
  const isLast = trace.field(step, 'b') + 1 >= (header.nodes[node]?.program.length ?? 0);
  for (let seq = step + 1; seq < trace.length; seq += 1) {
    if (trace.field(seq, 'a') !== node) continue;
    if (trace.kindAt(seq) === KIND.node && trace.field(seq, 'b') === W.crashed)
      return !isLast || trace.timeAt(seq) === trace.timeAt(step);
    if (trace.kindAt(seq) === KIND.step && trace.field(seq, 'b') === 0) return false;
  }
  return false;
}

function neverOwed(reading: Reading, { message, stored }: MessageScene): string {
  const { fact, loss, waiting } = lastTraces(reading, message);
  if (fact !== NONE && fact > loss) return textOf(reading.trace.field(fact, 'b'));
  if (stored > 0) return 'not-routed';
  if (loss !== NONE) return 'lost-in-transit';
  return waiting === NONE ? 'never-sent' : 'gone-with-producer';
}

/** Facts that are told of a message when it is born, and say nothing of what becomes of it. */
const BORN_SO: ReadonlySet<Word> = new Set([word('poison'), word('faulty')]);

interface Traces {
  /** The last record of each sort about a message. */
  fact: Seq;
  loss: Seq;
  waiting: Seq;
  step: Seq;
  /** Its copies that came into a hand, in order. */
  readonly hands: CopyId[];
}

/** What the whole trace says about messages, read once: rows that were lost can be many. */
const known = new WeakMap<Reading, Map<MessageId, Traces>>();

function lastTraces(reading: Reading, message: MessageId): Traces {
  let all = known.get(reading);
  if (all === undefined) {
    all = collect(reading);
    known.set(reading, all);
  }
  return all.get(message) ?? { fact: NONE, loss: NONE, waiting: NONE, step: NONE, hands: [] };
}

function collect({ trace, header, packets }: Reading): Map<MessageId, Traces> {
  const all = new Map<MessageId, Traces>();
  const of = (message: MessageId): Traces => {
    let traces = all.get(message);
    if (traces === undefined) {
      traces = { fact: NONE, loss: NONE, waiting: NONE, step: NONE, hands: [] };
      all.set(message, traces);
    }
    return traces;
  };
  for (let seq = 0; seq < trace.length; seq += 1) {
    switch (trace.kindAt(seq)) {
      case KIND.fact:
        if (trace.field(seq, 'd') !== NONE && !BORN_SO.has(trace.field(seq, 'b'))) of(trace.field(seq, 'd')).fact = seq;
        break;
      case KIND.lost: {
        const sent = packets.sent(trace.field(seq, 'a'));
        if (sent !== NONE && trace.field(sent, 'e') !== NONE) of(trace.field(sent, 'e')).loss = seq;
        break;
      }
      case KIND.step:
        if (trace.field(seq, 'c') !== NONE) of(trace.field(seq, 'c')).step = seq;
        break;
      case KIND.put: {
        const shape = header.places[trace.field(seq, 'c')]?.shape;
        if (shape === 'hand') of(trace.field(seq, 'b')).hands.push(trace.field(seq, 'a'));
        else if (shape === 'waiting') of(trace.field(seq, 'b')).waiting = seq;
        break;
      }
      default:
    }
  }
  return all;
}

/** Why its last copy for that subscription left the hand it was in; null if it is there still or never was in one. */
function lastHand({ copies, trace }: Reading, { hands }: Traces, subscription: SubscriptionId): Word | null {
  const copy = hands.findLast((candidate) => mayServe(copies.mask(candidate), subscription));
  if (copy === undefined) return null;
  const taken = copies.taken(copy);
  return taken === NONE ? null : trace.field(taken, 'c');
}
