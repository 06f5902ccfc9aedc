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

/** The key of a seed and up to four further integers. */
export function keyOf(seed: number, a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(mix(0x2545f491, seed | 0), a), b), c), d);
}

/** A number in the open interval (0, 1) with 52 bits, from a key. Never 0 or 1, so that logarithms are finite. */
export function unit(key: number): number {
  const high = mix(key, 0x68e31da4) >>> 6;
  const low = mix(key, 0xb5297a4d) >>> 6;
  return (high * 67108864 + low + 0.5) / 4503599627370496;
}
