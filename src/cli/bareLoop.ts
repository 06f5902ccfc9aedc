/**
 * The yardstick of `sim bench`: a 4-ary heap of typed arrays in a hold model (take the earliest, put one
 * back later), and nothing else. Its own code, so that a slower engine cannot slow its yardstick.
 */
export class BareLoop {
  private readonly times: Float64Array;
  private readonly slots: Int32Array;
  private size = 0;
  private state = 12345;

  constructor(pending: number) {
    this.times = new Float64Array(pending + 1);
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

  private step(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return 1 + (this.state >>> 12);
  }

  private push(at: number, slot: number): void {
    const { times, slots } = this;
    let index = this.size;
    this.size += 1;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (times[parent]! <= at) break;
      times[index] = times[parent]!;
      slots[index] = slots[parent]!;
      index = parent;
    }
    times[index] = at;
    slots[index] = slot;
  }

  private pop(): number {
    const { times, slots } = this;
    const slot = slots[0]!;
    this.size -= 1;
    const { size } = this;
    const at = times[size]!;
    const moved = slots[size]!;
    let index = 0;
    for (;;) {
      const first = index * 4 + 1;
      if (first >= size) break;
      let best = first;
      const last = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < last; child += 1) if (times[child]! < times[best]!) best = child;
      if (times[best]! >= at) break;
      times[index] = times[best]!;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = at;
    slots[index] = moved;
    return slot;
  }
}
