import type { Scene } from '../../analysis/scene/scene';
import { NONE } from '../../engine/units';
import type { ScenarioView } from '../../scenario/view';

/** The next thing to ask, offered beside the sentence of now. */
export type Question = 'why' | 'mend' | 'attempt' | null;

/** Twice: why? Known and mendable: mend it. At the end of a good run: something to try. */
export function questionAt(scene: Scene, scenario: ScenarioView, tab: string, atEnd: boolean): Question {
  const [twice] = scene.census.find(scene, 'duplicated', NONE);
  const isMendable = scenario.variant !== 'mended' && scenario.variants.some(({ id }) => id === 'mended');
  if (twice !== undefined && tab !== 'story') return 'why';
  if (twice !== undefined && isMendable) return 'mend';
  return atEnd && scenario.attempt !== '' ? 'attempt' : null;
}
