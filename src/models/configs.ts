import * as v from 'valibot';
import type { httpProducerEntries, httpServer } from './http/config';
import type { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } from './kafka/config';
import { rabbitmqConsumerEntries, rabbitmqProducerEntries } from './rabbitmq/clientConfig';
import { rabbitmqBroker } from './rabbitmq/config';

/**
 * Kind of broker → how its part of a scenario file is written. RabbitMQ's is here from the start, for the page's
 * first scenario; the others are taken in when they are needed (loaders.ts), in Node all at once (allConfigs.ts).
 * With these and actors.ts, the only files that name all brokers.
 */

export const BROKER_KINDS = ['rabbitmq', 'kafka', 'http'] as const;
export type BrokerKind = (typeof BROKER_KINDS)[number];

type AnyBroker = readonly [typeof rabbitmqBroker, typeof kafkaBroker, typeof httpServer];

const options: v.GenericSchema[] = [rabbitmqBroker];

/** Of whatever kinds are there: a variant looks at its options each time it parses. */
export const brokerSchema = v.variant(
  'kind',
  options as unknown as [typeof rabbitmqBroker],
  'expected a broker of kind "rabbitmq", "kafka" or "http"',
) as unknown as v.VariantSchema<'kind', AnyBroker, string>;

interface Entries {
  readonly rabbitmq: { producer: typeof rabbitmqProducerEntries; consumer: typeof rabbitmqConsumerEntries };
  readonly kafka: { producer: typeof kafkaProducerEntries; consumer: typeof kafkaConsumerEntries };
  readonly http: { producer: typeof httpProducerEntries; consumer: object };
}

const entries: { -readonly [Kind in BrokerKind]?: Entries[Kind] } = {
  rabbitmq: { producer: rabbitmqProducerEntries, consumer: rabbitmqConsumerEntries },
};

/** What a producer or a consumer of that kind of broker may say besides what all of them may. */
export const clientEntries = entries as Entries;

/** Kinds of broker whose configs are there. */
export const kindsHere = (): BrokerKind[] => Object.keys(entries) as BrokerKind[];

/** Takes a kind's config in. */
export function provideConfig<Kind extends BrokerKind>(
  kind: Kind,
  broker: AnyBroker[number],
  clients: Entries[Kind],
): void {
  if (entries[kind] !== undefined) return;
  options.push(broker);
  Object.assign(entries, { [kind]: clients });
}
