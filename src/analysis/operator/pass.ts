import { KIND } from '../../engine/trace/record';
import { NONE, type NodeId, type Seq } from '../../engine/units';
import type { Reading } from '../reading';
import { SLICE, type Work } from '../work';
import { receiverOf, senderOf } from '../scene/route';

/**
 * One pass over a trace for many readers: each says which records it wants, by kind and by what the kind is told
 * apart by: the place of `put` and `taken`, the name of a mark or a fact, the kind of a packet that was `sent` or
 * has `arrived`, the node of the rest. `node` is who did it, or where it arrived.
 */
export type Handler = (seq: Seq, node: NodeId) => void;

/** Kinds of record that can be asked for. */
export type Wanted = 'put' | 'taken' | 'mark' | 'sent' | 'arrived' | 'fact' | 'node' | 'learned' | 'connection';

export class Pass {
  private readonly handlers = new Map<number, Map<number, Handler[]>>();
  private readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  on(kind: Wanted, key: number, handler: Handler): void {
    let keys = this.handlers.get(KIND[kind]);
    if (keys === undefined) this.handlers.set(KIND[kind], (keys = new Map<number, Handler[]>()));
    const known = keys.get(key);
    if (known === undefined) keys.set(key, [handler]);
    else known.push(handler);
  }

  /** Reads the trace once, and tells each handler of its records. */
  *read(): Work<void> {
    const { trace } = this.reading;
    const byKind = Array.from({ length: 64 }, (_, kind) => this.handlers.get(kind));
    for (let seq = 0; seq < trace.length; seq += 1) {
      if (seq % SLICE === SLICE - 1) yield;
      const keys = byKind[trace.kindAt(seq)];
      if (keys !== undefined) this.tell(keys, seq);
    }
  }

  private tell(keys: ReadonlyMap<number, readonly Handler[]>, seq: Seq): void {
    const { trace, header, packets } = this.reading;
    let key: number;
    let node: NodeId = NONE;
    switch (trace.kindAt(seq)) {
      case KIND.put:
        key = trace.field(seq, 'c');
        break;
      case KIND.taken:
        key = trace.field(seq, 'b');
        break;
      case KIND.mark:
        key = trace.field(seq, 'b');
        break;
      case KIND.sent:
        key = trace.field(seq, 'b');
        if (keys.has(key)) node = senderOf(trace.field(seq, 'c'), header);
        break;
      case KIND.arrived: {
        const sent = packets.sent(trace.field(seq, 'a'));
        key = sent === NONE ? NONE : trace.field(sent, 'b');
        if (keys.has(key)) node = receiverOf(trace.field(sent, 'c'), header);
        break;
      }
      case KIND.connection:
        key = trace.field(seq, 'b');
        node = trace.field(seq, 'c');
        break;
      case KIND.fact:
        key = trace.field(seq, 'b');
        node = trace.field(seq, 'a');
        break;
      default:
        key = trace.field(seq, 'a');
        node = key;
    }
    for (const handler of keys.get(key) ?? []) handler(seq, node);
  }
}
