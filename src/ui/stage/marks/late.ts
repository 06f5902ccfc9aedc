import type { Scene } from '../../../analysis/scene/scene';
import type { Layout } from '../layout';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import type { Token } from './token';

/** Marks on the canvas that the home scenario does not need: they are fetched when a scenario does. */
export const late: { placeLog: ((scene: Scene, place: PlaceBox, model: StageModel) => Token[]) | null } = {
  placeLog: null,
};

/** Fetches what this stage needs. Resolves to whether there is more to draw than before. */
export async function fetchLate(layout: Layout): Promise<boolean> {
  if (late.placeLog !== null || ![...layout.places.values()].some(({ shape }) => shape === 'log')) return false;
  const { placeLog } = await import('./partitionRow');
  late.placeLog = placeLog;
  return true;
}
