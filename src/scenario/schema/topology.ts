import * as v from 'valibot';
import { brokerSchema, clientEntries, type BrokerKind } from '../../models/configs';
import { count, described, distribution, duration, hostEntries, name, worthEntries } from '../../models/schema';
import { workloadSchema } from './workload';

/** Who is there, and what connects them. */

const title = v.optional(v.pipe(v.string(), described('What people read on the stage; left out, made from its name.')));
const nodeName = v.pipe(
  name,
  described('What it is called in this file, in faults and in logs: unique in a scenario.'),
);
const brokerName = v.pipe(name, described('The broker that it connects to, by its name.'));

const producerCommon = {
  name: nodeName,
  title,
  broker: brokerName,
  message: v.optional(
    v.pipe(name, described('What its messages are called: order makes order-1, order-2, and so on.')),
    'order',
  ),
  workload: v.pipe(workloadSchema, described('What its application produces, and when.')),
};

const consumerCommon = {
  name: nodeName,
  title,
  broker: brokerName,
  ...hostEntries,
  starts: v.optional(v.pipe(duration, described('When its process starts; 0: with the run.', 'duration')), '0ms'),
  closes: v.optional(
    v.pipe(
      duration,
      described(
        'When its program is asked to stop: it finishes what it has in hand, closes its client, and ends. Left out: never.',
        'duration',
      ),
    ),
  ),
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
  name: v.pipe(name, described('What the table is called.')),
  unique: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'A unique key on the message’s id: a second row of the same message is refused. Source: PostgreSQL, Unique Constraints.',
      ),
    ),
    false,
  ),
  effect: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Each of its rows is an effect in the world, a charge or an e-mail: two of one message are a duplicate.',
      ),
    ),
    false,
  ),
  verb: v.optional(
    v.pipe(v.string(), described('What a row says has happened to its message: charged, sent.')),
    'written',
  ),
  ...worthEntries,
});

export const databaseSchema = v.strictObject({
  name: nodeName,
  title,
  tables: v.pipe(v.array(tableSchema), v.minLength(1), described('Its tables.')),
});

/** What watches a queue from outside, and raises an alert. */
export const monitorSchema = v.pipe(
  v.strictObject({
    name: nodeName,
    title,
    broker: v.pipe(name, described('The broker that it asks, by its name.')),
    of: v.pipe(name, described('The queue whose depth it watches.')),
    every: v.optional(
      v.pipe(duration, described('How often it asks. Source: Prometheus, scrape_interval.', 'duration')),
      '1s',
    ),
    raise: v.pipe(
      count,
      v.minValue(1, 'expected 1 or more'),
      described('The depth from which on it raises its alert.', 'messages'),
    ),
    for: v.optional(
      v.pipe(
        duration,
        described(
          'It raises the alert only if it has seen such a depth for so long. Source: Prometheus, alerting rules, for.',
          'duration',
        ),
      ),
      '0ms',
    ),
    clear: v.pipe(
      count,
      described('The depth at which it clears the alert: less than raise, so that it does not flutter.', 'messages'),
    ),
  }),
  v.check(({ raise, clear }) => clear < raise, 'expected "clear" to be less than "raise"'),
);

export const networkSchema = v.strictObject({
  latency: v.optional(v.pipe(distribution, described('How long a packet takes over any link, one way.', 'duration')), {
    exponential: { mean: '5ms', min: '20ms' },
  }),
  links: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          between: v.pipe(v.tuple([name, name]), described('The two nodes, or a node and a cluster.')),
          latency: v.optional(
            v.pipe(
              distribution,
              described('How long a packet takes over this link, one way; left out, as over all.', 'duration'),
            ),
          ),
          loss: v.optional(
            v.pipe(
              v.number(),
              v.minValue(0),
              v.maxValue(1),
              described('The chance of each packet to be lost. On a connection that is a reset: TCP cannot skip one.'),
            ),
            0,
          ),
        }),
      ),
      described('Links that are not like the others.'),
    ),
    [],
  ),
});

/** A subscription: who should have each message once. `of`: the queue, or Kafka's group, that feeds it. */
export const subscriptionSchema = v.strictObject({
  name: v.pipe(name, described('What it is called in the outcome: who should have each message once.')),
  of: v.pipe(name, described('What feeds it: a queue, a group of consumers, a server.')),
});

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
