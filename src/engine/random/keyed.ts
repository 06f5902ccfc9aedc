/**
 * Keyed chance: a draw is a hash of what it is for, not the next number of a stream. So a fault or one
 * more consumer changes no other draw: two configurations under one seed meet the same bad luck.
 */

/** Mixes one 32-bit value into a hash (the finalizer of MurmurHash3 around a multiply-add). */
export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x9e3779b1);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** What all draws of a node (or of a direction between two) under one seed begin with: computed once. */
export function baseOf(seed: number, key: number): number {
  return mix(mix(0x2545f491, seed | 0), key);
}

/** The key of one draw: what it is for, which message, which attempt. */
export function keyOf(base: number, purpose: number, message: number, attempt: number): number {
  return mix(mix(base ^ purpose, message), attempt);
}

/** A number in the open interval (0, 1) with 52 bits, from a key. Never 0 or 1, so that logarithms are finite. */
export function unit(key: number): number {
  return ((key >>> 6) * 67108864 + (mix(key, 0x68e31da4) >>> 6) + 0.5) / 4503599627370496;
}
