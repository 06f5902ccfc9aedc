import type { Trace } from '../../engine/trace/columns';
import { KIND } from '../../engine/trace/record';
import { NONE, type PacketId, type Seq } from '../../engine/units';
import { IntColumn } from './intColumn';

/**
 * Packet → the record that sent it and the record that ended it (arrived or lost). Built in one pass
 * and continued when the trace has grown; this is how a scene knows where a packet will be.
 */
export class PacketIndex {
  private readonly trace: Trace;
  private readonly sentBy = new IntColumn(NONE);
  private readonly endedBy = new IntColumn(NONE);
  /** Records looked at so far. */
  private seen = 0;

  /** `isEmpty`: nothing is read yet; `update` does it, bit by bit. */
  constructor(trace: Trace, isEmpty = false) {
    this.trace = trace;
    if (!isEmpty) this.update();
  }

  /**
   * Takes in what the trace has grown by, at most so many records of it; returns whether there is more. A trace that
   * was cut is read again from its start.
   */
  update(records = Infinity): boolean {
    const { trace } = this;
    if (trace.length < this.seen) this.clear();
    const end = Math.min(trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) {
      const kind = trace.kindAt(this.seen);
      if (kind === KIND.sent) this.sentBy.set(trace.field(this.seen, 'a'), this.seen);
      else if (kind === KIND.arrived || kind === KIND.lost) this.endedBy.set(trace.field(this.seen, 'a'), this.seen);
    }
    return this.seen < trace.length;
  }

  private clear(): void {
    this.seen = 0;
    this.sentBy.clear();
    this.endedBy.clear();
  }

  /** The record that sent it; NONE if the trace has none. */
  sent(packet: PacketId): Seq {
    return this.sentBy.get(packet);
  }

  /** The record of its arrival or loss; NONE while it is under way at the trace's end. */
  ended(packet: PacketId): Seq {
    return this.endedBy.get(packet);
  }
}
