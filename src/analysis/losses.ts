import { KIND } from '../engine/trace/record';
import { textOf, type Word } from '../engine/trace/words';
import { NONE, type CopyId, type MessageId, type Seq, type SubscriptionId } from '../engine/units';
import { mayServe } from './scene/copyIndex';
import type { Reading } from './reading';
import { ACKED } from './scene/reasons';
import type { MessageScene, SubscriptionScene } from './scene/scene';

/**
 * How a message was lost, in the trace's own words:
 * - a broker's reason for giving it up (`overflowed`, `truncated`, `unroutable` …);
 * - `skipped-by-commit`: a position moved past it before it was ever delivered;
 * - `acked-then-crashed` and the like: quit by the consumer's word, then gone from its hand without an effect;
 * - `acked-without-effect`: settled by a program that did nothing with it;
 * - a fact about it (`unroutable`), `not-routed`, `lost-in-transit`, `gone-with-producer`, `never-sent`: it was never owed.
 */
export function lossOf(reading: Reading, message: MessageScene, row: SubscriptionScene): string {
  const { released } = row;
  if (released === null) return neverOwed(reading, message);
  if (!ACKED.has(released)) return textOf(released);
  if (row.deliveries === 0) return 'skipped-by-commit';
  const why = lastHand(reading, message.message, row.subscription);
  return why === null || ACKED.has(why) ? `${textOf(released)}-without-effect` : `${textOf(released)}-then-${textOf(why)}`;
}

function neverOwed(reading: Reading, { message, stored }: MessageScene): string {
  const { fact, loss, waiting } = lastTraces(reading, message);
  if (fact !== NONE && fact > loss) return textOf(reading.trace.field(fact, 'b'));
  if (stored > 0) return 'not-routed';
  if (loss !== NONE) return 'lost-in-transit';
  return waiting === NONE ? 'never-sent' : 'gone-with-producer';
}

interface Traces {
  /** The last record of each sort about a message. */
  fact: Seq;
  loss: Seq;
  waiting: Seq;
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
  return all.get(message) ?? { fact: NONE, loss: NONE, waiting: NONE, hands: [] };
}

function collect({ trace, header, packets }: Reading): Map<MessageId, Traces> {
  const all = new Map<MessageId, Traces>();
  const of = (message: MessageId): Traces => {
    let traces = all.get(message);
    if (traces === undefined) {
      traces = { fact: NONE, loss: NONE, waiting: NONE, hands: [] };
      all.set(message, traces);
    }
    return traces;
  };
  for (let seq = 0; seq < trace.length; seq += 1) {
    switch (trace.kindAt(seq)) {
      case KIND.fact:
        if (trace.field(seq, 'd') !== NONE) of(trace.field(seq, 'd')).fact = seq;
        break;
      case KIND.lost: {
        const sent = packets.sent(trace.field(seq, 'a'));
        if (sent !== NONE && trace.field(sent, 'e') !== NONE) of(trace.field(sent, 'e')).loss = seq;
        break;
      }
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
function lastHand(reading: Reading, message: MessageId, subscription: SubscriptionId): Word | null {
  const { copies, trace } = reading;
  const copy = lastTraces(reading, message).hands.findLast((candidate) => mayServe(copies.mask(candidate), subscription));
  if (copy === undefined) return null;
  const taken = copies.taken(copy);
  return taken === NONE ? null : trace.field(taken, 'c');
}
