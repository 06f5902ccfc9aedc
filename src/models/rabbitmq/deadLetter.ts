import { word, type Word } from '../../engine/trace/words';
import type { PlaceId } from '../../engine/units';
import { W } from '../../engine/words';
import type { DeathReason } from './death';
import { forget, unstore } from './queue';
import type { Broker, BrokerOut, Exchange, Queue, QueueEntry } from './state';

/**
 * A queue gives messages up: they have expired, are too many, or were rejected. Where they go then is said in republish.ts.
 * Source: rabbitmq.com/docs/dlx; rabbit_amqqueue_process.erl, `with_dlx`.
 */

export const dropHead = word('drop-head');

/** Why a message's copy leaves its place. */
const LEAVES: Readonly<Record<DeathReason, Word>> = {
  expired: W.expired,
  maxlen: W.overflowed,
  rejected: W.deadLettered,
};
/** Why nothing is owed for it any more, when it goes nowhere from here. */
export const DROPPED: Readonly<Record<DeathReason, Word>> = {
  expired: W.expired,
  maxlen: dropHead,
  rejected: W.rejected,
};

/** The queue's dead letter exchange; null if it has none, or none that exists just now. */
export function deadLetterExchange({ memory }: Broker, { rules }: Queue): Exchange | '' | null {
  const name = rules.deadLetterExchange;
  if (name === null || name === '') return name;
  return memory.exchanges.get(name) ?? null;
}

/** A message leaves its queue unasked, for its dead letter exchange if there is one. `place`: that of ready or of unacked messages. */
export function giveUp(
  self: Broker,
  queue: Queue,
  entry: QueueEntry,
  place: PlaceId,
  reason: DeathReason,
  out: BrokerOut,
): void {
  const isLast = deadLetterExchange(self, queue) === null;
  out.take(entry.copy, place, isLast && reason === 'rejected' ? W.rejected : LEAVES[reason]);
  if (isLast) return forget(queue, entry, DROPPED[reason], out);
  unstore(queue, entry);
  self.memory.dead.push({ queue, message: entry.message, copy: entry.copy, content: entry, reason, wasStored: true });
}
