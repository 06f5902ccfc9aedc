import { startRun } from '../runs/course';
import { placesOf, resultOf } from '../runs/sweep';
import type { Loaded } from '../scenario/load';
import type { Reply, Request, RunRequest } from './protocol';

/** Events between two looks at whether the page still wants it. */
const SLICE = 50_000;

/** A sweep, place by place; loaded when the first is asked for. `isWanted` gives way to messages that wait. */
export async function sweep(
  { id, run, fault }: Extract<Request, { kind: 'sweep' }>,
  loadedOf: (request: RunRequest) => Promise<Loaded>,
  isWanted: () => Promise<boolean>,
  reply: (reply: Reply) => void,
): Promise<void> {
  const attempt = async (faults: RunRequest['faults']) => {
    const simulation = startRun(await loadedOf({ ...run, faults }));
    while (simulation.advance(SLICE)) if (!(await isWanted())) return null;
    return simulation;
  };
  const calledOff = (): void => reply({ kind: 'refused', id, errors: [{ where: '', message: 'it was called off' }] });
  const base = await attempt([]);
  if (base === null) return calledOff();
  const places = placesOf(base.trace, base.header(), fault, base.world.events);
  for (const [index, place] of places.entries()) {
    const tried = (await isWanted()) ? await attempt([place.fault]) : null;
    if (tried === null) return calledOff();
    const result = resultOf(tried.trace, tried.header());
    reply({ kind: 'swept', id, index, of: places.length, place: { ...place, ...result } });
  }
  reply({ kind: 'sweepDone', id, places: places.length });
}
