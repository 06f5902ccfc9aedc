/**
 * Values by small whole numbers, few at a time: connections by id, channels by number. A Map would do; looking
 * something up in one for every packet takes a fiftieth of a run.
 */
export class DenseMap<T> {
  private readonly items: (T | undefined)[] = [];
  size = 0;

  get(number: number): T | undefined {
    return number < this.items.length ? this.items[number] : undefined;
  }

  set(number: number, value: T): void {
    while (this.items.length <= number) this.items.push(undefined);
    if (this.items[number] === undefined) this.size += 1;
    this.items[number] = value;
  }

  /** Takes a value out; whether it was there. */
  delete(number: number): boolean {
    if (this.get(number) === undefined) return false;
    this.items[number] = undefined;
    this.size -= 1;
    return true;
  }

  /** What is there at this moment, by rising number. */
  values(): T[] {
    return this.items.filter((item) => item !== undefined);
  }
}
