import { beliefOf, type Belief } from './beliefs';
import { outcomeOf } from './outcomes';
import type { Scene } from './scene/scene';

/** Messages by number of effects: none, one, two or more. */
export type EffectCounts = readonly [none: number, one: number, more: number];

/** What the producer was told × what really happened. */
export type Matrix = { readonly [B in Belief]: EffectCounts };

/** A matrix a subscription, by name, of pairs that are not pending. */
export function matrices(scene: Scene, subscriptions: readonly string[]): Record<string, Matrix> {
  return count(scene, subscriptions, false);
}

/** The pairs that are still pending, in the same form: none-so-far is drawn apart from none-for-ever. */
export function pendingMatrices(scene: Scene, subscriptions: readonly string[]): Record<string, Matrix> {
  return count(scene, subscriptions, true);
}

function count(scene: Scene, subscriptions: readonly string[], pending: boolean): Record<string, Matrix> {
  const empty = (): { [B in Belief]: [number, number, number] } => ({
    acknowledged: [0, 0, 0],
    failed: [0, 0, 0],
    unknown: [0, 0, 0],
  });
  const counts = subscriptions.map(empty);
  for (const message of scene.messages) {
    for (const row of message.subscriptions) {
      if ((outcomeOf(scene, message, row) === 'pending') !== pending) continue;
      const cells = counts[row.subscription]?.[beliefOf(message)];
      if (cells !== undefined) cells[Math.min(row.effectsAt.length, 2)]! += 1;
    }
  }
  return Object.fromEntries(subscriptions.map((name, id) => [name, counts[id]!]));
}
