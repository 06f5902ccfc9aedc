import type { TraceHeader } from '../../engine/trace/header';

/** What is done to a message of this subscription: "charged". Empty if its effects have no word. */
export function verbOf({ places, subscriptions }: TraceHeader, subscription: string): string {
  const id = subscriptions.indexOf(subscription);
  const rows = places.filter(({ shape, verb }) => shape === 'rows' && verb !== '');
  return (rows.find((place) => place.subscription === id) ?? rows[0])?.verb ?? '';
}
