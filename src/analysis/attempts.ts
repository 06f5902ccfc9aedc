import { KIND } from '../engine/trace/record';
import type { MessageId, Micros, SubscriptionId } from '../engine/units';
import type { Reading } from './reading';
import { mayServe } from './scene/mask';
import type { Scene } from './scene/scene';

/**
 * When a message came into a consumer's hand, for each subscription: read once, and only of messages that came
 * more than once, since most come once and what is asked is how far apart the attempts lie.
 */
export class Attempts {
  private readonly times = new Map<MessageId, Map<SubscriptionId, Micros[]>>();

  constructor(scene: Scene, { trace, header, copies }: Reading) {
    for (const { message, subscriptions } of scene.messages) {
      const again = subscriptions.filter(({ deliveries }) => deliveries > 1);
      if (again.length > 0) this.times.set(message, new Map(again.map(({ subscription }) => [subscription, []])));
    }
    if (this.times.size === 0) return;
    for (let seq = 0; seq < trace.length; seq += 1) {
      if (trace.kindAt(seq) !== KIND.put || header.places[trace.field(seq, 'c')]?.shape !== 'hand') continue;
      const mask = copies.mask(trace.field(seq, 'a'));
      for (const [subscription, times] of this.times.get(trace.field(seq, 'b')) ?? [])
        if (mayServe(mask, subscription)) times.push(trace.timeAt(seq));
    }
  }

  /** Milliseconds from its first delivery to each; empty for a message that came once or never. */
  afterMs(message: MessageId, subscription: SubscriptionId): number[] {
    const times = this.times.get(message)?.get(subscription) ?? [];
    return times.map((at) => (at - times[0]!) / 1000);
  }
}
