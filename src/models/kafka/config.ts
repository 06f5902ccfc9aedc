import * as v from 'valibot';
import { count, duration, name } from '../schema';

/**
 * Kafka's part of a scenario file. Each entry carries the name of the property that it stands for; the
 * defaults are those of Kafka 4.x (truth sheet §6: ProducerConfig.java, ConsumerConfig.java, GroupCoordinatorConfig.java).
 */

const positive = v.pipe(count, v.minValue(1, 'expected 1 or more'));

export const kafkaTopic = v.strictObject({
  name,
  /** num.partitions */
  partitions: v.optional(v.pipe(positive, v.maxValue(64, 'expected at most 64 partitions')), 1),
  /** A record that read_committed shows here is an effect of the message it was made from, for that subscription. */
  output: v.optional(v.strictObject({ subscription: name })),
});

export const kafkaBroker = v.strictObject({
  kind: v.literal('kafka'),
  name,
  title: v.optional(v.string(), 'Kafka'),
  version: v.optional(
    v.picklist(['3.9', '4.0', '4.1', '4.2', '4.3'], 'expected a version of Kafka from "3.9" to "4.3"'),
    '4.1',
  ),
  topics: v.pipe(v.array(kafkaTopic), v.minLength(1, 'expected a topic')),
  /** group.initial.rebalance.delay.ms: how long the first member of an empty group waits for others. */
  groupInitialRebalanceDelay: v.optional(duration, '3s'),
  /** group.min.session.timeout.ms */
  groupMinSessionTimeout: v.optional(duration, '6s'),
});

export const kafkaProducerEntries = {
  topic: name,
  /** acks */
  acks: v.optional(v.picklist(['all', '1', '0'], 'expected "all", "1" or "0"'), 'all'),
  /** enable.idempotence; left out, it is on where acks, retries and maxInFlight allow it, as in Kafka. */
  idempotence: v.optional(v.boolean()),
  /** linger.ms; left out, 5 ms in Kafka 4 and 0 before. */
  linger: v.optional(duration),
  /** batch.size, in bytes */
  batchSize: v.optional(count, 16_384),
  /** How many bytes a record of this producer takes in a batch. */
  recordSize: v.optional(positive, 1_024),
  /** max.in.flight.requests.per.connection */
  maxInFlight: v.optional(positive, 5),
  /** retries */
  retries: v.optional(count, 2_147_483_647),
  /** delivery.timeout.ms */
  deliveryTimeout: v.optional(duration, '120s'),
  /** request.timeout.ms */
  requestTimeout: v.optional(duration, '30s'),
  /** retry.backoff.ms; it doubles up to retry.backoff.max.ms. */
  retryBackoff: v.optional(duration, '100ms'),
  /** retry.backoff.max.ms */
  retryBackoffMax: v.optional(duration, '1s'),
  /** reconnect.backoff.ms; it doubles up to 1 s (reconnect.backoff.max.ms). */
  reconnectAfter: v.optional(duration, '50ms'),
};

export const kafkaConsumerEntries = {
  topic: name,
  /** group.id */
  group: name,
  /** group.instance.id: static membership */
  groupInstanceId: v.optional(name),
  /** enable.auto.commit */
  enableAutoCommit: v.optional(v.boolean(), true),
  /** auto.commit.interval.ms */
  autoCommitInterval: v.optional(duration, '5s'),
  /** What the program's `ack` calls where auto-commit is off: commitSync or commitAsync, of that record's offset + 1. */
  commit: v.optional(v.picklist(['sync', 'async'], 'expected "sync" or "async"'), 'sync'),
  /** auto.offset.reset */
  autoOffsetReset: v.optional(v.picklist(['latest', 'earliest'], 'expected "latest" or "earliest"'), 'latest'),
  /** isolation.level */
  isolationLevel: v.optional(
    v.picklist(['read_uncommitted', 'read_committed'], 'expected "read_uncommitted" or "read_committed"'),
    'read_uncommitted',
  ),
  /** partition.assignment.strategy; all members of a group must have the same. */
  assignor: v.optional(v.picklist(['range', 'roundrobin'], 'expected "range" or "roundrobin"'), 'range'),
  /** Topics that its program publishes to, with a producer of its own (acks=all, idempotent). */
  publishesTo: v.optional(v.array(name), []),
  /** transactional.id of that producer; null, as by default: no transactions. */
  transactionalId: v.optional(v.nullable(name), null),
  /** transaction.timeout.ms of that producer. */
  transactionTimeout: v.optional(duration, '60s'),
  /** max.poll.records */
  maxPollRecords: v.optional(positive, 500),
  /** fetch.min.bytes */
  fetchMinBytes: v.optional(count, 1),
  /** fetch.max.wait.ms */
  fetchMaxWait: v.optional(duration, '500ms'),
  /** max.partition.fetch.bytes */
  maxPartitionFetchBytes: v.optional(positive, 1_048_576),
  /** session.timeout.ms */
  sessionTimeout: v.optional(duration, '45s'),
  /** heartbeat.interval.ms */
  heartbeatInterval: v.optional(duration, '3s'),
  /** max.poll.interval.ms; the group waits as long for its members in a rebalance. */
  maxPollInterval: v.optional(duration, '5min'),
  /** request.timeout.ms */
  requestTimeout: v.optional(duration, '30s'),
  /** default.api.timeout.ms: how long commitSync tries. */
  apiTimeout: v.optional(duration, '60s'),
  /** retry.backoff.ms */
  retryBackoff: v.optional(duration, '100ms'),
  /** reconnect.backoff.ms; it doubles up to 1 s (reconnect.backoff.max.ms). */
  reconnectAfter: v.optional(duration, '50ms'),
};

const named = { name };
const producerSchema = v.strictObject({ ...named, ...kafkaProducerEntries });
const consumerSchema = v.strictObject({ ...named, ...kafkaConsumerEntries });

export type KafkaBrokerFile = v.InferOutput<typeof kafkaBroker>;
export type KafkaProducerFile = v.InferOutput<typeof producerSchema>;
export type KafkaConsumerFile = v.InferOutput<typeof consumerSchema>;
