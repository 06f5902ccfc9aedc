import { BELIEFS, type Belief } from './beliefs';
import { OUTCOMES, type Outcome } from './outcomes';
import type { Scene } from './scene/scene';
import type { SubscriptionId } from '../engine/units';

/** Messages by number of effects: none, one, two or more. */
export type EffectCounts = readonly [none: number, one: number, more: number];

/** What the producer was told × what really happened. */
export type Matrix = { readonly [B in Belief]: EffectCounts };

/** A matrix a subscription, by name, of pairs that are not pending. */
export function matrices(scene: Scene, subscriptions: readonly string[]): Record<string, Matrix> {
  return Object.fromEntries(subscriptions.map((name, id) => [name, matrixOf(scene, id)]));
}

/** The matrix of one subscription. */
export function matrixOf(scene: Scene, subscription: SubscriptionId): Matrix {
  const [acknowledged, failed, unknown] = BELIEFS.map((belief): EffectCounts => {
    const count = (outcome: Outcome): number => scene.census.count(scene, subscription, outcome, belief);
    return [WITHOUT_EFFECT.reduce((sum, outcome) => sum + count(outcome), 0), count('done'), count('duplicated')];
  });
  return { acknowledged: acknowledged!, failed: failed!, unknown: unknown! };
}

/** Outcomes that nothing will change any more, and nothing came of. */
const WITHOUT_EFFECT = OUTCOMES.filter((outcome) => !['done', 'duplicated', 'pending'].includes(outcome));
