/** A column of integers that grows, with a value for what was never set. For indices by a dense identity. */
export class IntColumn {
  private values = new Int32Array(1024);
  private readonly absent: number;

  constructor(absent: number) {
    this.absent = absent;
    this.values.fill(absent);
  }

  get(index: number): number {
    return index >= 0 && index < this.values.length ? this.values[index]! : this.absent;
  }

  set(index: number, value: number): void {
    if (index >= this.values.length) this.grow(index);
    this.values[index] = value;
  }

  clear(): void {
    this.values.fill(this.absent);
  }

  private grow(index: number): void {
    let size = this.values.length;
    while (size <= index) size *= 2;
    const values = new Int32Array(size);
    values.set(this.values);
    values.fill(this.absent, this.values.length);
    this.values = values;
  }
}
