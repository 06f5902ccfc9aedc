import type { NewPlace } from './actor';
import type { PlaceInfo } from './trace/header';
import { NONE, type NodeId, type PlaceId } from './units';

/** A place with what its declaration left out. */
export function placeInfo(id: PlaceId, node: NodeId, info: NewPlace): PlaceInfo {
  return {
    id,
    node,
    name: info.name,
    title: info.title,
    shape: info.shape,
    of: info.of ?? NONE,
    to: info.to ?? NONE,
    subscription: info.subscription ?? NONE,
    deadLetter: info.deadLetter ?? false,
    ...(info.deadLettersTo === undefined ? {} : { deadLettersTo: info.deadLettersTo }),
    passesOn: info.passesOn ?? false,
    capacity: info.capacity ?? 0,
    badges: info.badges ?? [],
    verb: info.verb ?? '',
    amount: info.amount ?? 0,
    currency: info.currency ?? '',
  };
}
