import type { Seq } from '../../engine/units';

/** A number that changes at records; NaN where there is none. */
export interface Stepped {
  /** As it is when so many records are told. */
  at(told: Seq): number;
  /** The record of its last change before that; -1 if it has never changed. */
  changedBefore(told: Seq): Seq;
  /** The records at which it changes, in order. */
  readonly seqs: readonly Seq[];
}

/** One that is written down as the trace is read. */
export class Steps implements Stepped {
  readonly seqs: Seq[] = [];
  private readonly values: number[] = [];
  private readonly first: number;

  constructor(first = NaN) {
    this.first = first;
  }

  get last(): number {
    return this.values.at(-1) ?? this.first;
  }

  set(seq: Seq, value: number): void {
    if (Object.is(this.last, value)) return;
    if (this.seqs.at(-1) === seq) this.values[this.values.length - 1] = value;
    else {
      this.seqs.push(seq);
      this.values.push(value);
    }
  }

  add(seq: Seq, change: number): void {
    this.set(seq, this.last + change);
  }

  at(told: Seq): number {
    const index = countBelow(this.seqs, told);
    return index === 0 ? this.first : this.values[index - 1]!;
  }

  changedBefore(told: Seq): Seq {
    const index = countBelow(this.seqs, told);
    return index === 0 ? -1 : this.seqs[index - 1]!;
  }
}

/** One that is worked out of two others. */
export class Combined implements Stepped {
  private readonly one: Stepped;
  private readonly other: Stepped;
  private readonly combine: (one: number, other: number) => number;
  private merged: readonly Seq[] | null = null;

  constructor(one: Stepped, other: Stepped, combine: (one: number, other: number) => number) {
    this.one = one;
    this.other = other;
    this.combine = combine;
  }

  at(told: Seq): number {
    return this.combine(this.one.at(told), this.other.at(told));
  }

  /** Looks through the changes of both for the last that makes a difference. */
  changedBefore(told: Seq): Seq {
    for (let before = told; ;) {
      const seq = Math.max(this.one.changedBefore(before), this.other.changedBefore(before));
      if (seq === -1 || !Object.is(this.at(seq), this.at(seq + 1))) return seq;
      before = seq;
    }
  }

  get seqs(): readonly Seq[] {
    this.merged ??= merge(this.one.seqs, this.other.seqs);
    return this.merged;
  }
}

/** Both lists as one, in order; what stands in both, once. */
function merge(one: readonly Seq[], other: readonly Seq[]): Seq[] {
  const merged: Seq[] = [];
  let [a, b] = [0, 0];
  while (a < one.length || b < other.length) {
    const next = Math.min(one[a] ?? Infinity, other[b] ?? Infinity);
    merged.push(next);
    if (one[a] === next) a += 1;
    if (other[b] === next) b += 1;
  }
  return merged;
}

/** How many of these ascending numbers are below that one. */
export function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
