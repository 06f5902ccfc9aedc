import type { Micros, NodeId } from '../units';
import type { Word } from '../trace/words';

/** Where in the conversation a fault strikes. Names are resolved; what a user writes is scenario/schema/faults.ts. */
export type FaultWhen =
  | { readonly kind: 'at'; readonly at: Micros }
  | {
      readonly kind: 'packet';
      /** Kinds of packet that match: one, or all of a role. */
      readonly whats: readonly Word[];
      readonly from: NodeId;
      readonly to: NodeId;
      readonly message: MessageName | null;
      /** Which match strikes, from 1. */
      readonly nth: number;
      /** True: every match from the nth on. */
      readonly every: boolean;
    }
  | {
      readonly kind: 'step';
      readonly step: Word;
      readonly of: NodeId;
      readonly message: MessageName | null;
      readonly after: boolean;
      readonly nth: number;
    };

/** `order-3`: the third message of a producer whose messages are called `order`. */
export interface MessageName {
  readonly prefix: string;
  readonly number: number;
}

export type FaultWhat =
  /** `along`: how much of its way the packet has made when it is lost, 0 to 1. */
  | { readonly kind: 'lose'; readonly along: number }
  | { readonly kind: 'delay'; readonly by: Micros }
  /** Request links only: a second arrival, `by` later. */
  | { readonly kind: 'duplicate'; readonly by: Micros }
  | { readonly kind: 'error'; readonly error: string }
  /** `forMicros` NONE: until a `restart`. */
  | { readonly kind: 'crash'; readonly node: NodeId; readonly forMicros: Micros }
  | { readonly kind: 'restart'; readonly node: NodeId }
  | { readonly kind: 'pause'; readonly node: NodeId; readonly forMicros: Micros }
  | { readonly kind: 'resume'; readonly node: NodeId }
  | { readonly kind: 'slow'; readonly node: NodeId; readonly factor: number; readonly forMicros: Micros }
  | { readonly kind: 'cut'; readonly a: NodeId; readonly b: NodeId; readonly forMicros: Micros }
  | { readonly kind: 'heal'; readonly a: NodeId; readonly b: NodeId }
  /** From now on each packet of that link is lost with chance `p`. */
  | { readonly kind: 'loss'; readonly a: NodeId; readonly b: NodeId; readonly p: number };

export interface Fault {
  readonly when: FaultWhen;
  readonly what: FaultWhat;
}

/** What became of a fault in a run. `at`: when it struck first, NONE if it found no occasion. */
export interface FaultState {
  matches: number;
  fired: boolean;
  at: Micros;
}
