import type { Scene } from '../../../analysis/scene/scene';
import type { Micros } from '../../../engine/units';
import type { Layout } from '../layout';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import type { LitWay } from './litWays';
import type { RibbonBuilder } from './ribbons';
import type { Token } from './token';

/** Marks on the canvas that the home scenario does not need: they are fetched when a scenario does. */
interface Late {
  placeLog: ((scene: Scene, place: PlaceBox, model: StageModel) => Token[]) | null;
  litWays: ((scene: Scene, model: StageModel, glow: Micros) => LitWay[]) | null;
  RibbonBuilder: typeof RibbonBuilder | null;
}

/** Fewer messages than this never make a band. */
const CROWD = 40;

export const late: Late = { placeLog: null, litWays: null, RibbonBuilder: null };

/** Fetches what this stage needs. Resolves to whether there is more to draw than before. */
export async function fetchLate(layout: Layout, messages: number): Promise<boolean> {
  const needsLogs = late.placeLog === null && [...layout.places.values()].some(({ shape }) => shape === 'log');
  const needsWays = late.litWays === null && layout.bindings.size > 0;
  const needsBands = late.RibbonBuilder === null && messages > CROWD;
  if (needsLogs) late.placeLog = (await import('./partitionRow')).placeLog;
  if (needsWays) late.litWays = (await import('./litWays')).litWays;
  if (needsBands) late.RibbonBuilder = (await import('./ribbons')).RibbonBuilder;
  return needsLogs || needsWays || needsBands;
}
