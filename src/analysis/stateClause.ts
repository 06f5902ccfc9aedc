import type { TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { word } from '../engine/trace/words';
import { NONE, type PlaceId, type Seq } from '../engine/units';
import type { Scene } from './scene/scene';
import type { Telling } from './sentences';
import { listText } from './text';

/** What a step has changed at a broker, as a sentence of its own: "order-processing-queue: 3 ready, 0 unacked." */

const committed = word('committed');
const end = word('high watermark');

/** The state of the queue or the log that the records from `from` to the scene's last have changed; null if they change none. */
export function stateClause({ reading, names }: Telling, scene: Scene, from: Seq): string | null {
  const { trace, header } = reading;
  for (let seq = scene.seq - 1; seq >= from; seq -= 1) {
    const kind = trace.kindAt(seq);
    if (kind !== KIND.put && kind !== KIND.taken && kind !== KIND.mark) continue;
    const place = trace.field(seq, kind === KIND.put ? 'c' : kind === KIND.taken ? 'b' : 'a');
    const info = header.places[place];
    if (info?.shape === 'held') return queueClause(scene, header.places[info.of]?.title ?? '', info.of, place);
    if (info?.shape === 'slots' && kind !== KIND.mark)
      return queueClause(scene, info.title, place, heldOf(header.places, place));
    if (info?.shape === 'log' && (kind !== KIND.mark || trace.field(seq, 'b') === committed))
      return logClause(scene, names.place(place), place, (owner) => readerOf(header, owner));
  }
  return null;
}

const heldOf = (
  places: readonly { readonly id: PlaceId; readonly shape: string; readonly of: PlaceId }[],
  of: PlaceId,
) => places.find((place) => place.shape === 'held' && place.of === of)?.id ?? NONE;

function queueClause({ places }: Scene, title: string, ready: PlaceId, held: PlaceId): string {
  const unacked = held === NONE ? '' : `, ${places[held]?.count ?? 0} unacked`;
  return `${title}: ${places[ready]?.count ?? 0} ready${unacked}.`;
}

function logClause({ places }: Scene, title: string, log: PlaceId, readerName: (owner: number) => string): string {
  const marks = places[log]?.marks ?? [];
  const last = marks.find(({ name }) => name === end)?.value ?? places[log]?.count ?? 0;
  const behind = marks
    .filter(({ name }) => name === committed)
    .map(({ owner, value }) => `${readerName(owner)} ${Math.max(0, last - value)} behind`);
  return behind.length === 0 ? `${title}: end at ${last}.` : `${title}: ${listText(behind)}.`;
}

/** Whose committed offset that is: the group's, as its operators call it. */
const readerOf = ({ nodes, subscriptions }: TraceHeader, owner: number): string =>
  nodes.find(({ group }) => group?.owner === owner)?.group?.name ?? subscriptions[owner] ?? 'a group';
