import { word, type Word } from '../../engine/trace/words';
import { W } from '../../engine/words';

/** Reasons that all models share, and what they mean to a reader. */

/** A consumer, or its client library for it, said that the message is done with. */
export const ACKED: ReadonlySet<Word> = new Set([
  W.acked,
  W.done,
  word('committed'),
  word('deleted'),
  word('auto-acked'),
  word('answered'),
  word('processed'),
]);

/** Time or retention removed it (CONTRACTS.md §2, `expired`). */
export const EXPIRED: ReadonlySet<Word> = new Set([
  W.expired,
  word('retention'),
  word('compacted'),
  word('queue-expired'),
  word('deleted-by-retention'),
]);

/** The badge of a queue whose messages go on to another when it gives them up: a delay queue is one. */
export const PASSES_ON = 'DLX';
