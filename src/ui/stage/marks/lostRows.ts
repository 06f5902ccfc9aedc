import { outcomeOf } from '../../../analysis/outcomes';
import type { Scene } from '../../../analysis/scene/scene';
import type { PlaceInfo } from '../../../engine/trace/header';
import { NONE, type MessageId, type SubscriptionId } from '../../../engine/units';
import { clockStore } from '../../app/clockStore';

interface Known {
  readonly at: number;
  readonly seq: number;
  readonly complete: boolean;
  readonly lost: readonly MessageId[];
}

/** From so many messages on, judging them all in every frame would cost frames: while it plays, five times a second. */
const MANY = 500;
const PAUSE_MS = 200;

/** By table, since both the canvas and the standing rows ask, in every frame. */
const known = new WeakMap<PlaceInfo, Known>();

/** Messages whose effect in this table will provably never come, in order of their numbers. */
export function lostTo(scene: Scene, info: PlaceInfo, subscriptions: readonly string[]): readonly MessageId[] {
  const before = known.get(info);
  if (before !== undefined && before.seq === scene.seq && before.complete === scene.complete) return before.lost;
  const now = performance.now();
  const mayWait = scene.messages.length > MANY && clockStore.getState().playing;
  if (before !== undefined && mayWait && now - before.at < PAUSE_MS && now >= before.at) return before.lost;
  const lost: MessageId[] = [];
  const wanted = subscriptionOf(scene, info, subscriptions);
  for (const row of wanted === NONE ? [] : scene.messages) {
    const mine = row.subscriptions.find(({ subscription }) => subscription === wanted);
    if (mine !== undefined && outcomeOf(scene, row, mine) === 'lost') lost.push(row.message);
  }
  known.set(info, { at: now, seq: scene.seq, complete: scene.complete, lost });
  return lost;
}

/**
 * Whose effects a table holds. Tables seldom say: if there is one subscription, it is that one's, if its
 * rows are effects; if there are several, the one whose effects have been seen in it.
 */
function subscriptionOf(scene: Scene, info: PlaceInfo, subscriptions: readonly string[]): SubscriptionId {
  if (info.subscription !== NONE) return info.subscription;
  if (info.amount === 0 && !info.badges.includes('effect')) return NONE;
  if (subscriptions.length === 1) return 0;
  for (const row of scene.messages) {
    for (const { subscription, effectsAt } of row.subscriptions) {
      if (effectsAt.some(({ place }) => place === info.id)) return subscription;
    }
  }
  return NONE;
}
