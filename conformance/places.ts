import type { Simulation } from '../src/engine/simulation';

/** How many copies rest at each place, by the trace alone; of places with one name, at the latest. */
export function restingAt({ trace, world }: Simulation): ReadonlyMap<string, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < trace.length; i += 1) {
    const record = trace.record(i);
    if (record.kind === 'put') counts.set(record.place, (counts.get(record.place) ?? 0) + 1);
    else if (record.kind === 'taken') counts.set(record.place, (counts.get(record.place) ?? 0) - 1);
  }
  return new Map(world.places.map(({ id, name }) => [name, counts.get(id) ?? 0]));
}
