import { didYouMean, oneError } from '../scenario/errors';
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
 * @throws InputErrors for a path that the run does not have (with the nearest that it has), or without an expectation
 */
export function evaluate(assertion: Assertion, run: RunDocument, isOwn: boolean): AssertionResult {
  const { name, kind, path } = assertion;
  const silence = whySilent(assertion, run, isOwn);
  // A run without the scenario's own faults may lack what a `shows` speaks of: its path is not even looked up.
  if (kind === 'shows' && silence !== null) return { name, kind, holds: null, detail: silence };
  const value = lookUp(run, path, name);
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
    throw oneError(`assertions[${name}]`, 'expects nothing: give equals, min or max');
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
  if (section === 'matrix' && outcome !== undefined && rest.length === 1) {
    const produced = lookUp(run, `outcomes.${subscription}.produced`, '');
    return `${String(value)} of ${String(produced)} ${outcome} with ${EFFECTS[Number(rest[0])] ?? rest[0]}`;
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

const EFFECTS = ['no effect', 'one effect', 'two or more effects'];

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
      throw oneError(`assertions[${assertion}].path`, `a run has no "${path}"${hintAt(value, walked, part)}`);
    }
    value = (value as Record<string, unknown>)[part];
    walked.push(part);
  }
  return value;
}

function hintAt(value: unknown, walked: readonly string[], part: string): string {
  const known = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (known.length === 0) return `; "${walked.join('.')}" has no parts`;
  return didYouMean(
    [...walked, part].join('.'),
    known.map((key) => [...walked, key].join('.')),
  );
}
