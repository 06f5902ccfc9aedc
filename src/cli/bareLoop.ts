import { drawFrom } from '../engine/random/distributions';
import { baseOf, keyOf } from '../engine/random/keyed';

const GAPS = 4096;

/**
 * The yardstick of `sim bench`: a 4-ary heap of typed arrays ordered by (time, sequence) in a hold model
 * (take the earliest, put one back an exponential time later), and nothing else. The times come from a
 * table made beforehand. Its own code, so that a slower engine cannot slow its yardstick.
 */
export class BareLoop {
  private readonly times: Float64Array;
  private readonly order: Float64Array;
  private readonly slots: Int32Array;
  private readonly gaps: Float64Array;
  private size = 0;
  private sequence = 0;

  constructor(pending: number) {
    this.times = new Float64Array(pending + 1);
    this.order = new Float64Array(pending + 1);
    this.slots = new Int32Array(pending + 1);
    this.gaps = new Float64Array(GAPS);
    for (let i = 0; i < GAPS; i += 1) this.gaps[i] = drawFrom({ kind: 'exponential', mean: 1_000, min: 1 }, keyOf(baseOf(1, 1), 1, i, 0));
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

  private step(): number {
    return this.gaps[this.sequence & (GAPS - 1)]!;
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
        if (times[child]! < times[best]! || (times[child] === times[best] && order[child]! < order[best]!)) best = child;
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
