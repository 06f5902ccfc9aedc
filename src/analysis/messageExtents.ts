import type { Trace } from '../engine/trace/columns';
import { KIND } from '../engine/trace/record';
import { NONE, type MessageId, type PacketId, type Seq } from '../engine/units';
import { IntColumn } from './scene/intColumn';
import type { CopyIndex } from './scene/copyIndex';
import type { PacketIndex } from './scene/packetIndex';

/** Columns in which records of a kind name a message. Packets and copies are looked up instead. */
export const MESSAGE_COLUMN = new Map<number, 'a' | 'b' | 'c' | 'd' | 'e'>([
  [KIND.produced, 'a'],
  [KIND.intended, 'a'],
  [KIND.sent, 'e'],
  [KIND.carries, 'c'],
  [KIND.put, 'b'],
  [KIND.owed, 'a'],
  [KIND.released, 'a'],
  [KIND.effect, 'a'],
  [KIND.learned, 'b'],
  [KIND.clock, 'c'],
  [KIND.step, 'c'],
  [KIND.fact, 'd'],
]);

/**
 * Between which records all that is about a message stands. Of a million records most are far from any one
 * message: who looks for what became of it looks there alone.
 */
export class MessageExtents {
  private readonly trace: Trace;
  private readonly packets: PacketIndex;
  private readonly copies: CopyIndex;
  private readonly first = new IntColumn(NONE);
  private readonly last = new IntColumn(NONE);
  private seen = 0;

  constructor(trace: Trace, packets: PacketIndex, copies: CopyIndex) {
    this.trace = trace;
    this.packets = packets;
    this.copies = copies;
  }

  /** Takes in at most so many further records, once packets and copies are known; returns whether there is more. */
  update(records = Infinity): boolean {
    const { trace } = this;
    const end = Math.min(trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) this.take(this.seen);
    return this.seen < trace.length;
  }

  private take(seq: Seq): void {
    const { trace } = this;
    const kind = trace.kindAt(seq);
    const column = MESSAGE_COLUMN.get(kind);
    if (column !== undefined) return this.extend(trace.field(seq, column), seq);
    if (kind === KIND.taken) return this.extend(this.copies.message(trace.field(seq, 'a')), seq);
    if (kind === KIND.arrived || kind === KIND.lost || kind === KIND.noted) this.extendAll(trace.field(seq, 'a'), seq);
    else if (kind === KIND.fault) this.extendAll(trace.field(seq, 'b'), seq);
  }

  /** All that a packet is about: what is written behind its sending, up to the next one's. */
  private extendAll(packet: PacketId, seq: Seq): void {
    const sent = this.packets.sent(packet);
    if (sent === NONE) return;
    const { trace } = this;
    this.extend(trace.field(sent, 'e'), seq);
    for (let next = sent + 1; next < trace.length && trace.timeAt(next) === trace.timeAt(sent); next += 1) {
      const kind = trace.kindAt(next);
      if (kind === KIND.sent) return;
      if (kind === KIND.carries && trace.field(next, 'a') === packet) this.extend(trace.field(next, 'c'), seq);
    }
  }

  private extend(message: MessageId, seq: Seq): void {
    if (message === NONE) return;
    if (this.first.get(message) === NONE) this.first.set(message, seq);
    this.last.set(message, seq);
  }

  /** The first and the last record about a message; an empty stretch if there is none. */
  of(message: MessageId): readonly [first: Seq, last: Seq] {
    this.update();
    const first = this.first.get(message);
    return first === NONE ? [0, -1] : [first, this.last.get(message)];
  }
}
