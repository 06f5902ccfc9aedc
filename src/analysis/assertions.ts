import { ModelError } from '../engine/assert';
import type { Assertion } from '../scenario/schema/scenario';
import { OUTCOMES, type Outcome } from './outcomes';

/** What came of an assertion in one run. `holds` is null where the run is not one it speaks of. */
export interface AssertionResult {
  readonly name: string;
  readonly kind: 'always' | 'shows';
  readonly holds: boolean | null;
  /** A sentence with the figures: "0 of 5 lost". */
  readonly detail: string;
}

/** What is read of a run besides the path itself. */
interface RunDocument {
  readonly ended: string;
  readonly faults: readonly { readonly what: string; readonly fired: boolean }[];
  readonly messages?: readonly { readonly id: string; readonly subscription: string; readonly outcome: string }[];
}

/**
 * Tries one assertion against the JSON of a run.
 *
 * @param isOwn whether the run has the scenario's own faults and settings: only then does a `shows` speak of it
 * @throws ModelError for a path that the run does not have (with the nearest that it has), or without an expectation
 */
export function evaluate(assertion: Assertion, run: RunDocument, isOwn: boolean): AssertionResult {
  const { name, kind, path } = assertion;
  const value = lookUp(run, path, name);
  const silence = whySilent(assertion, run, isOwn);
  const detail = detailOf(path, value, run);
  if (silence !== null) return { name, kind, holds: null, detail: `${silence} (${detail})` };
  const holds = meets(assertion, value);
  return { name, kind, holds, detail: holds ? detail : `${detail}; expected ${expectationOf(assertion)}` };
}

function whySilent({ kind, covers, settled }: Assertion, run: RunDocument, isOwn: boolean): string | null {
  if (kind === 'shows' && !isOwn) return 'shown only under the scenario’s own faults and settings';
  if (kind === 'shows') return null;
  const uncovered = covers && run.faults.find(({ what, fired }) => fired && !covers.includes(what));
  if (uncovered) return `promises nothing under ${uncovered.what}`;
  if (settled && run.ended !== 'settled') return 'speaks only of runs that have settled';
  return null;
}

function meets({ name, equals, min, max }: Assertion, value: unknown): boolean {
  if (equals === undefined && min === undefined && max === undefined) {
    throw new ModelError(`assertion "${name}" expects nothing: give equals, min or max`);
  }
  if (equals !== undefined && value !== equals) return false;
  if (min === undefined && max === undefined) return true;
  return typeof value === 'number' && value >= (min ?? -Infinity) && value <= (max ?? Infinity);
}

function expectationOf({ equals, min, max }: Assertion): string {
  const parts: string[] = [];
  if (equals !== undefined) parts.push(String(equals));
  if (min !== undefined) parts.push(`${min} or more`);
  if (max !== undefined) parts.push(`${max} or less`);
  return parts.join(' and ');
}

/** "0 of 5 lost", "1 of 5 duplicated: order-3", "beliefs.failed is 2". */
function detailOf(path: string, value: unknown, run: RunDocument): string {
  const [section, subscription, outcome, ...rest] = path.split('.');
  if (section === 'outcomes' && rest.length === 0 && isOutcome(outcome)) {
    const produced = lookUp(run, `outcomes.${subscription}.produced`, '');
    const figures = `${String(value)} of ${String(produced)} ${WORDS[outcome]}`;
    const names = (run.messages ?? [])
      .filter((row) => row.subscription === subscription && row.outcome === outcome)
      .map(({ id }) => id);
    return names.length === 0 || names.length === produced ? figures : `${figures}: ${someOf(names)}`;
  }
  return `${path} is ${value === null ? 'without a value' : String(value)}`;
}

const WORDS: { readonly [O in Outcome]: string } = {
  done: 'done',
  duplicated: 'duplicated',
  lost: 'lost',
  deadLettered: 'dead-lettered',
  expired: 'expired',
  rejected: 'rejected',
  pending: 'pending',
};

const isOutcome = (text: string | undefined): text is Outcome => OUTCOMES.some((outcome) => outcome === text);

const NAMED_MAX = 3;

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_MAX).join(', ');
  return names.length > NAMED_MAX ? `${shown} and ${names.length - NAMED_MAX} more` : shown;
}

function lookUp(run: unknown, path: string, assertion: string): unknown {
  let value = run;
  const walked: string[] = [];
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) {
      throw new ModelError(unknownPath(value, walked, part, path, assertion));
    }
    value = (value as Record<string, unknown>)[part];
    walked.push(part);
  }
  return value;
}

function unknownPath(value: unknown, walked: readonly string[], part: string, path: string, assertion: string): string {
  const known = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const nearest = known.toSorted((a, b) => distance(a, part) - distance(b, part))[0];
  const hint =
    nearest === undefined ? `"${walked.join('.')}" has no parts` : `did you mean "${[...walked, nearest].join('.')}"?`;
  return `assertion "${assertion}": a run has no "${path}"; ${hint}`;
}

/** Edits between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
