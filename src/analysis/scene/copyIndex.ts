import type { Trace } from '../../engine/trace/columns';
import type { PlaceInfo, TraceHeader } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import {
  NONE,
  type CopyId,
  type MessageId,
  type NodeId,
  type PlaceId,
  type Seq,
  type SubscriptionId,
} from '../../engine/units';
import { W } from '../../engine/words';
import { Consumers } from './consumers';
import { IntColumn } from './intColumn';
import { bitOf, type SubscriptionMask } from './mask';
import { receiverOf } from './route';

/**
 * The tree of copies: who was made from whom, where each came to rest and left, and which subscriptions
 * it can still serve. The last follows from what brokers say they owe (`owed` names a copy) and from
 * whose hand a copy goes to; it is handed down from parent to child. Built in one pass, continued when
 * the trace has grown.
 */
export class CopyIndex {
  private readonly trace: Trace;
  private readonly header: TraceHeader;
  private readonly parents = new IntColumn(NONE);
  private readonly messages = new IntColumn(NONE);
  private readonly madeBy = new IntColumn(NONE);
  private readonly putBy = new IntColumn(NONE);
  private readonly takenBy = new IntColumn(NONE);
  private readonly masks = new IntColumn(0);
  /** 1 where a copy's mask is its own (`owed` named it), not handed down. */
  private readonly ownMask = new IntColumn(0);
  /** The place where the copy or its nearest ancestor rested last, before the copy's own rest. */
  private readonly origins = new IntColumn(NONE);
  private readonly consumers: Consumers;
  /** The way of the packet sent last: what it `carries` goes the same way. */
  private lastRoute = 0;
  private seen = 0;
  /** Places that came into being after the start. */
  readonly madeLater = new Set<PlaceId>();

  /** `isEmpty`: nothing is read yet; `update` does it, bit by bit. */
  constructor(trace: Trace, header: TraceHeader, isEmpty = false) {
    this.trace = trace;
    this.header = header;
    this.consumers = new Consumers(trace, header);
    if (!isEmpty) this.update();
  }

  /**
   * Takes in what the trace has grown by, at most so many records of it; returns whether there is more. A trace that
   * was cut is read again from its start.
   */
  update(records = Infinity): boolean {
    // Who consumes for whom is known from the whole trace: what was worked out before may no longer hold.
    const changed = this.consumers.update(records);
    if (changed || this.trace.length < this.seen) this.clear();
    if (!this.consumers.isUpToDate) return true;
    const end = Math.min(this.trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) this.take(this.seen);
    return this.seen < this.trace.length;
  }

  private clear(): void {
    this.seen = 0;
    for (const column of [
      this.parents,
      this.messages,
      this.madeBy,
      this.putBy,
      this.takenBy,
      this.masks,
      this.ownMask,
      this.origins,
    ]) {
      column.clear();
    }
    this.madeLater.clear();
  }

  private take(seq: Seq): void {
    const { trace } = this;
    switch (trace.kindAt(seq)) {
      case KIND.sent:
        this.lastRoute = trace.field(seq, 'c');
        return this.travels(
          seq,
          trace.field(seq, 'd'),
          trace.field(seq, 'e'),
          trace.field(seq, 'f'),
          trace.field(seq, 'c'),
        );
      case KIND.carries:
        return this.travels(seq, trace.field(seq, 'b'), trace.field(seq, 'c'), trace.field(seq, 'd'), this.lastRoute);
      case KIND.put:
        return this.rests(seq);
      case KIND.taken:
        return this.takenBy.set(trace.field(seq, 'a'), seq);
      case KIND.owed:
        return this.owe(trace.field(seq, 'c'), trace.field(seq, 'b'));
      case KIND.place:
        if (trace.field(seq, 'b') === W.made) this.madeLater.add(trace.field(seq, 'a'));
        return;
      default:
    }
  }

  private born(seq: Seq, copy: CopyId, message: MessageId, parent: CopyId): void {
    if (copy === NONE) return;
    this.madeBy.set(copy, seq);
    this.messages.set(copy, message);
    this.parents.set(copy, parent);
    this.masks.set(copy, this.masks.get(parent));
    this.origins.set(copy, this.restingPlace(parent));
  }

  private travels(seq: Seq, copy: CopyId, message: MessageId, parent: CopyId, route: number): void {
    this.born(seq, copy, message, parent);
    if (copy !== NONE) this.narrow(copy, this.consumers.mask(receiverOf(route, this.header)));
  }

  private rests(seq: Seq): void {
    const { trace } = this;
    const copy = trace.field(seq, 'a');
    if (this.madeBy.get(copy) === NONE) this.born(seq, copy, trace.field(seq, 'b'), trace.field(seq, 'e'));
    this.putBy.set(copy, seq);
    const place = this.header.places[trace.field(seq, 'c')];
    if (place?.shape === 'hand') this.narrow(copy, this.consumers.mask(place.node));
  }

  private narrow(copy: CopyId, by: SubscriptionMask): void {
    if (by === 0) return;
    const mask = this.masks.get(copy);
    const both = mask & by;
    this.masks.set(copy, both === 0 ? by : both);
  }

  private owe(copy: CopyId, subscription: SubscriptionId): void {
    if (copy === NONE) return;
    const before = this.ownMask.get(copy) === 1 ? this.masks.get(copy) : 0;
    this.ownMask.set(copy, 1);
    this.masks.set(copy, before | bitOf(subscription));
  }

  private restingPlace(copy: CopyId): PlaceId {
    const put = this.putBy.get(copy);
    return put === NONE ? this.origins.get(copy) : this.trace.field(put, 'c');
  }

  /** The copy that this one was made from; NONE at its origin. */
  parent(copy: CopyId): CopyId {
    return this.parents.get(copy);
  }

  message(copy: CopyId): MessageId {
    return this.messages.get(copy);
  }

  /** The record that made it: `sent`, `carries` or `put`. */
  made(copy: CopyId): Seq {
    return this.madeBy.get(copy);
  }

  /** The record of its coming to rest; NONE for one that never did. */
  put(copy: CopyId): Seq {
    return this.putBy.get(copy);
  }

  /** The record of its leaving; NONE while it rests. */
  taken(copy: CopyId): Seq {
    return this.takenBy.get(copy);
  }

  /** The subscriptions that it can serve; 0: any. */
  mask(copy: CopyId): SubscriptionMask {
    return this.masks.get(copy);
  }

  /** The subscriptions whose consumer that node is; 0 if it is none, or if nothing tells. */
  handMask(node: NodeId): SubscriptionMask {
    return this.consumers.mask(node);
  }

  /** Where it came from: the place in which its nearest ancestor rested. */
  origin(copy: CopyId): PlaceInfo | undefined {
    return this.header.places[this.origins.get(copy)];
  }
}
