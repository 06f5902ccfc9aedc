import type { TraceHeader } from '../engine/trace/header';
import type { Seq } from '../engine/units';
import type { Scene } from './scene/scene';

export interface Order {
  /** Keys among the messages of this subscription; a message without one is a key of its own. */
  readonly keys: number;
  /** Messages whose first effect came after that of one of the same key that was produced later. */
  readonly inversions: number;
  /** The same as if all messages had one key. */
  readonly overall: number;
}

/**
 * Order by subscription name. Only a key asks for order, so messages without keys cannot be out of it;
 * `overall` counts what overtook what regardless. Production order is the order of the `produced` records.
 */
export function orders(scene: Scene, { subscriptions, messages }: TraceHeader): Record<string, Order> {
  const effects = subscriptions.map((): Effect[] => []);
  const keys = subscriptions.map(() => new Set<string>());
  for (const { message, subscriptions: rows } of scene.messages) {
    const named = messages[message]?.key ?? null;
    const key = named === null ? `#${message}` : `=${named}`;
    for (const row of rows) {
      keys[row.subscription]?.add(key);
      const first = row.effectsAt[0];
      if (first !== undefined) effects[row.subscription]?.push({ message, key, seq: first.seq });
    }
  }
  return Object.fromEntries(subscriptions.map((name, id) => [name, orderOf(effects[id]!, keys[id]!.size)]));
}

interface Effect {
  readonly message: number;
  readonly key: string;
  readonly seq: Seq;
}

function orderOf(effects: Effect[], keys: number): Order {
  effects.sort((a, b) => a.seq - b.seq);
  const latest = new Map<string, number>();
  let latestOfAll = -1;
  let inversions = 0;
  let overall = 0;
  for (const { message, key } of effects) {
    const before = latest.get(key) ?? -1;
    if (message < before) inversions += 1;
    else latest.set(key, message);
    if (message < latestOfAll) overall += 1;
    else latestOfAll = message;
  }
  return { keys, inversions, overall };
}
