import type { Trace } from '../../engine/trace/columns';
import { KIND } from '../../engine/trace/record';
import type { Micros, NodeId, Seq } from '../../engine/units';
import { W } from '../../engine/words';

/** A stretch in which nothing passes between two nodes, and neither is told. */
export interface Cut {
  readonly a: NodeId;
  readonly b: NodeId;
  readonly seq: Seq;
  readonly from: Micros;
  to: Micros;
  /** It was healed; false: it lasts to the run's end. */
  isHealed: boolean;
}

/** Gathers cuts from `link` records, taken in order. */
export class CutReader {
  readonly cuts: Cut[] = [];
  private readonly open = new Map<string, Cut>();
  private readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  take(seq: Seq): void {
    const { trace } = this;
    if (trace.kindAt(seq) !== KIND.link) return;
    const [from, to, state] = [trace.field(seq, 'a'), trace.field(seq, 'b'), trace.field(seq, 'c')];
    const [a, b] = from < to ? [from, to] : [to, from];
    const key = `${a}/${b}`;
    const cut = this.open.get(key);
    const at = trace.timeAt(seq);
    if (state === W.cut && cut === undefined) {
      const made: Cut = { a, b, seq, from: at, to: Infinity, isHealed: false };
      this.open.set(key, made);
      this.cuts.push(made);
    } else if (state === W.healed && cut !== undefined) {
      cut.to = at;
      cut.isHealed = true;
      this.open.delete(key);
    }
  }

  /** What is not healed lasts until the run's end. */
  close(end: Micros): void {
    for (const cut of this.open.values()) cut.to = end;
  }
}
