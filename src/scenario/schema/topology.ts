import * as v from 'valibot';
import { brokerSchema, clientEntries, type BrokerKind } from '../../models/configs';
import { count, distribution, duration, hostEntries, name } from '../../models/schema';
import { workloadSchema } from './workload';

/** Who is there, and what connects them. */

const title = v.optional(v.string());

const producerCommon = {
  name,
  title,
  broker: name,
  /** What its messages are called: `order` makes order-1, order-2, … */
  message: v.optional(name, 'order'),
  workload: workloadSchema,
};

const consumerCommon = {
  name,
  title,
  broker: name,
  ...hostEntries,
  /** When its process starts; 0: with the run. */
  starts: v.optional(duration, '0ms'),
  /** When its program is asked to stop: it finishes what it has in hand, closes its client, and ends. Left out: never. */
  closes: v.optional(duration),
};

/** A producer of that kind of broker. */
export const producerSchema = (kind: BrokerKind) =>
  v.strictObject({ ...producerCommon, ...clientEntries[kind].producer });
/** A consumer of that kind of broker. */
export const consumerSchema = (kind: BrokerKind) =>
  v.strictObject({ ...consumerCommon, ...clientEntries[kind].consumer });

/** A program's client of that kind of broker: a producer's library without an application of its own. */
export const clientSchema = (kind: BrokerKind) => v.strictObject({ broker: name, ...clientEntries[kind].producer });

/** A producer or consumer before its broker is known: only who it belongs to. */
export const clientFrame = v.looseObject({ name, broker: name });

export const tableSchema = v.strictObject({
  name,
  /** A unique key on the message's id. */
  unique: v.optional(v.boolean(), false),
  /** Its rows are effects in the world. */
  effect: v.optional(v.boolean(), false),
  /** What a row says: "charged". */
  verb: v.optional(v.string(), 'written'),
  /** What a row is worth, for expected against actual. */
  amount: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  currency: v.optional(v.string(), '$'),
});

export const databaseSchema = v.strictObject({ name, title, tables: v.pipe(v.array(tableSchema), v.minLength(1)) });

/** What watches a queue from outside, and raises an alert. */
export const monitorSchema = v.pipe(
  v.strictObject({
    name,
    title,
    broker: name,
    /** The queue whose depth it watches. */
    of: name,
    /** How often it asks: Prometheus' scrape_interval. */
    every: v.optional(duration, '1s'),
    /** The depth from which on it raises its alert, */
    raise: v.pipe(count, v.minValue(1, 'expected 1 or more')),
    /** if it has seen that for so long, */
    for: v.optional(duration, '0ms'),
    /** and the depth at which it clears it. */
    clear: count,
  }),
  v.check(({ raise, clear }) => clear < raise, 'expected "clear" to be less than "raise"'),
);

export const networkSchema = v.strictObject({
  latency: v.optional(distribution, { exponential: { mean: '5ms', min: '20ms' } }),
  links: v.optional(
    v.array(
      v.strictObject({
        between: v.tuple([name, name]),
        latency: v.optional(distribution),
        /** Chance per packet of a loss; on a connection a loss is a reset. */
        loss: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
      }),
    ),
    [],
  ),
});

/** A subscription: who should have each message once. `of`: the queue, or Kafka's group, that feeds it. */
export const subscriptionSchema = v.strictObject({ name, of: name });

export { brokerSchema };
export type DatabaseFile = v.InferOutput<typeof databaseSchema>;
export type MonitorFile = v.InferOutput<typeof monitorSchema>;
export type NetworkFile = v.InferOutput<typeof networkSchema>;
export type SubscriptionFile = v.InferOutput<typeof subscriptionSchema>;
export type ProducerFile = v.InferOutput<v.StrictObjectSchema<typeof producerCommon, undefined>> &
  Readonly<Record<string, unknown>>;
export type ClientFile = { readonly broker: string } & Readonly<Record<string, unknown>>;
export type ConsumerFile = v.InferOutput<v.StrictObjectSchema<typeof consumerCommon, undefined>> &
  Readonly<Record<string, unknown>>;
