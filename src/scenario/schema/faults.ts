import * as v from 'valibot';
import { count, parseDuration } from '../../models/schema';

/** Faults as people write them (CONTRACTS.md §3). A click writes the occurrence form, so that it survives changes before it. */

const durationText = v.pipe(
  v.string(),
  v.check((text) => parseDuration(text) !== null, 'expected a duration such as "250ms"'),
);
const nodeName = v.pipe(v.string('expected the name of a node'), v.minLength(1, 'expected the name of a node'));
const nth = v.pipe(count, v.minValue(1, 'expected 1 or more'));

const at = v.strictObject({ at: durationText });
const packet = v.strictObject({
  /** A kind of packet ("ack") or a role ("settle"). */
  packet: v.string('expected a kind of packet ("ack") or a role ("settle")'),
  from: v.optional(nodeName),
  to: v.optional(nodeName),
  message: v.optional(v.string()),
  nth: v.optional(nth),
  /** Every match from the nth on, not that one alone. */
  every: v.optional(v.boolean()),
});
const step = v.strictObject({
  step: v.string('expected the name of a step'),
  of: nodeName,
  message: v.optional(v.string()),
  edge: v.optional(v.picklist(['before', 'after'])),
  nth: v.optional(nth),
});

export const FAULT_KINDS = [
  'lose',
  'delay',
  'duplicate',
  'crash',
  'restart',
  'pause',
  'resume',
  'slow',
  'cut',
  'heal',
  'loss',
  'error',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const faultSchema = v.strictObject({
  when: v.union([at, packet, step], 'expected {"at"}, {"packet", …} or {"step", "of", …}'),
  what: v.picklist(FAULT_KINDS, `expected one of ${FAULT_KINDS.join(', ')}`),
  /** A node; for cut, heal and loss the two ends of a link: ["payment-1", "rabbitmq"]. */
  whom: v.optional(v.union([nodeName, v.tuple([nodeName, nodeName])], 'expected a node, or the two ends of a link')),
  for: v.optional(durationText),
  by: v.optional(durationText),
  factor: v.optional(v.pipe(v.number(), v.minValue(1, 'expected 1 or more'))),
  p: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1, 'expected a chance from 0 to 1'))),
  error: v.optional(v.string()),
  /** How much of its way a lost packet has made, 0 to 1; half if left out. */
  along: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});

export type FaultFile = v.InferInput<typeof faultSchema>;
