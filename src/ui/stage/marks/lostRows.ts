import { outcomeOf } from '../../../analysis/outcomes';
import type { Scene } from '../../../analysis/scene/scene';
import type { PlaceInfo } from '../../../engine/trace/header';
import { NONE, type MessageId } from '../../../engine/units';

interface Known {
  readonly seq: number;
  readonly complete: boolean;
  readonly lost: readonly MessageId[];
}

/** By table, since both the canvas and the standing rows ask, in every frame. */
const known = new WeakMap<PlaceInfo, Known>();

/** Messages whose effect in this table will provably never come, in order of their numbers. */
export function lostTo(scene: Scene, info: PlaceInfo): readonly MessageId[] {
  if (info.subscription === NONE) return [];
  const before = known.get(info);
  if (before !== undefined && before.seq === scene.seq && before.complete === scene.complete) return before.lost;
  const lost: MessageId[] = [];
  for (const row of scene.messages) {
    const mine = row.subscriptions.find(({ subscription }) => subscription === info.subscription);
    if (mine !== undefined && outcomeOf(scene, row, mine) === 'lost') lost.push(row.message);
  }
  known.set(info, { seq: scene.seq, complete: scene.complete, lost });
  return lost;
}
