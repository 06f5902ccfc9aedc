import { KIND } from '../engine/trace/record';
import { NONE, type MessageId, type PacketId, type Seq } from '../engine/units';
import { MESSAGE_COLUMN } from './messageExtents';
import type { Reading } from './reading';

/** All records about one message, ascending: what names it, its copies, or a packet that carries or speaks of it. */
export function recordsAbout(reading: Reading, message: MessageId): Seq[] {
  const packets = packetsAbout(reading, message);
  const found: Seq[] = [];
  const [first, last] = reading.extents.of(message);
  for (let seq = first; seq <= last; seq += 1) if (isAbout(reading, packets, message, seq)) found.push(seq);
  return found;
}

function packetsAbout({ trace, extents }: Reading, message: MessageId): ReadonlySet<PacketId> {
  const packets = new Set<PacketId>();
  const [first, last] = extents.of(message);
  for (let seq = first; seq <= last; seq += 1) {
    const kind = trace.kindAt(seq);
    if (
      kind === KIND.sent
        ? trace.field(seq, 'e') === message
        : kind === KIND.carries && trace.field(seq, 'c') === message
    ) {
      packets.add(trace.field(seq, 'a'));
    }
  }
  return packets;
}

function isAbout({ trace, copies }: Reading, packets: ReadonlySet<PacketId>, message: MessageId, seq: Seq): boolean {
  const kind = trace.kindAt(seq);
  switch (kind) {
    case KIND.sent:
    case KIND.arrived:
    case KIND.lost:
    case KIND.noted:
      return packets.has(trace.field(seq, 'a'));
    case KIND.fault:
      return trace.field(seq, 'b') !== NONE && packets.has(trace.field(seq, 'b'));
    case KIND.taken:
      return copies.message(trace.field(seq, 'a')) === message;
    default: {
      const column = MESSAGE_COLUMN.get(kind);
      return column !== undefined && trace.field(seq, column) === message;
    }
  }
}
