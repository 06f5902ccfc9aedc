import type { Distribution } from '../../engine/random/distributions';
import { word, type Word } from '../../engine/trace/words';
import type { Micros, SubscriptionId } from '../../engine/units';
import type { SeekTarget } from '../ports';

/**
 * Programs of consumers: flat lists of typed steps. Each is a place at which a crash fits, with a name
 * and a line of the code that is shown.
 */

/** What must hold for a step to be taken. */
export const CONDITIONS = [
  'found',
  'not found',
  'redelivered',
  'not redelivered',
  'caught',
  'not caught',
  /** The message is one of those that fail (workload.failing), and this attempt at it is one that does. */
  'failing',
  'not failing',
  /** Its x-retry-count is below the consumer's maxRetries. */
  'retries left',
  'no retries left',
  /** The request asks what has become of an earlier one. */
  'polling',
  'not polling',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What a program can write into a header: its retry count plus 1, the text of the error that it caught, the moment in ms. */
export const HEADER_VALUES = ['retries + 1', 'error', 'now'] as const;
export interface HeaderRule {
  readonly name: string;
  readonly note: Word;
  readonly value: (typeof HEADER_VALUES)[number];
}

interface Common {
  readonly name: Word;
  /** All of them must hold; null for a step that is always taken. */
  readonly conditions: readonly Condition[] | null;
  /** Taken only to handle that error: `duplicate-key`, `connection-lost`, …, or `*` for any. */
  readonly handles: string | null;
}

export type Step = Common &
  (
    | { readonly step: 'receive' }
    /** Work that takes time and touches nothing: `clock` is what the running arc is called. */
    | { readonly step: 'sleep'; readonly time: Distribution; readonly clock: Word }
    /** Looks a message's row up: sets `found`. */
    | { readonly step: 'find'; readonly table: number }
    | { readonly step: 'begin' }
    | { readonly step: 'insert'; readonly table: number; readonly subscription: SubscriptionId }
    | { readonly step: 'commit' }
    | { readonly step: 'rollback' }
    /** Looks into the process's own memory: sets `found`. */
    | { readonly step: 'recall' }
    | { readonly step: 'remember' }
    | { readonly step: 'ack'; readonly multiple: boolean }
    | { readonly step: 'nack'; readonly requeue: boolean; readonly multiple: boolean }
    | { readonly step: 'reject'; readonly requeue: boolean }
    /** Answers the request in hand, if it has not been answered: only what comes first is heard. */
    | { readonly step: 'respond'; readonly status: number }
    /** Calls another service, or publishes to another broker, with one of the program's clients. */
    | { readonly step: 'call'; readonly outlet: number }
    /** Sends the message on, to a topic, queue or exchange of the same broker: of several, the one for this retry. */
    | {
        readonly step: 'publish';
        readonly targets: readonly Word[];
        readonly routingKey: string;
        readonly headers: readonly HeaderRule[];
        /** Times to live, for the retries likewise; empty for none. */
        readonly expirations: readonly Micros[];
      }
    | { readonly step: 'begin-transaction' }
    /** Puts the consumer's own position into the transaction. */
    | { readonly step: 'send-offsets' }
    | { readonly step: 'commit-transaction' }
    | { readonly step: 'abort-transaction' }
    /** Reads on from elsewhere, and sets `found` if it does. `once`: only the first time that this process comes here. */
    | { readonly step: 'seek'; readonly to: SeekTarget; readonly once: boolean }
    /** Says why nothing more is done with this delivery; the words of the log. */
    | { readonly step: 'skip' }
    /** A line of the code that nobody else sees anything of. */
    | { readonly step: 'pass' }
    | { readonly step: 'fail'; readonly error: string }
  );

export type StepName = Step['step'];

export const STEP_NAMES = [
  'receive',
  'sleep',
  'find',
  'begin',
  'insert',
  'commit',
  'rollback',
  'recall',
  'remember',
  'ack',
  'nack',
  'reject',
  'respond',
  'call',
  'publish',
  'begin-transaction',
  'send-offsets',
  'commit-transaction',
  'abort-transaction',
  'seek',
  'skip',
  'pass',
  'fail',
] as const satisfies readonly StepName[];

export const stepWord = (name: StepName): Word => word(name);
