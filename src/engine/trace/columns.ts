import { assert } from '../assert';
import { NONE, type Micros, type Seq } from '../units';
import { Digest } from './digest';
import { FIELDS, KINDS, type RecordKind, type TraceRecord } from './record';

/** Rows in a chunk. A chunk is what is transferred to the page, and is never copied to grow. */
export const CHUNK_ROWS = 16_384;
const SHIFT = 14;
const MASK = CHUNK_ROWS - 1;

/** Fields that most kinds of record do not have stand in a row of their own length: `d`, `e`, `f`. */
const HEAD_FIELDS = 3;
/** How many fields a kind has beyond the first three. */
const TAIL_OF = Uint8Array.from(KINDS, (kind) => Math.max(0, FIELDS[kind].length - HEAD_FIELDS));
/** Room for the further fields at first: few chunks need more. */
const TAIL_ROOM = 20_480;
const TWO_32 = 4_294_967_296;

/**
 * About 27 bytes a record: kind, time, cause and three fields, a column each; the further fields of the kinds that
 * have any one behind the other in `tail`, from `tailAt` on. All columns but `tail` and `high` share one buffer.
 */
export interface Chunk {
  readonly kind: Uint8Array<ArrayBuffer>;
  /** The time of the first record. */
  base: Micros;
  /** Time since `base`, modulo 2³². */
  readonly at: Uint32Array<ArrayBuffer>;
  /** What is above that; null while a chunk spans less than 71 minutes. */
  high: Uint32Array<ArrayBuffer> | null;
  readonly cause: Int32Array<ArrayBuffer>;
  readonly a: Int32Array<ArrayBuffer>;
  readonly b: Int32Array<ArrayBuffer>;
  readonly c: Int32Array<ArrayBuffer>;
  readonly tailAt: Uint16Array<ArrayBuffer>;
  tail: Int32Array<ArrayBuffer>;
}

/** What of a chunk is handed over, not copied, when it goes to another thread. */
export const buffersOf = ({ kind, high, tail }: Chunk): ArrayBuffer[] =>
  [kind, tail, ...(high === null ? [] : [high])].map(({ buffer }) => buffer);

function newChunk(): Chunk {
  // One piece of memory for all columns: the system hands over a large one as zeros without touching it.
  const memory = new ArrayBuffer(CHUNK_ROWS * 23);
  const ints = (column: number) => new Int32Array(memory, CHUNK_ROWS * 4 * column, CHUNK_ROWS);
  return {
    base: 0,
    at: new Uint32Array(memory, 0, CHUNK_ROWS),
    high: null,
    cause: ints(1),
    a: ints(2),
    b: ints(3),
    c: ints(4),
    tailAt: new Uint16Array(memory, CHUNK_ROWS * 20, CHUNK_ROWS),
    kind: new Uint8Array(memory, CHUNK_ROWS * 22, CHUNK_ROWS),
    tail: new Int32Array(TAIL_ROOM),
  };
}

const timeIn = ({ base, at, high }: Chunk, row: number): Micros =>
  base + at[row]! + (high === null ? 0 : high[row]! * TWO_32);

/** The field of that place beyond the first three (0 is `d`); NONE if the kind has none. */
const tailIn = (chunk: Chunk, row: number, place: number): number =>
  TAIL_OF[chunk.kind[row]!]! > place ? chunk.tail[chunk.tailAt[row]! + place]! : NONE;

/**
 * The records of a run, in columns. With `keep` false only the digest and the count are kept, for
 * runs of which nobody reads the records.
 */
export class Trace {
  readonly chunks: Chunk[] = [];
  /** Number of records so far, kept or not. */
  length = 0;
  /** The moment and the cause of what is written next. */
  at: Micros = 0;
  cause: Seq = NONE;
  private readonly running = new Digest();
  private open: Chunk | null = null;
  /** Where the next record's further fields go in the open chunk. */
  private tailEnd = 0;

  readonly keep: boolean;

  constructor(keep = true) {
    this.keep = keep;
  }

  /** Rebuilds a trace from transferred chunks. */
  static of(chunks: readonly Chunk[], length: number): Trace {
    const trace = new Trace(true);
    trace.chunks.push(...chunks);
    trace.length = length;
    trace.reopen();
    return trace;
  }

  /**
   * Appends a record and returns its number: of any kind, and of any moment and cause, which are then the current ones.
   * A run's own loop, which knows the kind, calls `three` or `six`: fewer arguments, and a smaller function.
   */
  add(kind: number, at: Micros, cause: Seq, a: number, b: number, c: number, d: number, e: number, f: number): Seq {
    this.at = at;
    this.cause = cause;
    return TAIL_OF[kind] === 0 ? this.three(kind, a, b, c) : this.six(kind, a, b, c, d, e, f);
  }

  /** Appends a record of a kind with at most three fields, of the current moment and cause. */
  three(kind: number, a: number, b: number, c: number): Seq {
    const seq = this.length;
    this.length = seq + 1;
    if (!this.keep) {
      this.running.three(kind, this.at, this.cause, a, b, c);
      return seq;
    }
    const row = seq & MASK;
    this.head(row, kind, a, b, c);
    return seq;
  }

  /** Appends a record of a kind with more than three fields; NONE for those beyond what it has. */
  six(kind: number, a: number, b: number, c: number, d: number, e: number, f: number): Seq {
    const seq = this.length;
    this.length = seq + 1;
    if (!this.keep) {
      this.running.six(kind, this.at, this.cause, a, b, c, d, e, f);
      return seq;
    }
    const row = seq & MASK;
    const chunk = this.head(row, kind, a, b, c);
    const end = this.tailEnd;
    const more = TAIL_OF[kind]!;
    chunk.tailAt[row] = end;
    if (end + more > chunk.tail.length) widenTail(chunk);
    const { tail } = chunk;
    tail[end] = d;
    if (more > 1) tail[end + 1] = e;
    if (more > 2) tail[end + 2] = f;
    this.tailEnd = end + more;
    return seq;
  }

