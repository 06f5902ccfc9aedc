import type { History } from './history';
import type { Observed } from './player';

/** Compares what the model did with what a broker was seen to do, and says the first differences as sentences. */

const VARIES = '__varies__';
/** Shares of a slow and a fast consumer may differ by this many (FORMAT.md, group m). */
const SHARES_WITHIN = 2;
/** Differences told of one history. */
const TOLD = 3;

/** Where a recorder that takes real time cannot see what a clock that stands still shows (FORMAT.md, "Allowances when comparing"). */
const NOT_COMPARED: Readonly<Record<string, (what: string, step: number) => boolean>> = {
  'f-min-of-both-ttls': (what, step) => what === 'depths' && step === 2,
};

type Fields = Readonly<Record<string, unknown>>;

/** Null if they agree. */
export function difference(history: History, seen: Observed): string | null {
  const found: string[] = [];
  const { observed } = history;
  const isShare = history.group === 'm';
  for (const [what, value] of Object.entries(observed)) {
    if (what === 'messages') continue; // A convenience derived from the rest (FORMAT.md).
    if (!(what in seen)) found.push(`the player does not observe "${what}"`);
    else
      compareAll(
        sentenceStart(what),
        compared(history, what, value),
        compared(history, what, seen[what]),
        isShare,
        found,
      );
  }
  for (const what of ['errors', 'gets'] as const) {
    if (observed[what] === undefined && size(seen[what]) > 0)
      found.push(`${what}: none were recorded, the model has ${tell(seen[what])}`);
  }
  if (found.length === 0) return null;
  const more = found.length > TOLD ? `; and ${found.length - TOLD} more` : '';
  return found.slice(0, TOLD).join('; ') + more;
}

/** What is observed, without the steps that FORMAT.md excepts. */
function compared({ name }: History, what: string, value: unknown): unknown {
  const isExcepted = NOT_COMPARED[name];
  if (isExcepted === undefined || !Array.isArray(value)) return value;
  return (value as Fields[]).filter(({ step }) => !isExcepted(what, Number(step)));
}

const size = (value: unknown): number => Object.keys((value ?? {}) as object).length;

const sentenceStart = (what: string): string =>
  ({
    consumers: 'consumer',
    gets: 'getter',
    producers: 'producer',
    depths: 'depth',
    exists: 'existence',
    drained: 'drain',
    errors: 'error',
  })[what] ?? what;

function compareAll(where: string, expected: unknown, actual: unknown, isShare: boolean, found: string[]): void {
  if (expected === VARIES) return;
  if (Array.isArray(expected)) return compareLists(where, expected as unknown[], actual, isShare, found);
  if (typeof expected === 'object' && expected !== null)
    return compareFields(where, expected as Fields, actual, isShare, found);
  if (
    isShare &&
    typeof expected === 'number' &&
    where.endsWith('delivered') &&
    Math.abs(expected - Number(actual)) <= SHARES_WITHIN
  )
    return;
  if (expected !== actual) found.push(`${where}: recorded ${tell(expected)}, the model has ${tell(actual)}`);
}

function compareLists(
  where: string,
  expected: readonly unknown[],
  actual: unknown,
  isShare: boolean,
  found: string[],
): void {
  if (!Array.isArray(actual))
    return void found.push(`${where}: recorded ${tell(expected)}, the model has ${tell(actual)}`);
  const list = actual as readonly unknown[];
  for (let i = 0; i < Math.max(expected.length, list.length); i += 1) {
    const before = found.length;
    const item = `${where}, no. ${i + 1}`;
    if (i >= expected.length) found.push(`${item}: nothing recorded, the model has ${tell(list[i])}`);
    else if (i >= list.length) {
      if (expected[i] !== VARIES) found.push(`${item}: recorded ${tell(expected[i])}, the model has nothing`);
    } else compareAll(item, expected[i], list[i], isShare, found);
    if (found.length > before) return; // What follows in this list is a consequence.
  }
}

function compareFields(where: string, expected: Fields, actual: unknown, isShare: boolean, found: string[]): void {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) {
    return void found.push(`${where}: recorded ${tell(expected)}, the model has ${tell(actual)}`);
  }
  const fields = actual as Fields;
  for (const key of new Set([...Object.keys(expected), ...Object.keys(fields)])) {
    const name = `${where} ${key}`;
    if (!(key in expected)) found.push(`${name}: nothing recorded, the model has ${tell(fields[key])}`);
    else if (key in fields) compareAll(name, expected[key], fields[key], isShare, found);
    else if (expected[key] !== VARIES) found.push(`${name}: recorded ${tell(expected[key])}, the model has nothing`);
  }
}

/** A value as one would write it down: deliveries as `m1 (redelivered, tag 2, step 5)`. */
function tell(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? `"${value}"` : String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(tell).join(', ');
  const { msg, redelivered, tag, step } = value as Fields;
  if (typeof msg !== 'string') return JSON.stringify(value);
  const notes = [
    redelivered === true ? 'redelivered' : '',
    tag === undefined ? '' : `tag ${String(tag)}`,
    step === undefined ? '' : `step ${String(step)}`,
  ];
  return `${msg} (${notes.filter((note) => note !== '').join(', ')})`;
}
