import type { SubscriptionId } from '../../engine/units';

/** Subscriptions as bits. From the 30th on they share one bit, which errs towards "may still come". */
export type SubscriptionMask = number;

const LAST_BIT = 30;

export const bitOf = (subscription: SubscriptionId): SubscriptionMask => 1 << Math.min(subscription, LAST_BIT);

/** A copy of unknown purpose (on its way to a broker) may serve any subscription. */
export const mayServe = (mask: SubscriptionMask, subscription: SubscriptionId): boolean =>
  mask === 0 || (mask & bitOf(subscription)) !== 0;
