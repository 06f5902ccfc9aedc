/**
 * The value below which that share of the values lies, by nearest rank: one of the values itself.
 *
 * @param sorted ascending
 * @returns null for no values
 */
export function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1]!;
}
