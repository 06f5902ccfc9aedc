import type { NodeId } from '../../engine/units';
import type { Names } from '../ports';
import type { KafkaBrokerFile } from './config';

/**
 * Which broker does what. Clients know it from their metadata, which never change here: there is no controller
 * that would give a dead broker's partitions to another one.
 */
export interface Cluster {
  /** The brokers' nodes, in order. */
  readonly nodes: readonly NodeId[];
  /** By partition, all topics numbered through: the index of the broker that leads it. */
  readonly leaders: readonly number[];
}

/** offsets.topic.num.partitions, transaction.state.log.num.partitions */
const COORDINATED = 50;

export function nodesOf({ name, title, nodes }: KafkaBrokerFile): { readonly name: string; readonly title: string }[] {
  if (nodes === 1) return [{ name, title }];
  return Array.from({ length: nodes }, (_, i) => ({ name: `${name}-${i + 1}`, title: `${title} ${i + 1}` }));
}

/** Partition n of each topic is led by the nth broker, and so round. Kafka begins at random (StripedReplicaPlacer.java). */
export function clusterOf(broker: KafkaBrokerFile, names: Names): Cluster {
  const nodes = nodesOf(broker).map(({ name }) => names.node(name));
  const leaders = broker.topics.flatMap(({ partitions }) =>
    Array.from({ length: partitions }, (_, number) => number % nodes.length),
  );
  return { nodes, leaders };
}

/** The brokers that lead some of these partitions, by index. */
export function leadersOf({ leaders }: Cluster, partitions: readonly number[]): number[] {
  return [...new Set(partitions.map((partition) => leaders[partition]!))].sort((a, b) => a - b);
}

/**
 * The index of the broker that coordinates a group, or a transactional.id: the leader of that partition of
 * __consumer_offsets, or __transaction_state. Source: GroupCoordinatorService.java and TransactionStateManager.scala,
 * `partitionFor`.
 */
export const coordinatorOf = ({ nodes }: Cluster, id: string): number => coordinatorPartition(id) % nodes.length;

/** The partition of __consumer_offsets, or __transaction_state, that an id belongs to. */
export const coordinatorPartition = (id: string): number => absolute(hashCode(id)) % COORDINATED;

/** Source: java.lang.String, `hashCode`. */
export function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Source: Utils.java, `abs`: of the least integer, which has no positive, it is 0. */
const absolute = (hash: number): number => (hash === -2147483648 ? 0 : Math.abs(hash));
