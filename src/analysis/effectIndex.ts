import type { Trace } from '../engine/trace/columns';
import { KIND } from '../engine/trace/record';
import { NONE, type Seq } from '../engine/units';
import { IntColumn } from './scene/intColumn';

/** Which effect came before which of the same message and subscription. Read on when somebody asks, or bit by bit. */
export class EffectIndex {
  private readonly trace: Trace;
  private seen = 0;
  /** By subscription: by message its last effect so far. */
  private readonly last: IntColumn[] = [];
  /** Of effects that are not the first, the one before. */
  private readonly previous = new Map<Seq, Seq>();
  private readonly marks: Seq[] = [];

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** Takes in at most so many further records; returns whether there is more. */
  update(records = Infinity): boolean {
    const { trace } = this;
    const end = Math.min(trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) {
      const kind = trace.kindAt(this.seen);
      if (kind === KIND.effect) this.take(this.seen);
      else if (kind === KIND.fault || kind === KIND.ended) this.marks.push(this.seen);
    }
    return this.seen < trace.length;
  }

  private take(seq: Seq): void {
    const message = this.trace.field(seq, 'a');
    const subscription = this.trace.field(seq, 'b');
    const last = (this.last[subscription] ??= new IntColumn(NONE));
    const before = last.get(message);
    last.set(message, seq);
    if (before === NONE) return;
    this.previous.set(seq, before);
    this.marks.push(seq);
  }

  /** NONE for the first of its message. */
  before(effect: Seq): Seq {
    this.update();
    return this.previous.get(effect) ?? NONE;
  }

  /** Faults that strike, effects that are not the first of their message, and the end; rising. */
  get landmarks(): readonly Seq[] {
    this.update();
    return this.marks;
  }
}
