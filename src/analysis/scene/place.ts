import type { CopyId, MessageId, Micros, PlaceId } from '../../engine/units';
import type { Word } from '../../engine/trace/words';
import type { MarkScene, PlaceScene, RestingCopy } from './scene';

/** A place at the moment of a key frame. It shares the list with the place it was taken from. */
export interface FrozenPlace {
  readonly id: PlaceId;
  readonly exists: boolean;
  readonly everPut: number;
  readonly marks: readonly MarkScene[];
  readonly items: readonly RestingCopy[];
  readonly from: number;
  readonly to: number;
}

const COMPACT_FROM = 1024;

/**
 * What rests in a place, by rising index. A queue's head moves on instead of the list being shifted, so
 * that a backlog of a hundred thousand costs no more than one of ten; a list that a key frame shares is
 * copied before anything but its two ends changes.
 */
export class PlaceList implements PlaceScene {
  readonly id: PlaceId;
  exists: boolean;
  everPut = 0;
  marks: MarkScene[] = [];
  private items: RestingCopy[] = [];
  private head = 0;
  private isShared = false;
  private view: readonly RestingCopy[] | null = null;
  /** Kept from when somebody first asks for it. */
  private known: Repeats | null = null;

  constructor(id: PlaceId, exists: boolean) {
    this.id = id;
    this.exists = exists;
  }

  get count(): number {
    return this.items.length - this.head;
  }

  get copies(): readonly RestingCopy[] {
    this.view ??= this.head === 0 ? this.items : this.items.slice(this.head);
    return this.view;
  }

  get repeats(): ReadonlyMap<MessageId, readonly RestingCopy[]> {
    this.known ??= new Repeats(this.items, this.head);
    return this.known.repeats;
  }

  /** Puts a copy in its order; behind those of the same index. */
  add(copy: RestingCopy): void {
    this.everPut += 1;
    this.view = null;
    this.known?.add(copy);
    const { items } = this;
    if (this.count === 0 || items[items.length - 1]!.index <= copy.index) {
      items.push(copy);
      return;
    }
    const position = this.firstFrom(copy.index + 1);
    this.own();
    if (this.head > 0 && position - this.head < this.items.length - position) {
      this.items.copyWithin(this.head - 1, this.head, position);
      this.head -= 1;
      this.items[position - 1] = copy;
    } else this.items.splice(position, 0, copy);
  }

  /** Takes a copy out. One that is not there is left alone: that copies are conserved is another test's business. */
  remove(copy: CopyId, index: number): void {
    let position = this.firstFrom(index);
    while (position < this.items.length && this.items[position]!.copy !== copy) position += 1;
    if (position === this.items.length) return;
    this.view = null;
    this.known?.remove(this.items[position]!);
    if (position === this.head) this.head += 1;
    else {
      this.own();
      if (position - this.head < this.items.length - position) {
        this.items.copyWithin(this.head + 1, this.head, position);
        this.head += 1;
      } else this.items.splice(position, 1);
    }
    if (this.head >= COMPACT_FROM && this.head * 2 > this.items.length) this.compact();
  }

  mark(name: Word, owner: number, value: number, since: Micros): void {
    const known = this.marks.find((mark) => mark.name === name && mark.owner === owner);
    if (known === undefined) this.marks.push({ name, owner, value, since });
    else {
      known.value = value;
      known.since = since;
    }
  }

  freeze(): FrozenPlace {
    const { id, exists, everPut, items, head } = this;
    this.isShared = true;
    return { id, exists, everPut, marks: this.marks.map((mark) => ({ ...mark })), items, from: head, to: items.length };
  }

  static thaw({ id, exists, everPut, marks, items, from, to }: FrozenPlace): PlaceList {
    const place = new PlaceList(id, exists);
    place.everPut = everPut;
    place.marks = marks.map((mark) => ({ ...mark }));
    place.items = items.slice(from, to);
    return place;
  }

  private firstFrom(index: number): number {
    let low = this.head;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.items[middle]!.index < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private own(): void {
    if (!this.isShared) return;
    this.items = this.items.slice();
    this.isShared = false;
  }

  private compact(): void {
    this.items = this.items.slice(this.head);
    this.head = 0;
    this.isShared = false;
  }
}

/** Which messages have more than one copy among those that rest in a place. */
class Repeats {
  readonly repeats = new Map<MessageId, RestingCopy[]>();
  /** By message, the one copy of those that have one. */
  private readonly single: (RestingCopy | undefined)[] = [];

  constructor(items: readonly RestingCopy[], head: number) {
    for (let position = head; position < items.length; position += 1) this.add(items[position]!);
  }

  add(copy: RestingCopy): void {
    const { message } = copy;
    const several = this.repeats.get(message);
    const one = this.single[message];
    if (several !== undefined) {
      several.push(copy);
      several.sort((a, b) => a.index - b.index);
    } else if (one === undefined) this.single[message] = copy;
    else {
      this.repeats.set(
        message,
        [one, copy].sort((a, b) => a.index - b.index),
      );
      this.single[message] = undefined;
    }
  }

  remove({ copy, message }: RestingCopy): void {
    const several = this.repeats.get(message);
    if (several === undefined) {
      this.single[message] = undefined;
      return;
    }
    several.splice(
      several.findIndex((one) => one.copy === copy),
      1,
    );
    if (several.length > 1) return;
    this.repeats.delete(message);
    this.single[message] = several[0];
  }
}
