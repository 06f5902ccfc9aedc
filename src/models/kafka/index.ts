import { NONE } from '../../engine/units';
import type { BrokerModel } from '../ports';
import { kafkaBrokerActor } from './broker';
import { check } from './check';
import type { KafkaBrokerFile, KafkaConsumerFile, KafkaProducerFile } from './config';
import { kafkaConsumer } from './consumer';
import type { ConsumerConfig } from './consumer/state';
import { kafkaProducer } from './producer';
import type { ProducerConfig } from './producer/state';
import { idempotenceOf, lingerOf } from './defaults';
import type { BrokerConfig, TopicConfig } from './state';

/** Kafka, as the rest of the project meets it. */
export const kafka: BrokerModel<KafkaBrokerFile, KafkaProducerFile, KafkaConsumerFile> = {
  kind: 'kafka',
  broker: kafkaBrokerActor,
  producer: kafkaProducer,
  consumer: kafkaConsumer,
  caption,
  brokerConfig: (broker, names, consumers): BrokerConfig => ({
    topics: topicsOf(broker),
    groups: [...new Set(consumers.map(({ group }) => group))].map((name) => ({
      name,
      subscriptions: names.subscriptionsOf(name),
      topics: [...new Set(consumers.filter(({ group }) => group === name).map(({ topic }) => topic))],
    })),
    groupInitialRebalanceDelay: broker.groupInitialRebalanceDelay,
  }),
  producerConfig(producer, broker, names): ProducerConfig {
    const topic = topicsOf(broker).find(({ name }) => name === producer.topic)!;
    const {
      acks,
      batchSize,
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
      broker: names.node(broker.name),
      firstPartition: topic.first,
      partitions: topic.partitions,
      idempotence: idempotenceOf(producer),
      linger: lingerOf(producer, broker),
      acks,
      batchSize,
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
    } = consumer;
    return {
      broker: names.node(broker.name),
      owner: names.subscriptionsOf(group)[0] ?? NONE,
      groupInstanceId: groupInstanceId ?? null,
      topic,
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
    };
  },
  sourceOf: ({ group }) => group,
  route: ({ topic }, _key, _broker, consumers) => [
    ...new Set(consumers.filter((consumer) => consumer.topic === topic).map(({ group }) => group)),
  ],
  check,
};

function caption(
  part: 'broker' | 'producer' | 'consumer',
  file: KafkaBrokerFile | KafkaProducerFile | KafkaConsumerFile,
): string {
  if (part === 'producer') return `acks=${(file as KafkaProducerFile).acks}`;
  if (part === 'broker') return `${(file as KafkaBrokerFile).version} · 1 broker`;
  const { group, enableAutoCommit } = file as KafkaConsumerFile;
  return `group ${group} · ${enableAutoCommit ? 'auto-commit' : 'commits by hand'}`;
}

function topicsOf({ topics }: KafkaBrokerFile): TopicConfig[] {
  let first = 0;
  return topics.map(({ name, partitions }) => {
    first += partitions;
    return { name, first: first - partitions, partitions };
  });
}
