import type { Micros } from '../../../engine/units';
import type { Gap } from '../folding';

/** What lies between busy stretches, in order. */
export function gapsBetween(busy: { readonly from: Micros; readonly to: Micros }[], end: Micros): Gap[] {
  busy.sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let reached = 0;
  for (const { from, to } of busy) {
    if (from > reached) gaps.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  if (end > reached) gaps.push({ from: reached, to: end });
  return gaps;
}
