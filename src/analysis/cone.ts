import { NONE, type MessageId, type Seq } from '../engine/units';
import { recordsAbout } from './about';
import type { Reading } from './reading';

/** How a record stands to a message: it is about it, is a cause or a consequence of what is, or neither. */
export const CONE = { none: 0, cause: 1, consequence: 2, own: 4 } as const;

/**
 * What a message has to do with the rest of a run, by the causes that the trace records: one byte a
 * record, of the bits of CONE.
 */
export function coneOf(reading: Reading, message: MessageId): Uint8Array {
  const { trace } = reading;
  const cone = new Uint8Array(trace.length);
  const about = recordsAbout(reading, message);
  for (const seq of about) cone[seq] = CONE.own;
  for (const seq of about) {
    for (let cause = trace.causeAt(seq); cause !== NONE && !isCause(cone, cause); cause = trace.causeAt(cause))
      cone[cause]! |= CONE.cause;
  }
  for (let seq = about[0] ?? trace.length; seq < trace.length; seq += 1) {
    const cause: Seq = trace.causeAt(seq);
    if (cause !== NONE && (cone[cause]! & (CONE.own | CONE.consequence)) !== 0) cone[seq]! |= CONE.consequence;
  }
  return cone;
}

const isCause = (cone: Uint8Array, seq: Seq): boolean => (cone[seq]! & CONE.cause) !== 0;
