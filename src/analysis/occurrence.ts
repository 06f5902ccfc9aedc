import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { textOf, word } from '../engine/trace/words';
import { NONE, type PacketId, type Seq } from '../engine/units';
import type { FaultFile } from '../scenario/schema/faults';
import type { Reading } from './reading';
import { senderOf } from './scene/route';

export type PacketWhen = Extract<FaultFile['when'], { readonly packet: string }>;

/** As `occurrenceAt`, by the packet; null for one that the trace never sent. */
export function whenOf({ trace, header, packets }: Reading, packet: PacketId): PacketWhen | null {
  const sent = packets.sent(packet);
  return sent === NONE ? null : occurrenceAt(trace, header, sent);
}

/**
 * A packet named by what it is and not by its moment: "the 2nd ack of order 3 from payment-1". That
 * survives changes before it, and in this run it means that packet and no other.
 *
 * @param sent its `sent` record
 */
export function occurrenceAt(trace: Trace, header: TraceHeader, sent: Seq): PacketWhen {
  const kind = textOf(trace.field(sent, 'b'));
  const from = senderOf(trace.field(sent, 'c'), header);
  const message = trace.field(sent, 'e');
  // A name means a kind or a role: what the engine will count is counted here.
  const whats = new Set(
    header.vocabulary.packets
      .filter((words) => words.kind === kind || words.role === kind)
      .map((words) => word(words.kind) as number),
  );
  let nth = 0;
  for (let seq = sent; seq >= 0; seq -= 1) {
    // Nothing is about a message before it was produced.
    if (message !== NONE && trace.kindAt(seq) === KIND.produced && trace.field(seq, 'a') === message) break;
    if (trace.kindAt(seq) !== KIND.sent || !whats.has(trace.field(seq, 'b'))) continue;
    if (message !== NONE && trace.field(seq, 'e') !== message) continue;
    if (senderOf(trace.field(seq, 'c'), header) === from) nth += 1;
  }
  const name = header.messages[message]?.name;
  return {
    packet: kind,
    from: header.nodes[from]!.name,
    ...(name === undefined ? {} : { message: name }),
    ...(nth === 1 ? {} : { nth }),
  };
}
