import type { Scene } from '../../../analysis/scene/scene';
import type { Trace } from '../../../engine/trace/columns';
import type { TraceHeader } from '../../../engine/trace/header';
import type { FaultFile, FaultKind } from '../../../scenario/schema/faults';

/** One thing that can be done to what is selected. */
export interface Act {
  /** Unique in its list. */
  readonly id: string;
  readonly kind: FaultKind;
  /** What it says: a verb and what it happens to. */
  readonly label: string;
  /** A second line, where the consequence is not what one would guess. */
  readonly note: string | null;
  /** The key that does it at once; null: menu only. */
  readonly key: string | null;
  /** Why it cannot be done; null: it can. Shown, never hidden: the reason is part of the lesson. */
  readonly disabled: string | null;
  /** The fault that it adds. */
  readonly fault: FaultFile;
}

/** What acts are read from: a moment of a run. */
export interface Moment {
  readonly scene: Scene;
  readonly header: TraceHeader;
  readonly trace: Trace;
}

/** The keys of TEACHING §3.7. */
export const KEY_OF: Partial<Record<FaultKind, string>> = {
  lose: 'L',
  delay: 'D',
  duplicate: 'U',
  crash: 'X',
  restart: 'X',
  pause: 'Z',
  resume: 'Z',
  cut: 'C',
  heal: 'C',
};

/** An act that can be done, with the key of its kind. */
export function act(kind: FaultKind, label: string, fault: FaultFile, more: Partial<Act> = {}): Act {
  return { id: kind, kind, label, note: null, key: KEY_OF[kind] ?? null, disabled: null, fault, ...more };
}
