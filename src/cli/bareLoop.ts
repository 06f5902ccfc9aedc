/** Multiplier and increment of a linear congruential generator modulo 2^32. Source: Numerical Recipes, "An Even Quicker Generator". */
const FACTOR = 1_664_525;
const INCREMENT = 1_013_904_223;
const MEAN = 1_000;

/**
 * The yardstick of `sim bench`: the textbook hold model (take the earliest event, put one back an exponential
 * time later) on a 4-ary heap of typed arrays ordered by (time, sequence), and nothing else. The time comes
 * from the smallest generator there is and the platform's logarithm. Its own code, so that a slower engine
 * cannot slow its yardstick. Source: Jones, "An Empirical Comparison of Priority-Queue and Event-Set Implementations", 1986.
 */
export class BareLoop {
  private readonly times: Float64Array;
  private readonly order: Float64Array;
  private readonly slots: Int32Array;
  private size = 0;
  private sequence = 0;
  private random = 1;

  constructor(pending: number) {
    this.times = new Float64Array(pending + 1);
    this.order = new Float64Array(pending + 1);
    this.slots = new Int32Array(pending + 1);
    for (let i = 0; i < pending; i += 1) this.push(this.step(), i);
  }

  /** Handles so many events; returns something that depends on all, so that none is optimised away. */
  run(events: number): number {
    let checksum = 0;
    for (let i = 0; i < events; i += 1) {
      const at = this.times[0]!;
      const slot = this.pop();
      checksum = (checksum + slot) | 0;
      this.push(at + this.step(), slot);
    }
    return checksum;
  }

  /** An exponential time above 0. */
  private step(): number {
    this.random = (Math.imul(this.random, FACTOR) + INCREMENT) | 0;
    return -MEAN * Math.log(((this.random >>> 0) + 0.5) / 4_294_967_296);
  }

  private push(at: number, slot: number): void {
    const { times, order, slots } = this;
    let index = this.size;
    const sequence = this.sequence;
    this.sequence = sequence + 1;
    this.size = index + 1;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (times[parent]! <= at) break;
      times[index] = times[parent]!;
      order[index] = order[parent]!;
      slots[index] = slots[parent]!;
      index = parent;
    }
    times[index] = at;
    order[index] = sequence;
    slots[index] = slot;
  }

  private pop(): number {
    const { times, order, slots } = this;
    const slot = slots[0]!;
    this.size -= 1;
    const { size } = this;
    const at = times[size]!;
    const sequence = order[size]!;
    const moved = slots[size]!;
    let index = 0;
    for (;;) {
      const first = index * 4 + 1;
      if (first >= size) break;
      let best = first;
      const last = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < last; child += 1) {
        if (times[child]! < times[best]! || (times[child] === times[best] && order[child]! < order[best]!))
          best = child;
      }
      if (times[best]! > at || (times[best] === at && order[best]! > sequence)) break;
      times[index] = times[best]!;
      order[index] = order[best]!;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = at;
    order[index] = sequence;
    slots[index] = moved;
    return slot;
  }
}
