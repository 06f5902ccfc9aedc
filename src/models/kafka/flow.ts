import { NONE, type SubscriptionId } from '../../engine/units';
import type { Names } from '../ports';
import type { KafkaConsumerFile } from './config';

/** Where messages go by what a scenario declares: from topics to groups, and on by what programs publish. */

type Reader = Pick<KafkaConsumerFile, 'group' | 'topic' | 'publishesTo'>;

export const groupsOf = (consumers: readonly Reader[]): string[] => [...new Set(consumers.map(({ group }) => group))];

/** All groups that a record of one of these topics comes to, itself or made into another. */
export function groupsReachedFrom(topics: readonly string[], consumers: readonly Reader[]): string[] {
  const reached = new Set(topics);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { topic, publishesTo } of consumers)
      if (reached.has(topic)) for (const further of publishesTo) reached.add(further);
  }
  return groupsOf(consumers.filter(({ topic }) => reached.has(topic)));
}

/** A group, and those that wait for what its programs publish. */
export function groupsFedBy(name: string, consumers: readonly Reader[]): string[] {
  const topics = consumers.filter(({ group }) => group === name).flatMap(({ publishesTo }) => publishesTo);
  return [...new Set([name, ...groupsReachedFrom(topics, consumers)])];
}

/** The subscription of that name among those of these consumers' groups; NONE if there is none. */
export function subscriptionCalled(name: string, names: Names, consumers: readonly Reader[]): SubscriptionId {
  const all = groupsOf(consumers).flatMap((group) => names.subscriptionsOf(group));
  return all.find((id) => names.subscriptionName(id) === name) ?? NONE;
}