  /** Writes what all kinds have into a row of the open chunk. */
  private head(row: number, kind: number, a: number, b: number, c: number): Chunk {
    const { at } = this;
    let chunk = this.open;
    if (row === 0 || chunk === null) chunk = this.openChunk(at);
    chunk.kind[row] = kind;
    const since = at - chunk.base;
    chunk.at[row] = since;
    if (since >= TWO_32 || chunk.high !== null) setHigh(chunk, row, since);
    chunk.cause[row] = this.cause;
    chunk.a[row] = a;
    chunk.b[row] = b;
    chunk.c[row] = c;
    return chunk;
  }

  /** A chunk for the record just counted. */
  private openChunk(at: Micros): Chunk {
    const index = (this.length - 1) >> SHIFT;
    const chunk = this.chunks[index] ?? newChunk();
    chunk.base = at;
    chunk.high = null;
    this.chunks[index] = chunk;
    this.open = chunk;
    this.tailEnd = 0;
    return chunk;
  }

  /** Finds where the next record goes. */
  private reopen(): void {
    const row = this.length & MASK;
    const open = row === 0 ? null : (this.chunks[this.length >> SHIFT] ?? null);
    this.open = open;
    this.tailEnd = 0;
    if (open === null) return;
    let last = row - 1;
    while (last >= 0 && TAIL_OF[open.kind[last]!] === 0) last -= 1;
    if (last >= 0) this.tailEnd = open.tailAt[last]! + TAIL_OF[open.kind[last]!]!;
  }

  /** Forgets all records from number `length` on: what a restored snapshot has not yet written. */
  truncate(length: number): void {
    assert(length <= this.length, `cannot cut a trace of ${this.length} records at ${length}`);
    assert(this.keep, 'a trace that is not kept cannot be cut');
    this.length = length;
    this.reopen();
  }

  kindAt(seq: Seq): number {
    return this.chunks[seq >> SHIFT]!.kind[seq & MASK]!;
  }

  timeAt(seq: Seq): Micros {
    return timeIn(this.chunks[seq >> SHIFT]!, seq & MASK);
  }

  causeAt(seq: Seq): Seq {
    return this.chunks[seq >> SHIFT]!.cause[seq & MASK]!;
  }

  /** One field by its column letter, without building a record: for folds over millions of rows. */
  field(seq: Seq, column: 'a' | 'b' | 'c' | 'd' | 'e' | 'f'): number {
    return fieldIn(this.chunks[seq >> SHIFT]!, seq & MASK, column);
  }

  /** The readable view of one row. Allocates: for readers, never for the run's own loop. */
  record(seq: Seq): TraceRecord {
    assert(seq >= 0 && seq < this.length, `no record ${seq} in a trace of ${this.length}`);
    const chunk = this.chunks[seq >> SHIFT]!;
    const row = seq & MASK;
    const kind = KINDS[chunk.kind[row]!]!;
    return buildRecord(kind, seq, chunk, row);
  }

  /** All records from `from` up to `to`, in order. */
  *records(from: Seq = 0, to: Seq = this.length): Generator<TraceRecord> {
    for (let seq = from; seq < to; seq += 1) yield this.record(seq);
  }

  /** The first record at or after `time`: a binary search, since time never falls. */
  firstAt(time: Micros): Seq {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  digest(): string {
    if (!this.keep) return this.running.toString();
    const digest = new Digest();
    for (let from = 0; from < this.length; from += CHUNK_ROWS) {
      const chunk = this.chunks[from >> SHIFT]!;
      const { kind, cause, a, b, c } = chunk;
      const rows = Math.min(CHUNK_ROWS, this.length - from);
      for (let i = 0; i < rows; i += 1) {
        const at = timeIn(chunk, i);
        if (TAIL_OF[kind[i]!] === 0) digest.three(kind[i]!, at, cause[i]!, a[i]!, b[i]!, c[i]!);
        else {
          const [d, e, f] = [tailIn(chunk, i, 0), tailIn(chunk, i, 1), tailIn(chunk, i, 2)];
          digest.six(kind[i]!, at, cause[i]!, a[i]!, b[i]!, c[i]!, d, e, f);
        }
      }
    }
    return digest.toString();
  }
}

function setHigh(chunk: Chunk, row: number, since: Micros): void {
  chunk.high ??= new Uint32Array(CHUNK_ROWS);
  chunk.high[row] = Math.floor(since / TWO_32);
}

function widenTail(chunk: Chunk): void {
  const wider = new Int32Array(chunk.tail.length * 2);
  wider.set(chunk.tail);
  chunk.tail = wider;
}

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

function fieldIn(chunk: Chunk, row: number, column: (typeof COLUMNS)[number]): number {
  switch (column) {
    case 'a':
    case 'b':
    case 'c':
      return chunk[column][row]!;
    case 'd':
      return tailIn(chunk, row, 0);
    case 'e':
      return tailIn(chunk, row, 1);
    case 'f':
      return tailIn(chunk, row, 2);
  }
}

function buildRecord(kind: RecordKind, seq: Seq, chunk: Chunk, row: number): TraceRecord {
  const record: Record<string, number | string> = { kind, seq, at: timeIn(chunk, row), cause: chunk.cause[row]! };
  FIELDS[kind].forEach((name, column) => {
    record[name] = fieldIn(chunk, row, COLUMNS[column]!);
  });
  // The one place where a row becomes a typed record: FIELDS is checked against RecordFields by `satisfies`.
  return record as unknown as TraceRecord;
}
