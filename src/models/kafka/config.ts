import * as v from 'valibot';
import { count, described, duration, name } from '../schema';

/**
 * Kafka's part of a scenario file. Each description names the property that it stands for; the
 * defaults are those of Kafka 4.x (truth sheet §6: ProducerConfig.java, ConsumerConfig.java, GroupCoordinatorConfig.java).
 */

const positive = v.pipe(count, v.minValue(1, 'expected 1 or more'));

export const kafkaTopic = v.strictObject({
  name: v.pipe(name, described('What the topic is called.')),
  partitions: v.optional(
    v.pipe(
      v.pipe(positive, v.maxValue(64, 'expected at most 64 partitions')),
      described(
        'How many logs the topic is split into: order holds within one, and one consumer of a group reads one. Source: Kafka, num.partitions.',
        'partitions',
      ),
    ),
    1,
  ),
  output: v.optional(
    v.pipe(
      v.strictObject({ subscription: v.pipe(name, described('The subscription whose effects they are.')) }),
      described('A record that read_committed shows here is an effect of the message it was made from.'),
    ),
  ),
  deadLetter: v.optional(
    v.pipe(v.boolean(), described('Records that come here have failed: they count as dead-lettered.')),
    false,
  ),
});

export const kafkaBroker = v.strictObject({
  kind: v.pipe(v.literal('kafka'), described('Which broker it is.')),
  name: v.pipe(name, described('What it is called in this file, in faults and in logs: unique in a scenario.')),
  title: v.optional(v.pipe(v.string(), described('What people read on the stage.')), 'Kafka'),
  version: v.optional(
    v.pipe(
      v.picklist(['3.9', '4.0', '4.1', '4.2', '4.3'], 'expected a version of Kafka from "3.9" to "4.3"'),
      described('The release whose behaviour is followed, where releases differ.'),
    ),
    '4.1',
  ),
  nodes: v.optional(
    v.pipe(
      v.pipe(positive, v.maxValue(9, 'expected at most 9 brokers')),
      described(
        'How many brokers the cluster has: the first leads partition 0 of each topic, the next partition 1, and so round.',
        'brokers',
      ),
    ),
    1,
  ),
  topics: v.pipe(v.array(kafkaTopic), v.minLength(1, 'expected a topic'), described('Its topics.')),
  groupInitialRebalanceDelay: v.optional(
    v.pipe(
      duration,
      described(
        'How long the first member of an empty group waits for others. Source: Kafka, group.initial.rebalance.delay.ms.',
        'duration',
      ),
    ),
    '3s',
  ),
  groupMinSessionTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'The shortest session timeout that the broker accepts. Source: Kafka, group.min.session.timeout.ms.',
        'duration',
      ),
    ),
    '6s',
  ),
});

