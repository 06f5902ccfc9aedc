import type { MessageScene, Scene } from './scene/scene';

/** What the client library had told the application of a message at the end (CONTRACTS.md §2). */
export const BELIEFS = ['acknowledged', 'failed', 'unknown'] as const;
export type Belief = (typeof BELIEFS)[number];

export type BeliefCounts = { readonly [B in Belief]: number };

/** The word that was said last; a message of which nothing was said, or is still waited for, is `unknown`. */
export const beliefOf = (message: MessageScene): Belief => message.belief ?? 'unknown';

/** One a message, whoever should have it. */
export function countBeliefs(scene: Scene): BeliefCounts {
  const counts = { acknowledged: 0, failed: 0, unknown: 0 };
  for (const message of scene.messages) counts[beliefOf(message)] += 1;
  return counts;
}
