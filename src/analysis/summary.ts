import type { FaultFile } from '../scenario/schema/faults';
import type { Micros } from '../engine/units';
import type { Analysis } from './result';
import type { AssertionResult } from './assertions';

/** What became of a fault: as it was asked for, and whether it found its occasion. */
export type FaultOutcome = FaultFile & { readonly fired: boolean; readonly at: Micros | null };

/** One run in figures: the document of `sim run --json` (CONTRACTS.md §7), and what the page shows. */
export interface RunSummary extends Omit<Analysis, 'messages'> {
  readonly format: 1;
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  readonly until: string;
  readonly ended: 'settled' | 'until' | 'limit';
  readonly endedAt: Micros;
  readonly events: number;
  readonly records: number;
  readonly digest: string;
  readonly faults: readonly FaultOutcome[];
  readonly messages?: Analysis['messages'];
  readonly assertions: readonly AssertionResult[];
}
