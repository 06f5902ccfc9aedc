import { assert } from './assert';
import type { Micros, Seq, TimerId } from './units';

/** What an event does when its time comes. */
export const EVENT = {
  dead: 0, // cancelled: dropped without record, step or count
  packet: 1,
  timer: 2,
  learnOpened: 3,
  learnAccepted: 4,
  learnRefused: 5,
  learnClosed: 6,
  breakConnection: 7,
  loseRequest: 8,
  fault: 9,
  restart: 10,
  resume: 11,
  heal: 12,
  unslow: 13,
  start: 14,
  repeatRequest: 15,
  learnUnanswered: 16,
} as const;

const SLOTS_OF_ID = 1 << 20;

/**
 * Pending events in an array heap of arity 4, ordered by time and then by the order of scheduling.
 * An event is a slot in columns; its payload, the one object, is dropped when the slot is.
 */
export class Agenda {
  private times = new Float64Array(64);
  private order = new Float64Array(64);
  private slots = new Int32Array(64);
  private size = 0;
  /**
   * The first place is vacant: its event was popped. Mostly that event schedules another, which goes in there and
   * sinks a little; filling the place from the end first would let the last event sink all the way.
   */
  private vacant = false;
  private nextOrder = 0;

  private kinds = new Uint8Array(64);
  private nodes = new Int32Array(64);
  private causes = new Int32Array(64);
  private generations = new Int32Array(64);
  private foregroundFlags = new Uint8Array(64);
  private payloads: unknown[] = [];
  /** Slots that are free again, the last one first, and how many they are. */
  private free = new Int32Array(64);
  private freeSlots = 0;
  private slotsUsed = 0;

  /** Pending events that keep a run open. */
  foreground = 0;

  // The event popped last, and whether it kept the run open.
  wasForeground = false;
  kind = 0;
  node = 0;
  cause: Seq = 0;

  get pending(): number {
    return this.vacant ? this.size - 1 : this.size;
  }

  /** Schedules an event and returns its slot, of which `idOf` makes an id to cancel it by. */
  push(at: Micros, kind: number, node: number, cause: Seq, payload: unknown, foreground: boolean): number {
    const slot = this.freeSlots > 0 ? this.takeFree() : this.newSlot();
    this.kinds[slot] = kind;
    this.nodes[slot] = node;
    this.causes[slot] = cause;
    this.payloads[slot] = payload;
    this.foregroundFlags[slot] = foreground ? 1 : 0;
    if (foreground) this.foreground += 1;
    this.insert(at, slot);
    return slot;
  }

  /** The id of the event just pushed: no event before or after it has the same. */
  idOf(slot: number): TimerId {
    return slot + this.generations[slot]! * SLOTS_OF_ID;
  }

