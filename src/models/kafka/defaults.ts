import { MILLISECOND, type Micros } from '../../engine/units';
import type { KafkaBrokerFile, KafkaProducerFile } from './config';

/** linger.ms, whose default rose from 0 to 5 in Kafka 4.0 (KIP-1030). */
export function lingerOf(
  { linger }: Pick<KafkaProducerFile, 'linger'>,
  { version }: Pick<KafkaBrokerFile, 'version'>,
): Micros {
  return linger ?? (version.startsWith('3.') ? 0 : 5 * MILLISECOND);
}

/**
 * Whether enable.idempotence is in force: as said, else on, unless acks or retries rule it out; then it is off
 * without a word. Source: ProducerConfig.java, `postProcessAndValidateIdempotenceConfigs`.
 */
export function idempotenceOf({
  idempotence,
  acks,
  retries,
}: Pick<KafkaProducerFile, 'idempotence' | 'acks' | 'retries'>): boolean {
  return idempotence ?? (acks === 'all' && retries > 0);
}

/** transaction.version: 2 for new clusters of Kafka 4 and clients to match (KIP-890). */
export const transactionVersionOf = ({ version }: Pick<KafkaBrokerFile, 'version'>): 1 | 2 =>
  version.startsWith('3.') ? 1 : 2;
