import type { PlaceInfo } from '../../engine/trace/header';
import type { TraceRecord } from '../../engine/trace/record';
import { NONE, type CopyId, type MessageId, type Micros } from '../../engine/units';
import { placeOf, type Folding } from './fold';
import { PASSES_ON } from './reasons';

/** What coming to rest and leaving mean, by the shape of the place. */

export function putCopy(folding: Folding, { copy, message, place: id, index, at }: TraceRecord<'put'>): void {
  const place = placeOf(folding, id);
  const info = folding.header.places[id];
  if (place === undefined || info === undefined) return;
  const { tally, copies } = folding;
  const mask = copies.mask(copy);
  place.add({ copy, message, index, since: at, deliveries: tally.deliveries(message, mask) });
  if (info.shape === 'hand' && !info.passesOn) tally.deliver(message, mask);
  if (isBrokers(info) && !info.deadLetter) {
    const origin = copies.origin(copy);
    if (origin === undefined || !isBrokers(origin)) tally.store(message, mask);
  }
  count(folding, info, copy, message, 1, at);
}

export function takeCopy(folding: Folding, { copy, place: id, at }: TraceRecord<'taken'>): void {
  const { trace, copies } = folding;
  const put = copies.put(copy);
  const info = folding.header.places[id];
  if (put === NONE || info === undefined) return;
  placeOf(folding, id)?.remove(copy, trace.field(put, 'd'));
  count(folding, info, copy, copies.message(copy), -1, at);
}

/** Where a broker keeps what it was sent. */
const isBrokers = ({ shape }: PlaceInfo): boolean => shape === 'slots' || shape === 'log' || shape === 'held';

function count(
  { tally, copies }: Folding,
  info: PlaceInfo,
  copy: CopyId,
  message: MessageId,
  by: number,
  at: Micros,
): void {
  if (info.shape === 'rows') return;
  const mask = copies.mask(copy);
  tally.alive(message, by);
  if (info.shape === 'waiting') tally.waiting(message, by);
  if (info.deadLetter) tally.deadLetter(message, mask, by);
  else if (givesHope(info)) tally.hope(message, mask, by, at);
}

/**
 * What rests in a hand or waits at a producer may still have its effect. So may what rests in a queue
 * of nobody that passes on what it gives up: a delay queue before a retry. All other queues say what they owe.
 */
function givesHope({ shape, subscription, badges }: PlaceInfo): boolean {
  if (shape === 'hand' || shape === 'waiting') return true;
  return shape === 'slots' && subscription === NONE && badges.includes(PASSES_ON);
}
