import { NONE } from '../units';
import { Trace } from './columns';
import type { TraceHeader } from './header';
import { FIELDS, KIND, KINDS, WORD_FIELDS, type RecordKind } from './record';
import { textOf, word } from './words';

/**
 * A trace as JSON Lines (docs/trace.md): the header, then one object a record, in order. Words are
 * written as their texts, NONE as null where a word could stand; the number of a record is that of its line.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is wrong with a trace file: the line, from 1, and a sentence. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

/** The lines of a trace, without line ends: the header first. */
export function* linesOf(trace: Trace, header: TraceHeader): Generator<string> {
  yield JSON.stringify(header);
  for (let seq = 0; seq < trace.length; seq += 1) yield lineOf(trace, seq);
}

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

function lineOf(trace: Trace, seq: number): string {
  const kind = KINDS[trace.kindAt(seq)]!;
  let line = `{"kind":"${kind}","at":${trace.timeAt(seq)},"cause":${trace.causeAt(seq)}`;
  FIELDS[kind].forEach((name, column) => {
    const value = trace.field(seq, COLUMNS[column]!);
    line += `,"${name}":${WORD_FIELDS.has(name) ? wordText(value) : value}`;
  });
  return `${line}}`;
}

const wordText = (value: number): string => (value === NONE ? 'null' : JSON.stringify(textOf(value)));

/**
 * Reads what `linesOf` wrote. Empty lines are passed over.
 *
 * @throws TraceFileError for a line that is no such record, or a header of another format
 */
export function readJsonl(lines: Iterable<string>): { readonly trace: Trace; readonly header: TraceHeader } {
  const trace = new Trace();
  let header: TraceHeader | null = null;
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = parse(line, number);
    if (header === null) header = headerOf(value, number);
    else addRecord(trace, value, number);
  }
  if (header === null) throw new TraceFileError(number + 1, 'the file ends before the header');
  return { trace, header };
}

function parse(line: string, number: number): { readonly [key: string]: Json } {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch {
    throw new TraceFileError(number, 'expected JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TraceFileError(number, 'expected an object');
  return value as { readonly [key: string]: Json };
}

const HEADER_LISTS = ['nodes', 'links', 'places', 'subscriptions', 'connections', 'messages', 'words'] as const;

function headerOf(value: { readonly [key: string]: Json }, line: number): TraceHeader {
  if (value['format'] !== 1) throw new TraceFileError(line, 'expected "format": 1, the only format there is');
  const missing = HEADER_LISTS.find((name) => !Array.isArray(value[name]));
  if (missing !== undefined) throw new TraceFileError(line, `the header has no list "${missing}"`);
  for (const text of value['words'] as readonly Json[]) if (typeof text === 'string') word(text);
  // Its lists are there; what stands in them is as it was written.
  return value as unknown as TraceHeader;
}

function addRecord(trace: Trace, value: { readonly [key: string]: Json }, line: number): void {
  const { kind } = value;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind))
    throw new TraceFileError(line, `there is no kind of record ${JSON.stringify(kind ?? null)}`);
  const fields: readonly string[] = FIELDS[kind as RecordKind];
  const columns = fields.map((name) => numberOf(value[name], name, line));
  const [a = NONE, b = NONE, c = NONE, d = NONE, e = NONE, f = NONE] = columns;
  trace.add(
    KIND[kind as RecordKind],
    numberOf(value['at'], 'at', line),
    numberOf(value['cause'], 'cause', line),
    a,
    b,
    c,
    d,
    e,
    f,
  );
}

function numberOf(value: Json | undefined, name: string, line: number): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (WORD_FIELDS.has(name)) {
    if (value === null) return NONE;
    // A word whose text was not known when the file was written stands there as its number.
    if (typeof value === 'string') return /^<\d+>$/.test(value) ? Number(value.slice(1, -1)) : word(value);
  }
  throw new TraceFileError(line, `expected a whole number in "${name}"`);
}
