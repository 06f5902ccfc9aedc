import * as v from 'valibot';
import { httpProducerEntries, httpServer } from './http/config';
import { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } from './kafka/config';
import { rabbitmqConsumerEntries, rabbitmqProducerEntries } from './rabbitmq/clientConfig';
import { rabbitmqBroker } from './rabbitmq/config';

/** Kind of broker → how its part of a scenario file is written. With actors.ts and allActors.ts, the only file that names all brokers. */

export const brokerSchema = v.variant(
  'kind',
  [rabbitmqBroker, kafkaBroker, httpServer],
  'expected a broker of kind "rabbitmq", "kafka" or "http"',
);

/** What a producer or a consumer of that kind of broker may say besides what all of them may. */
export const clientEntries = {
  rabbitmq: { producer: rabbitmqProducerEntries, consumer: rabbitmqConsumerEntries },
  kafka: { producer: kafkaProducerEntries, consumer: kafkaConsumerEntries },
  http: { producer: httpProducerEntries, consumer: {} },
} as const;

export type BrokerKind = keyof typeof clientEntries;
export const BROKER_KINDS = Object.keys(clientEntries) as BrokerKind[];
