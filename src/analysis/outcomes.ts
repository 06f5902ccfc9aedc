import { beliefOf, type BeliefCounts } from './beliefs';
import type { MessageScene, Scene, SubscriptionScene } from './scene/scene';
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
export function outcomeOf(scene: Scene, message: MessageScene, subscription: SubscriptionScene): Outcome {
  const effects = subscription.effectsAt.length;
  if (effects >= 2) return 'duplicated';
  if (effects === 1) return 'done';
  if (isPending(scene, subscription)) return 'pending';
  if (subscription.inDlq > 0) return 'deadLettered';
  if (subscription.released !== null && EXPIRED.has(subscription.released)) return 'expired';
  if (message.stored === 0 && message.belief === 'failed') return 'rejected';
  return 'lost';
}

/**
 * Owed by a broker, on its way, in a hand, or waiting at a producer. Between two records of one moment
 * nothing is settled yet: what left one place may be about to be put in another.
 */
function isPending(scene: Scene, { owed, hope, changedAt }: SubscriptionScene): boolean {
  return owed > 0 || hope > 0 || (!scene.complete && changedAt === scene.at);
}

/** What is lost for each subscription, by what its producer believes. */
export function countLost(scene: Scene, subscriptions: readonly string[]): Record<string, BeliefCounts> {
  const counts = subscriptions.map(() => ({ acknowledged: 0, failed: 0, unknown: 0 }));
  for (const message of scene.messages) {
    for (const row of message.subscriptions) {
      if (outcomeOf(scene, message, row) === 'lost') counts[row.subscription]![beliefOf(message)] += 1;
    }
  }
  return Object.fromEntries(subscriptions.map((name, id) => [name, counts[id]!]));
}

/** Counts of outcomes by subscription name, in the order of the header. */
export function countOutcomes(scene: Scene, subscriptions: readonly string[]): Record<string, OutcomeCounts> {
  const counts = subscriptions.map(() => ({
    produced: 0,
    done: 0,
    duplicated: 0,
    lost: 0,
    deadLettered: 0,
    expired: 0,
    rejected: 0,
    pending: 0,
  }));
  for (const message of scene.messages) {
    for (const row of message.subscriptions) {
      const count = counts[row.subscription];
      if (count === undefined) continue;
      count.produced += 1;
      count[outcomeOf(scene, message, row)] += 1;
    }
  }
  return Object.fromEntries(subscriptions.map((name, id) => [name, counts[id]!]));
}
