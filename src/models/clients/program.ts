import type { Distribution } from '../../engine/random/distributions';
import { word, type Word } from '../../engine/trace/words';
import type { SubscriptionId } from '../../engine/units';
import type { SeekTarget } from '../ports';

/**
 * Programs of consumers: flat lists of typed steps. Each is a place at which a crash fits, with a name
 * and a line of the code that is shown.
 */

/** What must hold for a step to be taken. */
export type Condition = 'found' | 'not found' | 'redelivered' | 'not redelivered' | 'caught' | 'not caught';

interface Common {
  readonly name: Word;
  readonly condition: Condition | null;
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
    /** Sends the message on: to a topic or queue of the same broker. */
    | { readonly step: 'publish'; readonly to: Word }
    | { readonly step: 'begin-transaction' }
    /** Puts the consumer's own position into the transaction. */
    | { readonly step: 'send-offsets' }
    | { readonly step: 'commit-transaction' }
    | { readonly step: 'abort-transaction' }
    /** Reads on from elsewhere, and sets `found` if it does. `once`: only the first time that this process comes here. */
    | { readonly step: 'seek'; readonly to: SeekTarget; readonly once: boolean }
    /** Says why nothing more is done with this delivery; the words of the log. */
    | { readonly step: 'skip' }
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
  'publish',
  'begin-transaction',
  'send-offsets',
  'commit-transaction',
  'abort-transaction',
  'seek',
  'skip',
  'fail',
] as const satisfies readonly StepName[];

export const stepWord = (name: StepName): Word => word(name);
