import { word } from '../../engine/trace/words';
import { NONE, SECOND } from '../../engine/units';
import type { BrokerModel, Names } from '../ports';
import { kafkaBrokerActor } from './broker';
import { check } from './check';
import { clusterOf, nodesOf } from './cluster';
import type { KafkaBrokerFile, KafkaConsumerFile, KafkaProducerFile } from './config';
import { kafkaConsumer } from './consumer';
import type { ConsumerConfig } from './consumer/state';
import { kafkaProducer } from './producer';
import type { ProducerConfig, ProducerTopic } from './producer/state';
import { idempotenceOf, lingerOf, transactionVersionOf } from './defaults';
import { groupsFedBy, groupsOf, groupsReachedFrom, subscriptionCalled } from './flow';
import type { BrokerConfig } from './state';

/** Kafka, as the rest of the project meets it. */
export const kafka: BrokerModel<KafkaBrokerFile, KafkaProducerFile, KafkaConsumerFile> = {
  kind: 'kafka',
  broker: kafkaBrokerActor,
  producer: kafkaProducer,
  consumer: kafkaConsumer,
  caption,
  nodesOf,
  brokerConfig: (broker, names, consumers, index): BrokerConfig => ({
    cluster: clusterOf(broker, names),
    index,
    topics: topicsOf(broker).map(({ output, ...topic }) => ({
      ...topic,
      output: output === null ? NONE : subscriptionCalled(output, names, consumers),
    })),
    groups: groupsOf(consumers).map((name) => {
      const members = consumers.filter(({ group }) => group === name);
      return {
        name,
        subscriptions: groupsFedBy(name, consumers).flatMap((group) => names.subscriptionsOf(group)),
        topics: [...new Set(members.map(({ topic }) => topic))],
        readsCommitted: members.every(({ isolationLevel }) => isolationLevel === 'read_committed'),
      };
    }),
    groupInitialRebalanceDelay: broker.groupInitialRebalanceDelay,
    hasTransactions: consumers.some(({ transactionalId }) => transactionalId !== null),
    transactionVersion: transactionVersionOf(broker),
  }),
  producerConfig(producer, broker, names): ProducerConfig {
    const {
      partitioner,
      acks,
      batchSize,
      bufferMemory,
      maxBlock,
      recordSize,
      maxInFlight,
      retries,
      deliveryTimeout,
      requestTimeout,
      retryBackoff,
      retryBackoffMax,
      reconnectAfter,
    } = producer;
    return {
      cluster: clusterOf(broker, names),
      topics: producerTopics([producer.topic], broker),
      tellsBelief: true,
      transactionalId: null,
      transactionTimeout: 0,
      group: null,
      transactionVersion: transactionVersionOf(broker),
      idempotence: idempotenceOf(producer),
      linger: lingerOf(producer, broker),
      partitioner,
      acks,
      batchSize,
      bufferMemory,
      maxBlock,
      recordSize,
      maxInFlight,
      retries,
      deliveryTimeout,
      requestTimeout,
      retryBackoff,
      retryBackoffMax,
      reconnectAfter,
    };
  },
  consumerConfig(consumer, broker, names): ConsumerConfig {
    const {
      topic,
      group,
      groupInstanceId,
      enableAutoCommit,
      autoCommitInterval,
      commit,
      autoOffsetReset,
      maxPollRecords,
      fetchMinBytes,
      fetchMaxWait,
      maxPartitionFetchBytes,
      sessionTimeout,
      heartbeatInterval,
      maxPollInterval,
      requestTimeout,
      apiTimeout,
      retryBackoff,
      reconnectAfter,
      assignor,
      isolationLevel,
    } = consumer;
    return {
      cluster: clusterOf(broker, names),
      owner: names.subscriptionsOf(group)[0] ?? NONE,
      groupInstanceId: groupInstanceId ?? null,
      topic,
      partitions: partitionsOf(topic, broker),
      group,
      enableAutoCommit,
      autoCommitInterval,
      commit,
      autoOffsetReset,
      maxPollRecords,
      fetchMinBytes,
      fetchMaxWait,
      maxPartitionFetchBytes,
      sessionTimeout,
      heartbeatInterval,
      maxPollInterval,
      requestTimeout,
      apiTimeout,
      retryBackoff,
      reconnectAfter,
      assignor,
      readsCommitted: isolationLevel === 'read_committed',
      producer: consumer.publishesTo.length === 0 ? null : ownProducerConfig(consumer, broker, names),
    };
  },
  sourceOf: ({ group }) => group,
  groupOf: ({ group }) => group,
  publishesTo: ({ publishesTo, transactionalId }) => ({
    targets: publishesTo,
    inTransactions: transactionalId !== null,
    hint: 'name it in its publishesTo',
  }),
  route: ({ topic }, _key, _broker, consumers) => groupsReachedFrom([topic], consumers),
  check,
};

/** The producer of a consumer's program: Kafka's defaults, and what the consumer says of both. */
function ownProducerConfig(consumer: KafkaConsumerFile, broker: KafkaBrokerFile, names: Names): ProducerConfig {
  const { publishesTo, transactionalId, transactionTimeout, requestTimeout, retryBackoff, reconnectAfter } = consumer;
  return {
    cluster: clusterOf(broker, names),
    topics: producerTopics(publishesTo, broker),
    tellsBelief: false,
    transactionalId,
    transactionTimeout,
    group: consumer.group,
    transactionVersion: transactionVersionOf(broker),
    idempotence: true,
    linger: lingerOf({}, broker),
    partitioner: 'default',
    acks: 'all',
    batchSize: 16_384,
    bufferMemory: 33_554_432,
    maxBlock: 60 * SECOND,
    recordSize: 1_024,
    maxInFlight: 5,
    retries: 2_147_483_647,
    deliveryTimeout: 120 * SECOND,
    requestTimeout,
    retryBackoff,
    retryBackoffMax: SECOND,
    reconnectAfter,
  };
}

function caption(
  part: 'broker' | 'producer' | 'consumer',
  file: KafkaBrokerFile | KafkaProducerFile | KafkaConsumerFile,
): string {
  if (part === 'producer') return `acks=${(file as KafkaProducerFile).acks}`;
  if (part === 'broker') {
    const { version, nodes } = file as KafkaBrokerFile;
    return nodes === 1 ? `${version} · 1 broker` : version;
  }
  const { enableAutoCommit, transactionalId, isolationLevel } = file as KafkaConsumerFile;
  if (transactionalId !== null) return 'in transactions';
  const commits = enableAutoCommit ? 'auto-commit' : 'commits by hand';
  return isolationLevel === 'read_committed' ? `${commits} · read_committed` : commits;
}

function topicsOf({ topics }: KafkaBrokerFile) {
  let first = 0;
  return topics.map(({ name, partitions, output, deadLetter }) => {
    first += partitions;
    return { name, first: first - partitions, partitions, output: output?.subscription ?? null, deadLetter };
  });
}

/** The numbers of a topic's partitions. */
function partitionsOf(name: string, broker: KafkaBrokerFile): number[] {
  const { first, partitions } = topicsOf(broker).find((topic) => topic.name === name)!;
  return Array.from({ length: partitions }, (_, index) => first + index);
}

function producerTopics(names: readonly string[], broker: KafkaBrokerFile): ProducerTopic[] {
  let queue = 0;
  return names.map((name) => {
    const { first, partitions } = topicsOf(broker).find((topic) => topic.name === name)!;
    queue += partitions;
    return { name: word(name), first, partitions, queue: queue - partitions };
  });
}
