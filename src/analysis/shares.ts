import type { TraceHeader } from '../engine/trace/header';
import type { Scene } from './scene/scene';

/** Who did how much: effects by the node on whose behalf they came, for each subscription; nodes without any are left out. */
export type Shares = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function sharesOf(scene: Scene, { subscriptions, nodes }: TraceHeader): Shares {
  const shares = subscriptions.map((): Record<string, number> => ({}));
  for (const message of scene.messages) {
    for (const { subscription, effectsAt } of message.subscriptions) {
      const share = shares[subscription];
      if (share === undefined) continue;
      for (const { node } of effectsAt) {
        const name = nodes[node]?.name ?? `node-${node}`;
        share[name] = (share[name] ?? 0) + 1;
      }
    }
  }
  return Object.fromEntries(subscriptions.map((name, id) => [name, shares[id]!]));
}