export const kafkaProducerEntries = {
  topic: v.pipe(name, described('The topic it sends its records to.')),
  acks: v.optional(
    v.pipe(
      v.picklist(['all', '1', '0'], 'expected "all", "1" or "0"'),
      described(
        'Who must have a record before the broker answers: every in-sync replica, the leader alone, or nobody. Source: Kafka, acks.',
      ),
    ),
    'all',
  ),
  partitioner: v.optional(
    v.pipe(
      v.picklist(['default', 'roundrobin'], 'expected "default" or "roundrobin"'),
      described(
        'Who chooses a record’s partition: by its key, and without one partition after partition as their batches fill; or all in turn, whatever their keys. Source: Kafka, partitioner.class.',
      ),
    ),
    'default',
  ),
  idempotence: v.optional(
    v.pipe(
      v.boolean(),
      described(
        'Each record carries a sequence number, by which the broker knows a repeated one. Left out, it is on where acks, retries and maxInFlight allow it. Source: Kafka, enable.idempotence.',
      ),
    ),
  ),
  linger: v.optional(
    v.pipe(
      duration,
      described(
        'How long a batch waits for more records before it is sent. Left out: 5 ms in Kafka 4, 0 before. Source: Kafka, linger.ms.',
        'duration',
      ),
    ),
  ),
  batchSize: v.optional(
    v.pipe(count, described('A batch that has grown so large is sent at once. Source: Kafka, batch.size.', 'bytes')),
    16_384,
  ),
  bufferMemory: v.optional(
    v.pipe(
      positive,
      described(
        'Batches take their size of it until they are acknowledged; when it is used up, send() waits. Source: Kafka, buffer.memory.',
        'bytes',
      ),
    ),
    33_554_432,
  ),
  maxBlock: v.optional(
    v.pipe(
      duration,
      described(
        'How long send() waits for room in the buffer before it fails. Source: Kafka, max.block.ms.',
        'duration',
      ),
    ),
    '60s',
  ),
  recordSize: v.optional(
    v.pipe(positive, described('How many bytes a record of this producer takes in a batch.', 'bytes')),
    1_024,
  ),
  maxInFlight: v.optional(
    v.pipe(
      positive,
      described(
        'How many requests may be unanswered on one connection. Source: Kafka, max.in.flight.requests.per.connection.',
        'requests',
      ),
    ),
    5,
  ),
  retries: v.optional(
    v.pipe(
      count,
      described(
        'How often a request that failed is sent again, as long as the delivery timeout allows it. Source: Kafka, retries.',
        'times',
      ),
    ),
    2_147_483_647,
  ),
  deliveryTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'How long a send may take in all, retries included, before the application is told that it failed. Source: Kafka, delivery.timeout.ms.',
        'duration',
      ),
    ),
    '120s',
  ),
  requestTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'How long the client waits for an answer before it takes the request for lost. Source: Kafka, request.timeout.ms.',
        'duration',
      ),
    ),
    '30s',
  ),
  retryBackoff: v.optional(
    v.pipe(
      duration,
      described(
        'The wait before the first retry; it doubles up to the longest. Source: Kafka, retry.backoff.ms.',
        'duration',
      ),
    ),
    '100ms',
  ),
  retryBackoffMax: v.optional(
    v.pipe(duration, described('The longest wait between retries. Source: Kafka, retry.backoff.max.ms.', 'duration')),
    '1s',
  ),
  reconnectAfter: v.optional(
    v.pipe(
      duration,
      described(
        'The wait before the client connects again; it doubles up to 1 s. Source: Kafka, reconnect.backoff.ms.',
        'duration',
      ),
    ),
    '50ms',
  ),
};

