import type { RabbitVersion } from './config';
import type { MessageProperties } from './packets';

/**
 * What a message is told of its death: the headers x-death, x-first-death-* and, from 3.13 on, x-last-death-*.
 * Source: rabbitmq.com/docs/dlx#effects; up to 3.12 rabbit_dead_letter.erl, `update_x_death_header`; after it mc.erl, `record_death`.
 */

/** Why a queue gives a message up. */
export type DeathReason = 'rejected' | 'expired' | 'maxlen';

type Headers = Readonly<Record<string, unknown>>;

/** An entry of x-death: all deaths of one reason in one queue. */
export interface Death {
  readonly count: number;
  readonly reason: string;
  readonly queue: string;
  /** Seconds, of the first of them. */
  readonly time: number;
  readonly exchange: string;
  readonly 'routing-keys': readonly string[];
  readonly 'original-expiration'?: string;
}

/** Where a message was when it died. */
export interface Dying {
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
}

/** The properties of a message that has died: its deaths in the headers, its expiration gone so that it does not expire again. */
export function withDeath(
  dying: Dying,
  reason: DeathReason,
  newKey: string | null,
  version: RabbitVersion,
  nowSeconds: number,
): MessageProperties {
  const { properties } = dying;
  const { expiration, furtherKeys } = properties;
  const headers = headersOf(properties, version);
  const known = listOf(headers['x-death']);
  const death: Death = {
    count: 1,
    reason,
    queue: dying.queue,
    time: nowSeconds,
    exchange: dying.exchange,
    'routing-keys': keysTold(dying),
    ...(expiration === null ? {} : { 'original-expiration': expiration }),
  };
  const told: Record<string, unknown> = {
    ...headers,
    'x-death': version === '3.10' ? addGrouped(known ?? [], death) : addRecent(known ?? [], death),
  };
  if (known === null) tell(told, 'first', death);
  if (version !== '3.10') tell(told, 'last', death);
  // Up to 3.12 a new routing key takes the header CC away; later its keys are only not used any more.
  if (newKey !== null && version === '3.10') delete told['CC'];
  return {
    ...properties,
    headers: told,
    expiration: null,
    furtherKeys: newKey === null ? furtherKeys : [],
    hasDied: true,
  };
}

/** From 4.0 on, an x-death that a client wrote is not read. Source: rabbitmq-server release notes, 4.0.1. */
function headersOf({ headers, hasDied }: MessageProperties, version: RabbitVersion): Headers {
  if (headers === null) return {};
  if (hasDied || version === '3.10' || version === '3.13') return headers;
  const { 'x-death': _unread, ...others } = headers;
  return others;
}

const listOf = (value: unknown): readonly Death[] | null => (Array.isArray(value) ? (value as readonly Death[]) : null);

/** How many deaths an x-death header counts. */
export const deathsIn = (value: unknown): number => (listOf(value) ?? []).reduce((sum, { count }) => sum + count, 0);

/** The key it was published with, and those of CC while they are in use; those of BCC are nobody's business. */
function keysTold({ routingKey, properties: { headers, furtherKeys } }: Dying): readonly string[] {
  const told = headers?.['CC'];
  return furtherKeys.length > 0 && Array.isArray(told) ? [routingKey, ...(told as readonly string[])] : [routingKey];
}

const isSame = (a: Death, b: Death): boolean => a.queue === b.queue && a.reason === b.reason;

/** The latest comes first. */
function addRecent(deaths: readonly Death[], death: Death): readonly Death[] {
  const known = deaths.find((other) => isSame(other, death));
  const latest = known === undefined ? death : { ...known, count: known.count + 1 };
  return [latest, ...deaths.filter((other) => !isSame(other, death))];
}

/** Up to 3.12 likewise, except that grouping the others, where there are two or more, turns their order round. */
function addGrouped(deaths: readonly Death[], death: Death): readonly Death[] {
  const groups = deaths.filter((each, index) => deaths.findIndex((other) => isSame(other, each)) === index);
  return addRecent(deaths.length > 1 ? groups.reverse() : groups, death);
}

function tell(headers: Record<string, unknown>, which: 'first' | 'last', { reason, queue, exchange }: Death): void {
  headers[`x-${which}-death-reason`] = reason;
  headers[`x-${which}-death-queue`] = queue;
  headers[`x-${which}-death-exchange`] = exchange;
}

/**
 * Whether a message that died would come back to a queue it has died in, with no rejection since: such a
 * circle would never end by itself. Source: rabbit_dead_letter.erl and mc.erl, `is_cycle`.
 */
export function isCycle(target: string, { headers }: MessageProperties): boolean {
  const deaths = listOf(headers?.['x-death']) ?? [];
  const last = deaths.findIndex(({ queue }) => queue === target);
  return last !== -1 && deaths.slice(0, last + 1).every(({ reason }) => reason !== 'rejected');
}
