import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import type { FaultFile } from '../../scenario/schema/faults';
import { NONE, type MessageId, type PacketId } from '../../engine/units';

/**
 * Which packets are not the first by which a producer sent a message, and which try they are. Read from
 * the whole trace once: the scene of a moment does not remember what was sent before.
 */
export function attemptsOf(trace: Trace, header: TraceHeader): ReadonlyMap<PacketId, number> {
  const kinds = new Set<number>(
    header.vocabulary.packets.filter(({ role }) => role === 'publish').map(({ kind }) => word(kind)),
  );
  const sent = new Map<MessageId, number>();
  const attempts = new Map<PacketId, number>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.sent || !kinds.has(trace.field(seq, 'b'))) continue;
    const message = trace.field(seq, 'e');
    if (message === NONE) continue;
    const attempt = (sent.get(message) ?? 0) + 1;
    sent.set(message, attempt);
    if (attempt > 1) attempts.set(trace.field(seq, 'a'), attempt);
  }
  return attempts;
}

/**
 * How much of its way a packet has made when a fault takes it, where the fault says so. Else it is half,
 * which is what a scene can assume.
 */
export function lostAlong(trace: Trace, faults: readonly FaultFile[]): ReadonlyMap<PacketId, number> {
  const along = new Map<PacketId, number>();
  if (faults.every((fault) => fault.along === undefined)) return along;
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.fault) continue;
    const part = faults[trace.field(seq, 'a')]?.along;
    const packet = trace.field(seq, 'b');
    if (part !== undefined && packet !== NONE) along.set(packet, part);
  }
  return along;
}
