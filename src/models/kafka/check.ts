import type { Mistake } from '../ports';
import type { KafkaBrokerFile, KafkaConsumerFile, KafkaProducerFile } from './config';
import { idempotenceOf, lingerOf } from './defaults';
import { formatDuration } from '../schema';

type Complain = (path: string, message: string) => void;

/** What Kafka itself would refuse, and names of topics that nobody declared. */
export function check(
  broker: KafkaBrokerFile,
  producers: readonly KafkaProducerFile[],
  consumers: readonly KafkaConsumerFile[],
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const names = broker.topics.map(({ name }) => name);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i)
      mistakes.push({
        part: 'broker',
        of: broker.name,
        path: `topics[${i}].name`,
        message: `topic "${name}" is declared twice`,
      });
  });
  for (const producer of producers) {
    checkProducer(producer, broker, (path, message) =>
      mistakes.push({ part: 'producers', of: producer.name, path, message }),
    );
  }
  for (const consumer of consumers) {
    checkConsumer(consumer, broker, (path, message) =>
      mistakes.push({ part: 'consumers', of: consumer.name, path, message }),
    );
  }
  for (const { group, name, assignor } of consumers) {
    const other = consumers.find((one) => one.group === group)!;
    if (other.assignor !== assignor)
      mistakes.push({
        part: 'consumers',
        of: name,
        path: 'assignor',
        message: `"${other.name}" of the same group has "${other.assignor}": members must agree`,
      });
  }
  return mistakes;
}

function checkTopic(topic: string, { topics }: KafkaBrokerFile, complain: Complain): void {
  if (topics.some(({ name }) => name === topic)) return;
  complain('topic', `no topic "${topic}"; there is ${topics.map(({ name }) => `"${name}"`).join(', ')}`);
}

/** Source: ProducerConfig.java, `postProcessAndValidateIdempotenceConfigs`; KafkaProducer.java, `configureDeliveryTimeout`. */
function checkProducer(producer: KafkaProducerFile, broker: KafkaBrokerFile, complain: Complain): void {
  checkTopic(producer.topic, broker, complain);
  if (producer.idempotence === true && producer.acks !== 'all')
    complain('idempotence', 'an idempotent producer needs acks "all"');
  if (producer.idempotence === true && producer.retries === 0)
    complain('idempotence', 'an idempotent producer needs retries above 0');
  if (idempotenceOf(producer) && producer.maxInFlight > 5)
    complain('maxInFlight', 'an idempotent producer may have 5 requests in flight at most');
  const least = lingerOf(producer, broker) + producer.requestTimeout;
  if (producer.deliveryTimeout < least) {
    complain('deliveryTimeout', `expected at least linger + requestTimeout, which is ${formatDuration(least)}`);
  }
}

/** Source: AbstractCoordinator.java, Heartbeat.java; GroupMetadataManager.java, INVALID_SESSION_TIMEOUT. */
function checkConsumer(consumer: KafkaConsumerFile, broker: KafkaBrokerFile, complain: Complain): void {
  checkTopic(consumer.topic, broker, complain);
  for (const topic of consumer.publishesTo) checkTopic(topic, broker, (_, message) => complain('publishesTo', message));
  if (consumer.transactionalId !== null && consumer.publishesTo.length === 0)
    complain('transactionalId', 'a producer with a transactional.id needs a topic: name it in publishesTo');
  // Of the entries that all consumers have, this one matters to Kafka.
  const { concurrency = 1 } = consumer as { readonly concurrency?: number };
  if (consumer.transactionalId !== null && concurrency > 1)
    complain('transactionalId', 'a producer has one transaction at a time: concurrency must be 1');
  if (consumer.heartbeatInterval >= consumer.sessionTimeout)
    complain('heartbeatInterval', 'expected less than sessionTimeout');
  if (consumer.sessionTimeout < broker.groupMinSessionTimeout) {
    complain(
      'sessionTimeout',
      `the broker refuses less than its groupMinSessionTimeout, ${formatDuration(broker.groupMinSessionTimeout)}`,
    );
  }
}
