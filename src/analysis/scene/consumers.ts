import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import { NONE, type NodeId, type Seq } from '../../engine/units';
import { IntColumn } from './intColumn';
import { bitOf, type SubscriptionMask } from './mask';
import { senderOf } from './route';

/**
 * Which subscriptions a node consumes for: what its hand declares, and what the trace proves, an effect on
 * its behalf or an obligation that ended because its ack or commit arrived. A log is read by several groups,
 * and a consumer can serve two subscriptions, so that the place a copy comes from does not tell.
 */
export class Consumers {
  private readonly trace: Trace;
  private readonly header: TraceHeader;
  private readonly hasHand = new Set<NodeId>();
  private readonly declared = new Map<NodeId, SubscriptionMask>();
  private readonly proved = new Map<NodeId, SubscriptionMask>();
  private readonly senders = new IntColumn(NONE);
  private placesKnown = 0;
  private seen = 0;

  constructor(trace: Trace, header: TraceHeader) {
    this.trace = trace;
    this.header = header;
  }

  get isUpToDate(): boolean {
    return this.seen === this.trace.length;
  }

  /** Takes in what the trace has grown by, at most so many records of it; returns whether anything new has come of it. */
  update(records = Infinity): boolean {
    if (this.trace.length < this.seen) {
      this.seen = 0;
      this.proved.clear();
    }
    let changed = this.readPlaces();
    const end = Math.min(this.trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) changed = this.read(this.seen) || changed;
    return changed;
  }

  /** 0 if it is no consumer, or if nothing tells whose. */
  mask(node: NodeId): SubscriptionMask {
    return (this.declared.get(node) ?? 0) | (this.proved.get(node) ?? 0);
  }

  private readPlaces(): boolean {
    const { places } = this.header;
    const before = this.placesKnown;
    for (const { shape, node, subscription } of places.slice(before)) {
      if (shape !== 'hand') continue;
      this.hasHand.add(node);
      if (subscription !== NONE) this.declared.set(node, (this.declared.get(node) ?? 0) | bitOf(subscription));
    }
    this.placesKnown = places.length;
    return places.length > before;
  }

  private read(seq: Seq): boolean {
    const { trace } = this;
    switch (trace.kindAt(seq)) {
      case KIND.sent:
        this.senders.set(trace.field(seq, 'a'), senderOf(trace.field(seq, 'c'), this.header));
        return false;
      case KIND.effect:
        return this.prove(trace.field(seq, 'e'), trace.field(seq, 'b'));
      case KIND.released: {
        const cause = trace.causeAt(seq);
        if (cause === NONE || trace.kindAt(cause) !== KIND.arrived) return false;
        return this.prove(this.senders.get(trace.field(cause, 'a')), trace.field(seq, 'b'));
      }
      default:
        return false;
    }
  }

  private prove(node: NodeId, subscription: number): boolean {
    if (subscription === NONE || !this.hasHand.has(node)) return false;
    const before = this.proved.get(node) ?? 0;
    const after = before | bitOf(subscription);
    if (after !== before) this.proved.set(node, after);
    return after !== before;
  }
}
