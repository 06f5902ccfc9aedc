import type { AssignorName } from '../packets';

/** A member as an assignor sees it. */
export interface Candidate {
  readonly id: string;
  readonly instance: string | null;
  /** Those it subscribes to. */
  readonly topics: readonly string[];
}

export interface AssignableTopic {
  readonly name: string;
  /** The number of its partition 0. */
  readonly first: number;
  readonly partitions: number;
}

/** Static members first, by instance id; then the others, by member id; as texts: "c10" before "c2". Source: AbstractPartitionAssignor.java, `MemberInfo.compareTo`. */
function byName(a: Candidate, b: Candidate): number {
  if (a.instance !== null && b.instance !== null) return a.instance < b.instance ? -1 : 1;
  if (a.instance !== null) return -1;
  if (b.instance !== null) return 1;
  return a.id < b.id ? -1 : 1;
}

/**
 * Each topic by itself: consecutive partitions, the first members getting one more if it does not come out even.
 * It is the assignor in force by default. Source: RangeAssignor.java, `assign`.
 *
 * @returns partitions by member id
 */
export function rangeAssignor(
  members: readonly Candidate[],
  topics: readonly AssignableTopic[],
): Map<string, number[]> {
  const assigned = new Map<string, number[]>(members.map(({ id }) => [id, []]));
  for (const { name, first, partitions } of topics) {
    const subscribed = members.filter(({ topics: read }) => read.includes(name)).sort(byName);
    if (subscribed.length === 0) continue;
    const each = Math.floor(partitions / subscribed.length);
    const more = partitions % subscribed.length;
    subscribed.forEach(({ id }, i) => {
      const start = each * i + Math.min(i, more);
      const count = each + (i < more ? 1 : 0);
      for (let p = start; p < start + count; p += 1) assigned.get(id)!.push(first + p);
    });
  }
  return assigned;
}

/**
 * All partitions of all topics, dealt out in turn to the members in the order of their names, passing over those that
 * do not read the topic. Source: RoundRobinAssignor.java, `assignPartitions`.
 *
 * @returns partitions by member id
 */
export function roundRobinAssignor(
  members: readonly Candidate[],
  topics: readonly AssignableTopic[],
): Map<string, number[]> {
  const assigned = new Map<string, number[]>(members.map(({ id }) => [id, []]));
  const sorted = [...members].sort(byName);
  let next = 0;
  for (const { name, first, partitions } of [...topics].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!members.some(({ topics: read }) => read.includes(name))) continue;
    for (let partition = first; partition < first + partitions; partition += 1) {
      while (!sorted[next % sorted.length]!.topics.includes(name)) next += 1;
      assigned.get(sorted[next % sorted.length]!.id)!.push(partition);
      next += 1;
    }
  }
  return assigned;
}

/**
 * The members' own assignor, if they all have the same; else range, as in Kafka, where members that agree on none
 * could not be in one group. check.ts sees to it.
 */
export function assign(
  members: readonly (Candidate & { readonly assignor: AssignorName })[],
  topics: readonly AssignableTopic[],
): Map<string, number[]> {
  const isRoundRobin = members.length > 0 && members.every(({ assignor }) => assignor === 'roundrobin');
  return isRoundRobin ? roundRobinAssignor(members, topics) : rangeAssignor(members, topics);
}
