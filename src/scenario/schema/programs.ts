import * as v from 'valibot';
import { count, distribution, duration, name } from '../../models/schema';
import { CONDITIONS, HEADER_VALUES, STEP_NAMES } from '../../models/clients/program';

/** Programs of consumers, as they stand in a scenario file: the code that is shown, and steps that point at its lines. */

const CONDITION_NAMES = `one of ${CONDITIONS.map((one) => `"${one}"`).join(', ')}`;
const condition = v.picklist(CONDITIONS, `expected ${CONDITION_NAMES}`);

const common = {
  /** The line of `code` that this step is, from 1. */
  line: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'expected a line number from 1'))),
  /** What the stage says while it runs: "charging". */
  label: v.optional(v.string()),
  if: v.optional(v.union([condition, v.array(condition)], `expected ${CONDITION_NAMES}, or a list of them`)),
  /** Taken only to handle this error ("duplicate-key", "connection-lost", "settle-failed"), or "*" for any. */
  catch: v.optional(v.string()),
};

const plain = <Name extends string>(step: Name) => v.strictObject({ step: v.literal(step), ...common });

export const stepSchema = v.variant(
  'step',
  [
    plain('receive'),
    v.strictObject({
      step: v.literal('sleep'),
      ...common,
      for: distribution,
      clock: v.optional(v.string(), 'working'),
    }),
    v.strictObject({ step: v.literal('find'), ...common, table: name }),
    plain('begin'),
    v.strictObject({ step: v.literal('insert'), ...common, table: name, subscription: v.optional(v.string()) }),
    plain('commit'),
    plain('rollback'),
    plain('recall'),
    plain('remember'),
    v.strictObject({ step: v.literal('ack'), ...common, multiple: v.optional(v.boolean(), false) }),
    v.strictObject({
      step: v.literal('nack'),
      ...common,
      requeue: v.optional(v.boolean(), true),
      multiple: v.optional(v.boolean(), false),
    }),
    v.strictObject({ step: v.literal('reject'), ...common, requeue: v.optional(v.boolean(), false) }),
    /** Answers the request in hand. */
    v.strictObject({
      step: v.literal('respond'),
      ...common,
      status: v.optional(v.pipe(count, v.minValue(200), v.maxValue(599, 'expected a status from 200 to 599')), 200),
    }),
    /** Calls another service, or publishes to another broker, with one of the program's clients. */
    v.strictObject({ step: v.literal('call'), ...common, to: name }),
    /** Sends the message on. Several targets: one for each retry, the last for all further ones. */
    v.strictObject({
      step: v.literal('publish'),
      ...common,
      to: v.union(
        [name, v.pipe(v.array(name), v.minLength(1, 'expected at least one'))],
        'expected a name, or several',
      ),
      routingKey: v.optional(v.string(), ''),
      headers: v.optional(
        v.record(
          v.string(),
          v.picklist(HEADER_VALUES, `expected one of ${HEADER_VALUES.map((value) => `"${value}"`).join(', ')}`),
        ),
        {},
      ),
      /** Time to live, one or one for each retry. Left out: none. */
      expiration: v.optional(v.union([duration, v.array(duration)], 'expected a duration, or several'), []),
    }),
    plain('begin-transaction'),
    plain('send-offsets'),
    plain('commit-transaction'),
    plain('abort-transaction'),
    /** Reads on from elsewhere; `once`: only the first time that the process comes here. */
    v.strictObject({
      step: v.literal('seek'),
      ...common,
      to: v.optional(
        v.union(
          [v.picklist(['beginning', 'end']), v.pipe(v.number(), v.integer(), v.minValue(0))],
          'expected "beginning", "end" or an offset',
        ),
        'beginning',
      ),
      once: v.optional(v.boolean(), true),
    }),
    plain('skip'),
    plain('pass'),
    v.strictObject({ step: v.literal('fail'), ...common, error: v.string() }),
  ],
  `expected a step: one of ${STEP_NAMES.join(', ')}`,
);

export const programSchema = v.strictObject({
  /** Shown beside the stage, a line an entry. */
  code: v.optional(v.array(v.string()), []),
  steps: v.pipe(
    v.array(stepSchema),
    v.minLength(1, 'expected at least one step'),
    v.check((steps) => steps[0]?.step === 'receive', 'expected "receive" as the first step'),
  ),
});

export type StepFile = v.InferOutput<typeof stepSchema>;
export type ProgramFile = v.InferOutput<typeof programSchema>;
