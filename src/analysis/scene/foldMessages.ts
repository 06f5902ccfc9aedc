import type { TraceHeader } from '../../engine/trace/header';
import type { Word } from '../../engine/trace/words';
import { NONE, type CopyId, type MessageId, type Micros, type SubscriptionId } from '../../engine/units';
import { W } from '../../engine/words';
import { ACKED } from './reasons';
import type { CopyIndex } from './copyIndex';
import { mayServe, type SubscriptionMask } from './mask';
import { intend, MessageList, type FrozenMessages } from './messages';
import type { CensusScene, MessageScene, Moment, PacketScene, SubscriptionScene } from './scene';

type EffectScene = SubscriptionScene['effectsAt'][number];

/** What is counted of each message, and for each subscription that should have it. */
export class MessageTally {
  private readonly list: MessageList;

  constructor(header: TraceHeader, frozen: FrozenMessages | null = null) {
    this.list = new MessageList(header, frozen);
  }

  get rows(): MessageScene[] {
    return this.list.rows;
  }

  get census(): CensusScene {
    return this.list.census;
  }

  freeze(moment: Moment): FrozenMessages {
    return this.list.freeze(moment);
  }

  produce(message: MessageId, at: Micros): void {
    this.list.add(message, at);
  }

  intend(message: MessageId, subscription: SubscriptionId, at: Micros): void {
    const row = this.list.own(message);
    if (row !== undefined) intend(row, subscription, at);
  }

  learn(message: MessageId, belief: Word): void {
    const row = this.list.own(message);
    if (row === undefined) return;
    row.belief = belief === W.acknowledged ? 'acknowledged' : belief === W.failed ? 'failed' : 'unknown';
  }

  owe(message: MessageId, subscription: SubscriptionId, by: number, at: Micros): void {
    const row = this.find(message, subscription);
    if (row === undefined) return;
    row.owed += by;
    row.changedAt = at;
  }

  release(message: MessageId, subscription: SubscriptionId, why: Word, at: Micros): void {
    this.owe(message, subscription, -1, at);
    const row = this.find(message, subscription);
    if (row === undefined) return;
    row.released = why;
    if (ACKED.has(why)) row.acked += 1;
  }

  effect(message: MessageId, subscription: SubscriptionId, effect: EffectScene): void {
    this.find(message, subscription)?.effectsAt.push(effect);
  }

  /** A copy of it travels or rests somewhere (`by` 1), or no longer (-1). */
  alive(message: MessageId, by: number): void {
    const row = this.list.own(message);
    if (row !== undefined) row.copiesAlive += by;
  }

  /** Something that may yet lead to an effect came (1) or went (-1). */
  hope(message: MessageId, mask: SubscriptionMask, by: number, at: Micros): void {
    this.each(message, mask, (row) => {
      row.hope += by;
      row.changedAt = at;
    });
  }

  waiting(message: MessageId, by: number): void {
    const row = this.list.own(message);
    if (row !== undefined) row.waiting += by;
  }

  /** A client's copy was stored. */
  store(message: MessageId, mask: SubscriptionMask): void {
    const row = this.list.own(message);
    if (row === undefined) return;
    row.stored += 1;
    this.each(message, mask, (subscription) => void (subscription.stored += 1));
  }

  deliver(message: MessageId, mask: SubscriptionMask): void {
    this.each(message, mask, (row) => void (row.deliveries += 1));
  }

  deadLetter(message: MessageId, mask: SubscriptionMask, by: number): void {
    const row = this.list.own(message);
    if (row === undefined) return;
    row.copiesInDlq += by;
    this.each(message, mask, (subscription) => void (subscription.inDlq += by));
  }

  /** How often it has been delivered, to the subscription among these that has seen most of it. */
  deliveries(message: MessageId, mask: SubscriptionMask): number {
    let most = 0;
    for (const row of this.rows[message]?.subscriptions ?? []) {
      if (mayServe(mask, row.subscription)) most = Math.max(most, row.deliveries);
    }
    return most;
  }

  private find(message: MessageId, subscription: SubscriptionId): SubscriptionScene | undefined {
    return this.list.own(message)?.subscriptions.find((row) => row.subscription === subscription);
  }

  private each(message: MessageId, mask: SubscriptionMask, change: (row: SubscriptionScene) => void): void {
    for (const row of this.list.own(message)?.subscriptions ?? []) if (mayServe(mask, row.subscription)) change(row);
  }
}

/** The subscriptions that what travels may still serve: by its copy, else by whose hands are at the packet's ends. */
export function hopeOf(copies: CopyIndex, copy: CopyId, packet: PacketScene): SubscriptionMask {
  return copy === NONE ? copies.handMask(packet.from) | copies.handMask(packet.to) : copies.mask(copy);
}
