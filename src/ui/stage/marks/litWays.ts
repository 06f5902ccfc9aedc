import type { Scene } from '../../../analysis/scene/scene';
import type { Micros } from '../../../engine/units';
import type { Point } from '../geometry';
import { toldOf } from '../lore';
import type { StageModel } from '../model';

/** A binding by which a message has just gone. */
export interface LitWay {
  readonly points: readonly Point[];
  readonly hue: number;
  /** 1 when it goes by, 0 when it is forgotten. */
  readonly alpha: number;
}

const LIT_MAX = 24;

export function litWays(scene: Scene, model: StageModel, glow: Micros): LitWay[] {
  const { passes } = model.lore;
  const lit: LitWay[] = [];
  for (let i = toldOf(passes, scene.seq) - 1; i >= 0 && lit.length < LIT_MAX; i -= 1) {
    const { at, place, message } = passes[i]!;
    const age = scene.at - at;
    if (age > glow) break;
    const way = model.layout.bindings.get(place);
    if (way === undefined) continue;
    lit.push({ points: way.path.points, hue: model.hueOf(message), alpha: glow > 0 ? 1 - age / glow : 1 });
  }
  return lit;
}
