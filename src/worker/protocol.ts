import type { Chunk } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import type { Micros } from '../engine/units';
import type { Console } from '../engine/trace/console';
import type { SweepFault, SweptPlace } from '../analysis/sweep';
import type { RunSummary } from '../analysis/summary';
import type { FaultFile } from '../scenario/schema/faults';
import type { PackedMessages } from '../analysis/packedMessages';
import type { ScenarioView } from '../scenario/view';

/** What the page asks of the engine's worker, and what it is told. Each request has one reply with its id. */

/** Which run is wanted: scenario + seed + settings + faults, and nothing else. */
export interface RunRequest {
  /** The id of a built-in scenario, or the text of a scenario file. */
  readonly source: { readonly id: string } | { readonly text: string };
  /** Null: the first variant. */
  readonly variant: string | null;
  /** Null: the scenario's own seed. */
  readonly seed: number | null;
  /** Settings by path or knob id, in order, as `--set` takes them. */
  readonly settings: readonly (readonly [path: string, value: unknown])[];
  /** The list of faults; `own`: the scenario's own demonstration. */
  readonly faults: readonly FaultFile[] | 'own';
}

/** A mistake of the asker's: where, and what was expected. */
export interface InputError {
  /** `file`, `variant`, `seed`, `settings`, `faults` — and the path within. */
  readonly where: string;
  readonly message: string;
}

export interface RunReply {
  readonly kind: 'run';
  /** Texts, knobs with their values now, variants, the faults in force: what the page shows around the stage. */
  readonly scenario: ScenarioView;
  /** Without its messages, where those stand in `messages`. */
  readonly header: TraceHeader;
  readonly messages?: PackedMessages;
  readonly chunks: readonly Chunk[];
  readonly records: number;
  /** The same document that `sim run --json` prints. */
  readonly summary: RunSummary;
}

export type Request =
  | { readonly kind: 'run'; readonly id: number; readonly run: RunRequest }
  /** One fault at every moment of that run without faults. A later run or sweep takes its place. */
  | { readonly kind: 'sweep'; readonly id: number; readonly run: RunRequest; readonly fault: SweepFault }
  /** What the tools of those who run these kinds of broker would show. */
  | { readonly kind: 'consoles'; readonly id: number; readonly kinds: readonly string[] }
  /** Ends a run or a sweep; it is answered as refused. */
  | { readonly kind: 'cancel'; readonly id: number };

export type Reply =
  | ({ readonly id: number } & RunReply)
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly at: Micros;
      readonly until: Micros;
      readonly events: number;
    }
  /** One place of a sweep, as soon as it is known. */
  | {
      readonly kind: 'swept';
      readonly id: number;
      readonly index: number;
      readonly of: number;
      readonly place: SweptPlace;
    }
  | { readonly kind: 'consoles'; readonly id: number; readonly consoles: readonly Console[] }
  /** All places of a sweep have been told. */
  | { readonly kind: 'sweepDone'; readonly id: number; readonly places: number }
  | { readonly kind: 'refused'; readonly id: number; readonly errors: readonly InputError[] }
  /** A bug of ours: the run broke. The worker lives on. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
