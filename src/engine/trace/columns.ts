import { assert } from '../assert';
import { NONE, type Micros, type Seq } from '../units';
import { Digest } from './digest';
import { FIELDS, KINDS, type RecordKind, type TraceRecord } from './record';

/** Rows in a chunk: as many of the longest records as a word's place in 16 bits can tell. A chunk is what is transferred to the page. */
export const CHUNK_ROWS = 8_192;
const SHIFT = 13;
const MASK = CHUNK_ROWS - 1;

/** Time and cause, which stand before a record's fields. */
const HEAD_WORDS = 2;
const LONGEST = HEAD_WORDS + 6;
/** How many fields a kind has, and how many words of 32 bits it takes. */
const FIELDS_OF = Uint8Array.from(KINDS, (kind) => FIELDS[kind].length);
const WORDS_OF = FIELDS_OF.map((fields) => HEAD_WORDS + fields);
/** Room for words at first: few chunks need more. */
const ROOM = CHUNK_ROWS * 6;
const TWO_32 = 4_294_967_296;

/**
 * About 27 bytes a record. Its words stand one behind the other: time, cause, and the fields that its kind has, so
 * that writing one touches one line of the cache; its kind, which is what readers look for, has a column of its own.
 */
export interface Chunk {
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Where in `words` each record begins. */
  readonly start: Uint16Array<ArrayBuffer>;
  /** Time since `base` modulo 2³², cause, fields. */
  words: Int32Array<ArrayBuffer>;
  /** The time of the first record. */
  base: Micros;
  /** What of the time since `base` is above 32 bits; null while a chunk spans less than 71 minutes. */
  high: Uint32Array<ArrayBuffer> | null;
}

/** What of a chunk is handed over, not copied, when it goes to another thread. */
export const buffersOf = ({ kind, start, words, high }: Chunk): ArrayBuffer[] =>
  [kind, start, words, ...(high === null ? [] : [high])].map(({ buffer }) => buffer);

const newChunk = (): Chunk => ({
  kind: new Uint8Array(CHUNK_ROWS),
  start: new Uint16Array(CHUNK_ROWS),
  // The system hands over so large a piece as zeros, and without touching it.
  words: new Int32Array(ROOM),
  base: 0,
  high: null,
});

const timeIn = ({ base, start, words, high }: Chunk, row: number): Micros =>
  base + (words[start[row]!]! >>> 0) + (high === null ? 0 : high[row]! * TWO_32);

const causeIn = ({ start, words }: Chunk, row: number): Seq => words[start[row]! + 1]!;

/** The field of that place (0 is `a`); NONE if the kind has none. */
const fieldIn = ({ kind, start, words }: Chunk, row: number, place: number): number =>
  FIELDS_OF[kind[row]!]! > place ? words[start[row]! + HEAD_WORDS + place]! : NONE;

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
  /** Where the next record's words go in the open chunk. */
  private end = 0;

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
    return FIELDS_OF[kind]! <= 3 ? this.three(kind, a, b, c) : this.six(kind, a, b, c, d, e, f);
  }

  /** Appends a record of a kind with at most three fields, of the current moment and cause; NONE for those it has not. */
  three(kind: number, a: number, b: number, c: number): Seq {
    const seq = this.length;
    this.length = seq + 1;
    if (!this.keep) {
      this.running.three(kind, this.at, this.cause, a, b, c);
      return seq;
    }
    const words = this.begin(seq & MASK, kind);
    const at = this.end + HEAD_WORDS;
    // What is written beyond the kind's own fields, the next record overwrites.
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    this.end += WORDS_OF[kind]!;
    return seq;
  }

  /** …of a kind with more. */
  six(kind: number, a: number, b: number, c: number, d: number, e: number, f: number): Seq {
    const seq = this.length;
    this.length = seq + 1;
    if (!this.keep) {
      this.running.six(kind, this.at, this.cause, a, b, c, d, e, f);
      return seq;
    }
    const words = this.begin(seq & MASK, kind);
    const at = this.end + HEAD_WORDS;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
    words[at + 4] = e;
    words[at + 5] = f;
    this.end += WORDS_OF[kind]!;
    return seq;
  }

  /** Writes what all kinds have into a row of the open chunk; returns the chunk's words, with room for the fields. */
  private begin(row: number, kind: number): Int32Array {
    let chunk = this.open;
    if (row === 0 || chunk === null) chunk = this.openChunk();
    const { end } = this;
    if (end + LONGEST > chunk.words.length) widen(chunk);
    chunk.kind[row] = kind;
    chunk.start[row] = end;
    const { words } = chunk;
    const since = this.at - chunk.base;
    words[end] = since;
    words[end + 1] = this.cause;
    if (since >= TWO_32 || chunk.high !== null) setHigh(chunk, row, since);
    return words;
  }

  /** A chunk for the record just counted. */
  private openChunk(): Chunk {
    const index = (this.length - 1) >> SHIFT;
    const chunk = this.chunks[index] ?? newChunk();
    chunk.base = this.at;
    chunk.high = null;
    this.chunks[index] = chunk;
    this.open = chunk;
    this.end = 0;
    return chunk;
  }

  /** Finds where the next record goes. */
  private reopen(): void {
    const row = this.length & MASK;
    this.open = row === 0 ? null : (this.chunks[this.length >> SHIFT] ?? null);
    this.end = this.open === null ? 0 : this.open.start[row - 1]! + WORDS_OF[this.open.kind[row - 1]!]!;
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
    return causeIn(this.chunks[seq >> SHIFT]!, seq & MASK);
  }

  /** One field by its column letter, without building a record: for folds over millions of rows. */
  field(seq: Seq, column: keyof typeof PLACE): number {
    return fieldIn(this.chunks[seq >> SHIFT]!, seq & MASK, PLACE[column]);
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
      const rows = Math.min(CHUNK_ROWS, this.length - from);
      for (let row = 0; row < rows; row += 1) mixIn(digest, chunk, row);
    }
    return digest.toString();
  }
}

function mixIn(digest: Digest, chunk: Chunk, row: number): void {
  const kind = chunk.kind[row]!;
  const [at, cause] = [timeIn(chunk, row), causeIn(chunk, row)];
  const [a, b, c] = [fieldIn(chunk, row, 0), fieldIn(chunk, row, 1), fieldIn(chunk, row, 2)];
  if (FIELDS_OF[kind]! <= 3) digest.three(kind, at, cause, a, b, c);
  else digest.six(kind, at, cause, a, b, c, fieldIn(chunk, row, 3), fieldIn(chunk, row, 4), fieldIn(chunk, row, 5));
}

function setHigh(chunk: Chunk, row: number, since: Micros): void {
  chunk.high ??= new Uint32Array(CHUNK_ROWS);
  chunk.high[row] = Math.floor(since / TWO_32);
}

function widen(chunk: Chunk): void {
  const wider = new Int32Array(CHUNK_ROWS * LONGEST);
  wider.set(chunk.words);
  chunk.words = wider;
}

const PLACE = { a: 0, b: 1, c: 2, d: 3, e: 4, f: 5 } as const;

function buildRecord(kind: RecordKind, seq: Seq, chunk: Chunk, row: number): TraceRecord {
  const record: Record<string, number | string> = { kind, seq, at: timeIn(chunk, row), cause: causeIn(chunk, row) };
  FIELDS[kind].forEach((name, place) => {
    record[name] = fieldIn(chunk, row, place);
  });
  // The one place where a row becomes a typed record: FIELDS is checked against RecordFields by `satisfies`.
  return record as unknown as TraceRecord;
}
