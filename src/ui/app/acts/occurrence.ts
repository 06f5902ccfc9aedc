import { routeOf } from '../../../analysis/scene/route';
import type { PacketScene } from '../../../analysis/scene/scene';
import type { Trace } from '../../../engine/trace/columns';
import type { PacketWords, TraceHeader } from '../../../engine/trace/header';
import { KIND } from '../../../engine/trace/record';
import { textOf, word, type Word } from '../../../engine/trace/words';
import { NONE, type MessageId, type NodeId } from '../../../engine/units';
import type { FaultFile } from '../../../scenario/schema/faults';

type PacketWhen = Extract<FaultFile['when'], { readonly packet: string }>;

/** The words of a kind of packet. */
export const wordsOf = (header: TraceHeader, what: Word): PacketWords | undefined =>
  header.vocabulary.packets.find(({ kind }) => word(kind) === what);

/**
 * Names a packet by what it is and not by its moment: "the 2nd ack of order 3 from payment-1". That
 * survives changes before it, and in the run that is shown it means this packet and no other.
 */
export function occurrenceOf(packet: PacketScene, trace: Trace, header: TraceHeader): PacketWhen {
  const kind = textOf(packet.what);
  const message = packet.messages[0] ?? NONE;
  const name = header.messages[message]?.name;
  const nth = countSent(packet, kind, message, trace, header);
  return {
    packet: kind,
    from: header.nodes[packet.from]!.name,
    ...(name === undefined ? {} : { message: name }),
    ...(nth === 1 ? {} : { nth }),
  };
}

/** How many packets up to and including this one the engine would match: a name means a kind or a role. */
function countSent(packet: PacketScene, name: string, message: MessageId, trace: Trace, header: TraceHeader): number {
  const whats = new Set(
    header.vocabulary.packets
      .filter(({ kind, role }) => kind === name || role === name)
      .map(({ kind }) => word(kind) as number),
  );
  let count = 0;
  for (let seq = 0; seq <= packet.sent; seq += 1) {
    if (trace.kindAt(seq) !== KIND.sent || !whats.has(trace.field(seq, 'b'))) continue;
    if (message !== NONE && trace.field(seq, 'e') !== message) continue;
    if (routeOf(trace.field(seq, 'c'), header).from === packet.from) count += 1;
  }
  return count;
}

/** How many times that node reached that step for that message, up to record `upTo`. */
export function countSteps(
  trace: Trace,
  header: TraceHeader,
  node: NodeId,
  step: string,
  message: MessageId,
  upTo: number,
): number {
  const program = header.nodes[node]?.program ?? [];
  let count = 0;
  for (let seq = 0; seq < upTo; seq += 1) {
    if (trace.kindAt(seq) !== KIND.step || trace.field(seq, 'a') !== node || trace.field(seq, 'c') !== message)
      continue;
    if (program[trace.field(seq, 'b')]?.step === step) count += 1;
  }
  return count;
}