export const kafkaConsumerEntries = {
  topic: v.pipe(name, described('The topic it subscribes to.')),
  group: v.pipe(
    name,
    described('The group that shares the partitions of the topic among its members. Source: Kafka, group.id.'),
  ),
  groupInstanceId: v.optional(
    v.pipe(
      name,
      described(
        'A name that outlives the process: the member keeps its partitions over a quick restart (static membership). Source: Kafka, group.instance.id.',
      ),
    ),
  ),
  enableAutoCommit: v.optional(
    v.pipe(
      v.boolean(),
      described('The client commits its position by itself while it polls. Source: Kafka, enable.auto.commit.'),
    ),
    true,
  ),
  autoCommitInterval: v.optional(
    v.pipe(duration, described('How often it does. Source: Kafka, auto.commit.interval.ms.', 'duration')),
    '5s',
  ),
  commit: v.optional(
    v.pipe(
      v.picklist(['sync', 'async'], 'expected "sync" or "async"'),
      described(
        'What the program’s ack calls where auto-commit is off: commitSync, which waits, or commitAsync, which does not.',
      ),
    ),
    'sync',
  ),
  autoOffsetReset: v.optional(
    v.pipe(
      v.picklist(['latest', 'earliest', 'none'], 'expected "latest", "earliest" or "none"'),
      described(
        'Where a group without a committed offset begins; with none it does not: poll() throws. Source: Kafka, auto.offset.reset.',
      ),
    ),
    'latest',
  ),
  isolationLevel: v.optional(
    v.pipe(
      v.picklist(['read_uncommitted', 'read_committed'], 'expected "read_uncommitted" or "read_committed"'),
      described('Whether records of open and aborted transactions are read. Source: Kafka, isolation.level.'),
    ),
    'read_uncommitted',
  ),
  assignor: v.optional(
    v.pipe(
      v.picklist(['range', 'roundrobin'], 'expected "range" or "roundrobin"'),
      described(
        'How partitions are shared out; all members of a group must have the same. Source: Kafka, partition.assignment.strategy.',
      ),
    ),
    'range',
  ),
  publishesTo: v.optional(
    v.pipe(
      v.array(name),
      described('Topics that its program publishes to, with a producer of its own (acks=all, idempotent).'),
    ),
    [],
  ),
  transactionalId: v.optional(
    v.pipe(
      v.nullable(name),
      described(
        'Name under which that producer runs transactions; a second one of that name fences the first. Source: Kafka, transactional.id.',
      ),
    ),
    null,
  ),
  transactionTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'How long a transaction of that producer may stay open before the broker aborts it. Source: Kafka, transaction.timeout.ms.',
        'duration',
      ),
    ),
    '60s',
  ),
  maxPollRecords: v.optional(
    v.pipe(
      positive,
      described('How many records one poll returns at most. Source: Kafka, max.poll.records.', 'records'),
    ),
    500,
  ),
  fetchMinBytes: v.optional(
    v.pipe(
      count,
      described(
        'The broker answers a fetch when it has so much, or when the longest wait is over. Source: Kafka, fetch.min.bytes.',
        'bytes',
      ),
    ),
    1,
  ),
  fetchMaxWait: v.optional(
    v.pipe(
      duration,
      described(
        'How long the broker holds a fetch back that has too little. Source: Kafka, fetch.max.wait.ms.',
        'duration',
      ),
    ),
    '500ms',
  ),
  maxPartitionFetchBytes: v.optional(
    v.pipe(
      positive,
      described('How much one fetch takes from one partition. Source: Kafka, max.partition.fetch.bytes.', 'bytes'),
    ),
    1_048_576,
  ),
  sessionTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'A member that sends no heartbeat for so long is taken for dead. Source: Kafka, session.timeout.ms.',
        'duration',
      ),
    ),
    '45s',
  ),
  heartbeatInterval: v.optional(
    v.pipe(
      duration,
      described('How often a member says that it is alive. Source: Kafka, heartbeat.interval.ms.', 'duration'),
    ),
    '3s',
  ),
  maxPollInterval: v.optional(
    v.pipe(
      duration,
      described(
        'A member that does not poll for so long leaves the group; the group waits as long for its members in a rebalance. Source: Kafka, max.poll.interval.ms.',
        'duration',
      ),
    ),
    '5min',
  ),
  requestTimeout: v.optional(
    v.pipe(
      duration,
      described(
        'How long the client waits for an answer before it takes the request for lost. Source: Kafka, request.timeout.ms.',
        'duration',
      ),
    ),
    '30s',
  ),
  apiTimeout: v.optional(
    v.pipe(duration, described('How long commitSync tries. Source: Kafka, default.api.timeout.ms.', 'duration')),
    '60s',
  ),
  retryBackoff: v.optional(
    v.pipe(duration, described('The wait before a retry. Source: Kafka, retry.backoff.ms.', 'duration')),
    '100ms',
  ),
  reconnectAfter: v.optional(
    v.pipe(
      duration,
      described(
        'The wait before the client connects again; it doubles up to 1 s. Source: Kafka, reconnect.backoff.ms.',
        'duration',
      ),
    ),
    '50ms',
  ),
};

const named = { name };
const producerSchema = v.strictObject({ ...named, ...kafkaProducerEntries });
const consumerSchema = v.strictObject({ ...named, ...kafkaConsumerEntries });

export type KafkaBrokerFile = v.InferOutput<typeof kafkaBroker>;
export type KafkaProducerFile = v.InferOutput<typeof producerSchema>;
export type KafkaConsumerFile = v.InferOutput<typeof consumerSchema>;
