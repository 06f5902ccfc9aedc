import type { Micros } from '../../engine/units';

/** A token bucket, kept as the moment at which it will be full again: whole numbers, no drift. */
export interface RateLimit {
  /** A token comes each `interval`. */
  readonly interval: Micros;
  readonly burst: number;
}

export interface Bucket {
  /** When it will be full, if nobody takes a token meanwhile. */
  fullAt: Micros;
}

/**
 * Takes a token. Returns 0, or, if there is none, how long until there is one; then nothing is taken.
 * Method: the generic cell rate algorithm, which admits what a token bucket admits (ITU-T I.371, annex A).
 */
export function takeToken(bucket: Bucket, { interval, burst }: RateLimit, now: Micros): Micros {
  const fullAt = Math.max(bucket.fullAt, now);
  const missing = fullAt - (now + (burst - 1) * interval);
  if (missing > 0) return missing;
  bucket.fullAt = fullAt + interval;
  return 0;
}
