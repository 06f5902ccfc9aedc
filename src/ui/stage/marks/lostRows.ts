import { countOf } from '../../../analysis/outcomes';
import type { Scene } from '../../../analysis/scene/scene';
import type { PlaceInfo } from '../../../engine/trace/header';
import { NONE, type MessageId, type SubscriptionId } from '../../../engine/units';

/** Messages whose effect in a table will provably never come. */
export interface Lost {
  readonly count: number;
  /** Those of them with the highest numbers, in order: more than any table has room for. */
  readonly latest: readonly MessageId[];
}

const LATEST_MAX = 200;

export const NO_LOST: Lost = { count: 0, latest: [] };

interface Known {
  readonly seq: number;
  readonly complete: boolean;
  readonly lost: Lost;
}

/** By table, since both the canvas and the standing rows ask, in every frame. */
const known = new WeakMap<PlaceInfo, Known>();

/** What is lost to a table at the scene's moment: the same object as long as it is the same. */
export function lostTo(scene: Scene, info: PlaceInfo, subscriptions: readonly string[]): Lost {
  const { seq, complete } = scene;
  const before = known.get(info);
  if (before !== undefined && before.seq === seq && before.complete === complete) return before.lost;
  const now = lostNow(scene, subscriptionOf(scene, info, subscriptions));
  const lost = before !== undefined && isSame(before.lost, now) ? before.lost : now;
  known.set(info, { seq, complete, lost });
  return lost;
}

function lostNow(scene: Scene, subscription: SubscriptionId): Lost {
  const count = subscription === NONE ? 0 : countOf(scene, subscription, 'lost');
  if (count === 0) return NO_LOST;
  const latest: MessageId[] = [];
  for (const message of scene.census.find(scene, 'lost', subscription, true)) {
    latest.push(message);
    if (latest.length === LATEST_MAX) break;
  }
  return { count, latest: latest.reverse() };
}

const isSame = (one: Lost, other: Lost): boolean =>
  one.count === other.count && one.latest.every((message, index) => message === other.latest[index]);

/**
 * Whose effects a table holds. Tables seldom say: if there is one subscription, it is that one's, if its
 * rows are effects; if there are several, the one whose effects have been seen in it.
 */
function subscriptionOf(scene: Scene, info: PlaceInfo, subscriptions: readonly string[]): SubscriptionId {
  if (info.subscription !== NONE) return info.subscription;
  if (info.amount === 0 && !info.badges.includes('effect')) return NONE;
  if (subscriptions.length === 1) return 0;
  const [first] = scene.places[info.id]?.copies ?? [];
  const rows = first === undefined ? [] : (scene.messages[first.message]?.subscriptions ?? []);
  return rows.find(({ effectsAt }) => effectsAt.some(({ place }) => place === info.id))?.subscription ?? NONE;
}
