import type { SubscriptionId } from '../engine/units';
import { BELIEFS, type BeliefCounts } from './beliefs';
import type { MessageScene, Moment, Scene, SubscriptionScene } from './scene/scene';
import { EXPIRED } from './scene/reasons';

/**
 * What became of each message for each subscription that should have it (CONTRACTS.md §2): the first
 * that fits, so that the seven add up to `produced`. The rule is the same for a moment of a run and for
 * its end; while anything may still come of a message it is `pending`.
 */
export const OUTCOMES = ['done', 'duplicated', 'lost', 'deadLettered', 'expired', 'rejected', 'pending'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type OutcomeCounts = { readonly produced: number } & { readonly [O in Outcome]: number };

/** The outcome of one message for one subscription, as far as the scene has gone. */
export function outcomeOf(moment: Moment, message: MessageScene, subscription: SubscriptionScene): Outcome {
  const effects = subscription.effectsAt.length;
  if (effects >= 2) return 'duplicated';
  if (effects === 1) return 'done';
  if (isPending(moment, subscription)) return 'pending';
  if (subscription.inDlq > 0) return 'deadLettered';
  if (subscription.released !== null && EXPIRED.has(subscription.released)) return 'expired';
  if (message.stored === 0 && message.belief === 'failed') return 'rejected';
  return 'lost';
}

/**
 * Owed by a broker, on its way, in a hand, or waiting at a producer. Between two records of one moment
 * nothing is settled yet: what left one place may be about to be put in another.
 */
function isPending({ at, complete }: Moment, { owed, hope, changedAt }: SubscriptionScene): boolean {
  return owed > 0 || hope > 0 || (!complete && changedAt === at);
}

/** What is lost for each subscription, by what its producer believes. */
export function countLost(scene: Scene, subscriptions: readonly string[]): Record<string, BeliefCounts> {
  return byName(subscriptions, (id) => ({
    acknowledged: scene.census.count(scene, id, 'lost', 'acknowledged'),
    failed: scene.census.count(scene, id, 'lost', 'failed'),
    unknown: scene.census.count(scene, id, 'lost', 'unknown'),
  }));
}

/** Counts of outcomes by subscription name, in the order of the header. */
export function countOutcomes(scene: Scene, subscriptions: readonly string[]): Record<string, OutcomeCounts> {
  return byName(subscriptions, (id) => {
    const counts = {
      produced: 0,
      done: 0,
      duplicated: 0,
      lost: 0,
      deadLettered: 0,
      expired: 0,
      rejected: 0,
      pending: 0,
    };
    for (const outcome of OUTCOMES) {
      counts[outcome] = countOf(scene, id, outcome);
      counts.produced += counts[outcome];
    }
    return counts;
  });
}

/** How many messages have that outcome for a subscription. */
export const countOf = (scene: Scene, subscription: SubscriptionId, outcome: Outcome): number =>
  BELIEFS.reduce((sum, belief) => sum + scene.census.count(scene, subscription, outcome, belief), 0);

const byName = <T>(subscriptions: readonly string[], of: (id: SubscriptionId) => T): Record<string, T> =>
  Object.fromEntries(subscriptions.map((name, id) => [name, of(id)]));
