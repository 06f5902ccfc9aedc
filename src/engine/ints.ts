/**
 * A column of 32-bit integers, one for each message or record of a long run, that grows by doubling. An array
 * would do; with millions of items it takes three times as long to fill, and twice the memory.
 */
export class Ints {
  private values = new Int32Array(64);
  length = 0;

  push(value: number): void {
    const { length } = this;
    if (length === this.values.length) {
      const wider = new Int32Array(length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[length] = value;
    this.length = length + 1;
  }

  /** The value at an index below `length`. */
  at(index: number): number {
    return this.values[index]!;
  }
}
