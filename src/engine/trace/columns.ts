import { assert } from '../assert';
import type { Micros, Seq } from '../units';
import { Digest } from './digest';
import { FIELDS, KINDS, type RecordKind, type TraceRecord } from './record';

/** Rows in a chunk. A chunk is what is transferred to the page, and is never copied to grow. */
export const CHUNK_ROWS = 16_384;
const SHIFT = 14;
const MASK = CHUNK_ROWS - 1;

/** 37 bytes a record: kind, at, cause and six fields, a column each; all columns of a chunk share one buffer. */
export interface Chunk {
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly at: Float64Array<ArrayBuffer>;
  readonly cause: Int32Array<ArrayBuffer>;
  readonly a: Int32Array<ArrayBuffer>;
  readonly b: Int32Array<ArrayBuffer>;
  readonly c: Int32Array<ArrayBuffer>;
  readonly d: Int32Array<ArrayBuffer>;
  readonly e: Int32Array<ArrayBuffer>;
  readonly f: Int32Array<ArrayBuffer>;
}

function newChunk(): Chunk {
  // One piece of memory for all columns: the system hands over a large one as zeros without touching it.
  const memory = new ArrayBuffer(CHUNK_ROWS * 37);
  const ints = (column: number) => new Int32Array(memory, CHUNK_ROWS * (8 + 4 * column), CHUNK_ROWS);
  return {
    kind: new Uint8Array(memory, CHUNK_ROWS * 36, CHUNK_ROWS),
    at: new Float64Array(memory, 0, CHUNK_ROWS),
    cause: ints(0),
    a: ints(1),
    b: ints(2),
    c: ints(3),
    d: ints(4),
    e: ints(5),
    f: ints(6),
  };
}

/**
 * The records of a run, in columns. With `keep` false only the digest and the count are kept, for
 * runs of which nobody reads the records.
 */
export class Trace {
  readonly chunks: Chunk[] = [];
  /** Number of records so far, kept or not. */
  length = 0;
  private readonly running = new Digest();
  private open: Chunk | null = null;

  readonly keep: boolean;

  constructor(keep = true) {
    this.keep = keep;
  }

  /** Rebuilds a trace from transferred chunks. */
  static of(chunks: readonly Chunk[], length: number): Trace {
    const trace = new Trace(true);
    trace.chunks.push(...chunks);
    trace.length = length;
    trace.open = length & MASK ? (chunks[length >> SHIFT] ?? null) : null;
    return trace;
  }

  /** Appends a record and returns its number. */
  add(kind: number, at: Micros, cause: Seq, a: number, b: number, c: number, d: number, e: number, f: number): Seq {
    const seq = this.length;
    this.length = seq + 1;
    if (!this.keep) {
      this.running.add(kind, at, cause, a, b, c, d, e, f);
      return seq;
    }
    const row = seq & MASK;
    let chunk = this.open;
    if (row === 0 || chunk === null) chunk = this.openChunk(seq);
    chunk.kind[row] = kind;
    chunk.at[row] = at;
    chunk.cause[row] = cause;
    chunk.a[row] = a;
    chunk.b[row] = b;
    chunk.c[row] = c;
    chunk.d[row] = d;
    chunk.e[row] = e;
    chunk.f[row] = f;
    return seq;
  }

  private openChunk(seq: Seq): Chunk {
    const index = seq >> SHIFT;
    const chunk = this.chunks[index] ?? newChunk();
    this.chunks[index] = chunk;
    this.open = chunk;
    return chunk;
  }

  /** Forgets all records from number `length` on: what a restored snapshot has not yet written. */
  truncate(length: number): void {
    assert(length <= this.length, `cannot cut a trace of ${this.length} records at ${length}`);
    assert(this.keep, 'a trace that is not kept cannot be cut');
    this.length = length;
    this.open = this.chunks[length >> SHIFT] ?? null;
  }

  kindAt(seq: Seq): number {
    return this.chunks[seq >> SHIFT]!.kind[seq & MASK]!;
  }

  timeAt(seq: Seq): Micros {
    return this.chunks[seq >> SHIFT]!.at[seq & MASK]!;
  }

  causeAt(seq: Seq): Seq {
    return this.chunks[seq >> SHIFT]!.cause[seq & MASK]!;
  }

  /** One field by its column letter, without building a record: for folds over millions of rows. */
  field(seq: Seq, column: 'a' | 'b' | 'c' | 'd' | 'e' | 'f'): number {
    return this.chunks[seq >> SHIFT]![column][seq & MASK]!;
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
      const { kind, at, cause, a, b, c, d, e, f } = this.chunks[from >> SHIFT]!;
      const rows = Math.min(CHUNK_ROWS, this.length - from);
      for (let i = 0; i < rows; i += 1) {
        digest.add(kind[i]!, at[i]!, cause[i]!, a[i]!, b[i]!, c[i]!, d[i]!, e[i]!, f[i]!);
      }
    }
    return digest.toString();
  }
}

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

function buildRecord(kind: RecordKind, seq: Seq, chunk: Chunk, row: number): TraceRecord {
  const record: Record<string, number | string> = { kind, seq, at: chunk.at[row]!, cause: chunk.cause[row]! };
  FIELDS[kind].forEach((name, column) => {
    record[name] = chunk[COLUMNS[column]!][row]!;
  });
  // The one place where a row becomes a typed record: FIELDS is checked against RecordFields by `satisfies`.
  return record as unknown as TraceRecord;
}
