import { KIND } from '../engine/trace/record';
import { NONE, type ConnectionId, type NodeId, type PacketId, type Seq } from '../engine/units';
import { W } from '../engine/words';
import { routeOf } from './scene/route';
import { sentence, type Telling } from './sentences';
import { Steps } from './steps';
import type { Beat } from './story';

/** The story of a packet, a node or a connection: the log's sentences that belong to it, so far. */

/** Causes told before a packet, and consequences after it. */
const CAUSES_MAX = 5;
const CONSEQUENCES_MAX = 8;
/** Of a longer history the beginning is left out. */
const BEATS_MAX = 60;

/** What led to a packet, the packet itself, and what came of it. */
export function packetStory(telling: Telling, packet: PacketId, before: Seq): Beat[] {
  const { reading } = telling;
  const { trace, packets } = reading;
  const steps = new Steps(reading);
  const sent = packets.sent(packet);
  if (sent === NONE) return [];
  const led: Seq[] = [];
  for (let cause = trace.causeAt(sent); cause !== NONE && led.length < CAUSES_MAX; cause = trace.causeAt(cause))
    if (steps.isStep(cause)) led.unshift(cause);
  const ended = packets.ended(packet);
  const came: Seq[] = [];
  if (ended !== NONE) {
    const fault = trace.causeAt(ended);
    if (fault !== NONE && trace.kindAt(fault) === KIND.fault) came.push(fault);
    came.push(ended);
    for (let seq = ended + 1; seq < trace.length && came.length < CONSEQUENCES_MAX; seq += 1)
      if (came.includes(trace.causeAt(seq)) && steps.isStep(seq)) came.push(seq);
  }
  return tell(
    telling,
    [...led, sent, ...came].filter((seq) => seq < before),
  );
}

/** What a node was, did and suffered: starts, crashes, connections, decisions, effects. */
export function nodeStory(telling: Telling, node: NodeId, before: Seq): Beat[] {
  const { trace, header } = telling.reading;
  const steps = new Steps(telling.reading);
  const isOf = (seq: Seq): boolean => {
    switch (trace.kindAt(seq)) {
      case KIND.node:
      case KIND.fact:
      case KIND.produced:
      case KIND.learned:
        return trace.field(seq, trace.kindAt(seq) === KIND.produced ? 'b' : 'a') === node;
      case KIND.effect:
        return trace.field(seq, 'e') === node || header.places[trace.field(seq, 'c')]?.node === node;
      case KIND.connection:
        return trace.field(seq, 'c') === node || trace.field(seq, 'd') === node;
      case KIND.link:
        return trace.field(seq, 'a') === node || trace.field(seq, 'b') === node;
      case KIND.fault:
        return trace.field(seq, 'c') === node;
      default:
        return false;
    }
  };
  return tell(
    telling,
    collect(before, (seq) => isOf(seq) && steps.isStep(seq)),
  );
}

/** How a connection began, what was lost on it, and how it ended. */
export function connectionStory(telling: Telling, connection: ConnectionId, before: Seq): Beat[] {
  const { trace, header, packets } = telling.reading;
  const steps = new Steps(telling.reading);
  const isOf = (seq: Seq): boolean => {
    const kind = trace.kindAt(seq);
    if (kind === KIND.connection) return trace.field(seq, 'a') === connection;
    if (kind !== KIND.lost && kind !== KIND.fault) return false;
    const packet = trace.field(seq, kind === KIND.lost ? 'a' : 'b');
    const sent = packet === NONE ? NONE : packets.sent(packet);
    return sent !== NONE && routeOf(trace.field(sent, 'c'), header).connection === connection;
  };
  return tell(
    telling,
    collect(before, (seq) => isOf(seq) && (trace.kindAt(seq) === KIND.connection || steps.isStep(seq))),
  );
}

/** The latest connection between two nodes that had begun before; NONE if there was none. */
export function connectionBetween({ reading }: Telling, a: NodeId, b: NodeId, before: Seq): ConnectionId {
  const { trace } = reading;
  for (let seq = before - 1; seq >= 0; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.connection) continue;
    const [client, server] = [trace.field(seq, 'c'), trace.field(seq, 'd')];
    if ((client === a && server === b) || (client === b && server === a)) return trace.field(seq, 'a');
  }
  return NONE;
}

/** The latest records that fit, ascending. */
function collect(before: Seq, fits: (seq: Seq) => boolean): Seq[] {
  const found: Seq[] = [];
  for (let seq = before - 1; seq >= 0 && found.length < BEATS_MAX; seq -= 1) if (fits(seq)) found.unshift(seq);
  return found;
}

function tell(telling: Telling, seqs: readonly Seq[]): Beat[] {
  const { reading } = telling;
  const { trace } = reading;
  return seqs.flatMap((seq) => {
    const said = sentence(telling, seq);
    const kind = trace.kindAt(seq);
    const isMishap =
      kind === KIND.fault ||
      kind === KIND.lost ||
      (kind === KIND.node && trace.field(seq, 'b') === W.crashed) ||
      (kind === KIND.connection && trace.field(seq, 'b') === W.reset);
    const emphasis =
      kind === KIND.effect ? (reading.previousEffect(seq) === NONE ? 'effect' : 'again') : isMishap ? 'mishap' : null;
    return said === '' ? [] : [{ seq, at: trace.timeAt(seq), sentence: said, emphasis }];
  });
}
