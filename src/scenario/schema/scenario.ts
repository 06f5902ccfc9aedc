import * as v from 'valibot';
import { kindsHere } from '../../models/configs';
import { described, duration, name } from '../../models/schema';
import { faultSchema } from './faults';
import { programSchema } from './programs';
import {
  brokerSchema,
  clientFrame,
  consumerSchema,
  databaseSchema,
  monitorSchema,
  networkSchema,
  producerSchema,
  subscriptionSchema,
  type ConsumerFile,
  type ProducerFile,
} from './topology';

/**
 * The scenario file, format 1: the one source of its types, defaults, validation, JSON Schema and knobs.
 * docs/scenario-format.md tells it to people.
 */

const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected an id of lower-case letters, digits and hyphens'),
  v.maxLength(60),
);

const limit = v.pipe(v.number(), v.finite());

export const assertionSchema = v.strictObject({
  name: id,
  /** `always`: under any faults its promise covers. `shows`: only under its own faults and settings. */
  kind: v.picklist(['always', 'shows'], 'expected "always" or "shows"'),
  text: v.string(),
  /** A path in the run's JSON: `outcomes.payments.lost`. */
  path: v.string(),
  equals: v.optional(v.union([limit, v.string(), v.boolean()])),
  min: v.optional(limit),
  max: v.optional(limit),
  /** Kinds of fault under which an `always` holds; left out: all. */
  covers: v.optional(v.array(v.string())),
  /** An `always` that says nothing of runs that have not settled. */
  settled: v.optional(v.boolean(), false),
});

export const knobSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]*$/)),
  label: v.string(),
  help: v.optional(v.string(), ''),
  /** One path, or several that are set together. */
  path: v.union([v.string(), v.array(v.string())]),
  choices: v.optional(v.array(v.union([v.string(), v.number(), v.boolean()]))),
  min: v.optional(limit),
  max: v.optional(limit),
  step: v.optional(limit),
  unit: v.optional(v.string(), ''),
});

export const variantSchema = v.strictObject({
  title: v.string(),
  text: v.optional(v.string(), ''),
  /** What it changes, by path. */
  set: v.optional(v.record(v.string(), v.unknown()), {}),
  /** Its own faults, in place of the scenario's. */
  faults: v.optional(v.array(faultSchema)),
  /** Its own assertions, in place of the scenario's. */
  assertions: v.optional(v.array(assertionSchema)),
});

const seed = v.pipe(
  v.number('expected a number'),
  v.integer('expected a whole number'),
  v.minValue(0, 'expected 0 or more'),
  v.maxValue(4_294_967_295),
);

/** All but producers and consumers, whose form depends on their broker's kind. */
/** Records after which a run ends, if its file does not say: their columns take 270 MB. */
export const RECORD_LIMIT = 10_000_000;
/** Beyond, columns alone would take some 1.4 GB, and reading them more than a page has. */
export const RECORD_LIMIT_MAX = 50_000_000;

const recordLimit = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1_000, 'expected at least 1000 records'),
  v.maxValue(RECORD_LIMIT_MAX, `expected at most ${RECORD_LIMIT_MAX} records: more do not fit into memory`),
  described(
    'A run that has left so many records ends there, and says so. A million take up to 150 MB of a page.',
    'records',
  ),
);

const frame = {
  format: v.literal(1, 'expected 1: the only format there is'),
  $schema: v.optional(v.string()),
  id,
  title: v.pipe(v.string(), v.minLength(1)),
  claim: v.string(),
  text: v.optional(v.array(v.string()), []),
  try: v.optional(v.string(), ''),
  simplifications: v.optional(v.array(v.string()), []),
  tags: v.optional(v.array(v.string()), []),
  noun: v.optional(v.pipe(v.tuple([v.string(), v.string()]), described('What a message is called, one and several.')), [
    'order',
    'orders',
  ]),
  seed: v.optional(v.pipe(seed, described('All chance comes from it: the same seed, the same run.')), 1),
  until: v.optional(v.pipe(duration, described('When the run ends, if it has not settled before.', 'duration')), '60s'),
  recordLimit: v.optional(recordLimit, RECORD_LIMIT),
  brokers: v.pipe(v.array(brokerSchema), v.minLength(1, 'expected at least one broker')),
  databases: v.optional(v.pipe(v.array(databaseSchema), described('Databases, each with its tables.')), []),
  monitors: v.optional(
    v.pipe(v.array(monitorSchema), described('What watches queues from outside, and raises alerts.')),
    [],
  ),
  network: v.optional(v.pipe(networkSchema, described('How long packets take, and how likely they are lost.')), {}),
  subscriptions: v.optional(
    v.pipe(
      v.array(subscriptionSchema),
      described('Who should have each message once; left out, one for each queue or group that is consumed.'),
    ),
    [],
  ),
  programs: v.optional(v.record(name, programSchema), {}),
  faults: v.optional(v.array(faultSchema), []),
  knobs: v.optional(v.array(knobSchema), []),
  assertions: v.optional(v.array(assertionSchema), []),
  variants: v.optional(v.record(id, variantSchema), {}),
};

/** First look: everything but the particulars of producers and consumers. */
export const scenarioFrame = v.strictObject({
  ...frame,
  producers: v.optional(v.array(clientFrame), []),
  consumers: v.optional(v.array(clientFrame), []),
});

/** The whole, as the JSON Schema tells it: of the kinds of broker whose configs are there. */
export const wholeSchema = () =>
  v.strictObject({
    ...frame,
    producers: v.optional(v.array(v.union(kindsHere().map((kind) => producerSchema(kind)))), []),
    consumers: v.optional(v.array(v.union(kindsHere().map((kind) => consumerSchema(kind)))), []),
  });

export type Assertion = v.InferOutput<typeof assertionSchema>;
export type Knob = v.InferOutput<typeof knobSchema>;
export type Variant = v.InferOutput<typeof variantSchema>;
export type BrokerFile = v.InferOutput<typeof brokerSchema>;

/** A parsed scenario: durations in microseconds, defaults filled in. */
export type Scenario = Omit<v.InferOutput<typeof scenarioFrame>, 'producers' | 'consumers'> & {
  readonly producers: readonly ProducerFile[];
  readonly consumers: readonly ConsumerFile[];
};

/** A scenario as it stands in a file. */
export type ScenarioFile = Omit<v.InferInput<typeof scenarioFrame>, 'producers' | 'consumers'> & {
  readonly producers?: readonly Readonly<Record<string, unknown>>[];
  readonly consumers?: readonly Readonly<Record<string, unknown>>[];
};
