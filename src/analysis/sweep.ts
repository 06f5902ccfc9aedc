import type { Micros } from '../engine/units';
import type { Role } from '../engine/trace/header';
import type { FaultFile } from '../scenario/schema/faults';
import type { Outcome } from './outcomes';

/** One fault, every moment: what is asked, where it could strike, and what came of it there. */

/** The fault that is tried everywhere: each packet (of a role) lost, or a node struck at each of its moments. */
export type SweepFault =
  | { readonly kind: 'lose'; readonly role: Role | null }
  | { readonly kind: 'crash' | 'pause'; readonly whom: string; readonly for: string };

export interface SweepPlace {
  /** When, in the run without faults. */
  readonly at: Micros;
  readonly fault: FaultFile;
  /** "ack of order 3, Payment Worker 1 → RabbitMQ" */
  readonly label: string;
}

export interface SweepResult {
  /** How many messages ended how, each for each of its subscriptions. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly worst: Outcome;
}

export interface SweptPlace extends SweepPlace, SweepResult {}
