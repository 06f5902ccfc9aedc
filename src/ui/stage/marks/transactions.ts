import { NONE, type MessageId, type PlaceId } from '../../../engine/units';
import type { SignRecord } from '../lore';

/** A transaction in one log, as its signs tell of it. */
export interface TransactionSpan {
  /** The offset of its first record. */
  readonly first: number;
  /** The offset of its marker; NONE: it has none, ever. */
  readonly marker: number;
  readonly ends: 'commits' | 'aborts' | 'never';
  /** The records that tell of its beginning and end. */
  readonly opened: number;
  readonly ended: number;
}

/** What is told of transactions in one log, over the whole run. */
export interface LogLore {
  /** In the order of their beginnings. */
  readonly spans: readonly TransactionSpan[];
  /** Offsets that do not count, and the record that says so. */
  readonly struck: ReadonlyMap<number, number>;
}

const NOTHING: LogLore = { spans: [], struck: new Map() };
const known = new WeakMap<readonly SignRecord[], LogLore>();

/** Read once for a log and a run. */
export function logLore(signs: ReadonlyMap<PlaceId, readonly SignRecord[]>, place: PlaceId): LogLore {
  const records = signs.get(place);
  if (records === undefined) return NOTHING;
  let lore = known.get(records);
  if (lore === undefined) known.set(records, (lore = read(records)));
  return lore;
}

function read(records: readonly SignRecord[]): LogLore {
  const spans: TransactionSpan[] = [];
  const struck = new Map<number, number>();
  const open = new Map<MessageId, number>();
  for (const { sign, value, message, seq } of records) {
    if (sign === 'struck') struck.set(value, seq);
    else if (sign === 'opens') {
      open.set(message, spans.length);
      spans.push({ first: value, marker: NONE, ends: 'never', opened: seq, ended: Infinity });
    } else if (sign === 'commits' || sign === 'aborts') {
      const index = open.get(message);
      open.delete(message);
      // Without a beginning it was empty here: only its marker takes a cell.
      if (index === undefined) spans.push({ first: value, marker: value, ends: sign, opened: seq, ended: seq });
      else spans[index] = { ...spans[index]!, marker: value, ends: sign, ended: seq };
    }
  }
  return { spans, struck };
}

/** A transaction as it stands at a moment. */
export interface ShownTransaction {
  readonly first: number;
  /** The offset of its last cell, its marker; NONE while it is open. */
  readonly marker: number;
  readonly state: 'open' | 'commits' | 'aborts';
  /** 0 right above the cells; 1 above a bracket that shares cells with it. */
  readonly level: number;
}

/** Those that show in the cells from `first` on, when `seq` records are told. */
export function transactionsAt({ spans }: LogLore, seq: number, first: number): ShownTransaction[] {
  const shown: ShownTransaction[] = [];
  for (let i = spans.length - 1; i >= 0; i -= 1) {
    const span = spans[i]!;
    if (span.opened >= seq) continue;
    const ended = span.ended < seq;
    if (ended && span.marker < first) continue;
    const state = ended && span.ends !== 'never' ? span.ends : 'open';
    shown.push({ first: span.first, marker: ended ? span.marker : NONE, state, level: 0 });
  }
  return inLevels(shown.reverse());
}

/** Transactions of several producers run side by side in one log: their brackets must not hide one another. */
function inLevels(shown: readonly ShownTransaction[]): ShownTransaction[] {
  const ends: number[] = [];
  return shown.map((span) => {
    const free = ends.findIndex((end) => end < span.first);
    const level = Math.min(1, free === -1 ? ends.length : free);
    ends[level] = span.state === 'open' ? Infinity : span.marker;
    return { ...span, level };
  });
}