  private insert(at: Micros, slot: number): void {
    if (this.vacant) {
      this.vacant = false;
      this.sink(at, this.nextOrder, slot);
      this.nextOrder += 1;
      return;
    }
    if (this.size === this.times.length) this.grow();
    // The new one is the last of its time: comparing times alone keeps the order of scheduling.
    const { times, order, slots } = this;
    let index = this.size;
    this.size += 1;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (times[parent]! <= at) break;
      times[index] = times[parent]!;
      order[index] = order[parent]!;
      slots[index] = slots[parent]!;
      index = parent;
    }
    times[index] = at;
    order[index] = this.nextOrder;
    slots[index] = slot;
    this.nextOrder += 1;
  }

  /** Drops a pending event. Of one that is past, or of an unknown id, nothing. */
  cancel(id: TimerId): void {
    if (id < 0) return;
    const slot = id % SLOTS_OF_ID;
    const generation = (id - slot) / SLOTS_OF_ID;
    if (slot >= this.slotsUsed || this.generations[slot] !== generation || this.kinds[slot] === EVENT.dead) return;
    this.kill(slot);
  }

  private kill(slot: number): void {
    this.kinds[slot] = EVENT.dead;
    this.payloads[slot] = null;
    if (this.foregroundFlags[slot] === 1) {
      this.foregroundFlags[slot] = 0;
      this.foreground -= 1;
    }
  }

  /** What pending events of a kind at a node carry, in no order. */
  payloadsOf(kind: number, node: number): unknown[] {
    this.close();
    const found: unknown[] = [];
    for (let i = 0; i < this.size; i += 1) {
      const slot = this.slots[i]!;
      if (this.kinds[slot] === kind && this.nodes[slot] === node) found.push(this.payloads[slot]);
    }
    return found;
  }

  /** Drops all pending timers of a node: its process is dead. */
  cancelTimersOf(node: number): void {
    this.close();
    for (let i = 0; i < this.size; i += 1) {
      const slot = this.slots[i]!;
      if (this.nodes[slot] === node && this.kinds[slot] === EVENT.timer) this.kill(slot);
    }
  }

  /** The time of the next event that is not cancelled; Infinity if there is none. */
  nextTime(): Micros {
    for (;;) {
      this.close();
      if (this.size === 0) return Infinity;
      const slot = this.slots[0]!;
      if (this.kinds[slot] !== EVENT.dead) return this.times[0]!;
      this.release(slot);
      this.vacant = true;
    }
  }

  /**
   * Takes the next event out, into `kind`, `node`, `cause`, and returns its payload. Call nextTime first: it says when
   * it is. (A payload kept in a field here would be noted by the garbage collector, event by event.)
   */
  pop(): unknown {
    const slot = this.slots[0]!;
    this.vacant = true;
    this.kind = this.kinds[slot]!;
    this.node = this.nodes[slot]!;
    this.cause = this.causes[slot]!;
    const payload = this.payloads[slot];
    this.wasForeground = this.foregroundFlags[slot] === 1;
    if (this.wasForeground) this.foreground -= 1;
    this.release(slot);
    return payload;
  }

  /**
   * Puts the event just popped aside, under its old id, so that it can still be cancelled: its node is paused.
   * It comes no more until `unpark`.
   */
  park(payload: unknown): void {
    const slot = this.takeFree();
    this.generations[slot] = this.generations[slot]! - 1;
    this.kinds[slot] = this.kind;
    this.payloads[slot] = payload;
    this.foregroundFlags[slot] = this.wasForeground ? 1 : 0;
    if (this.wasForeground) this.foreground += 1;
    this.insert(Infinity, slot);
  }

  /** What was put aside for a node comes at `now`, in its old order. */
  unpark(node: number, now: Micros): void {
    this.close();
    const entries = Array.from({ length: this.size }, (_, i) => ({
      at: this.times[i]!,
      order: this.order[i]!,
      slot: this.slots[i]!,
    }));
    const parked = entries
      .filter(({ at, slot }) => at === Infinity && this.nodes[slot] === node)
      .sort((a, b) => a.order - b.order);
    if (parked.length === 0) return;
    const rest = entries
      .filter((entry) => !parked.includes(entry))
      .sort((a, b) => (a.at === b.at ? a.order - b.order : a.at < b.at ? -1 : 1));
    // A sorted array is a heap.
    rest.forEach(({ at, order, slot }, i) => {
      this.times[i] = at;
      this.order[i] = order;
      this.slots[i] = slot;
    });
    this.size = rest.length;
    for (const { slot } of parked) this.insert(now, slot);
  }

  private release(slot: number): void {
    this.payloads[slot] = null;
    this.kinds[slot] = EVENT.dead;
    this.foregroundFlags[slot] = 0;
    this.generations[slot] = (this.generations[slot]! + 1) & 0x7fffffff;
    this.free[this.freeSlots] = slot;
    this.freeSlots += 1;
  }

  private takeFree(): number {
    this.freeSlots -= 1;
    return this.free[this.freeSlots]!;
  }

  /** Fills the vacant place from the end. */
  private close(): void {
    if (!this.vacant) return;
    this.vacant = false;
    this.size -= 1;
    const { size } = this;
    if (size > 0) this.sink(this.times[size]!, this.order[size]!, this.slots[size]!);
  }

  /** Puts an event into the first place and lets it sink to its own. */
  private sink(at: Micros, rank: number, moved: number): void {
    const { times, order, slots, size } = this;
    let index = 0;
    for (;;) {
      const first = index * 4 + 1;
      if (first >= size) break;
      let best = first;
      let bestTime = times[first]!;
      const last = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < last; child += 1) {
        const time = times[child]!;
        if (time < bestTime || (time === bestTime && order[child]! < order[best]!)) {
          best = child;
          bestTime = time;
        }
      }
      if (bestTime > at || (bestTime === at && order[best]! > rank)) break;
      times[index] = bestTime;
      order[index] = order[best]!;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = at;
    order[index] = rank;
    slots[index] = moved;
  }

  private newSlot(): number {
    const slot = this.slotsUsed;
    assert(slot < SLOTS_OF_ID, 'more than a million events pending');
    this.slotsUsed += 1;
    if (slot === this.kinds.length) {
      this.kinds = widen(this.kinds, new Uint8Array(slot * 2));
      this.foregroundFlags = widen(this.foregroundFlags, new Uint8Array(slot * 2));
      this.nodes = widen(this.nodes, new Int32Array(slot * 2));
      this.causes = widen(this.causes, new Int32Array(slot * 2));
      this.generations = widen(this.generations, new Int32Array(slot * 2));
      this.free = widen(this.free, new Int32Array(slot * 2));
    }
    return slot;
  }

  private grow(): void {
    const length = this.size * 2;
    this.times = widen(this.times, new Float64Array(length));
    this.order = widen(this.order, new Float64Array(length));
    this.slots = widen(this.slots, new Int32Array(length));
  }
}

function widen<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
