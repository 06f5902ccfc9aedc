import { word } from '../../../engine/trace/words';
import { NONE, type ConnectionId, type MessageId } from '../../../engine/units';
import { noteError } from '../errors';
import { committedReason, lastStable, logEnd, oweFrom, skippedReason } from '../log';
import { NEVER_COMMITTED, type Commit, type ErrorCode, type ListOffsets, type OffsetFetch } from '../packets';
import type { Broker, BrokerOut, Group, StoredGroup } from '../state';

/** Committed offsets: one number for a partition and group, the next offset to read; the last commit wins. Source: truth sheet §3.1. */

const committed = word('committed');

/** Who a group's marks belong to: its first subscription. */
export const ownerOf = ({ config }: StoredGroup): number => config.subscriptions[0] ?? NONE;

/**
 * Stores offsets if the member is of the current generation. Source: ClassicGroup.java, `validateOffsetCommit`;
 * OffsetMetadataManager.java, `commitOffset`.
 *
 * @param about the message that the request speaks of, or NONE
 */
export function onCommit(
  self: Broker,
  group: Group,
  connection: ConnectionId,
  commit: Commit,
  about: MessageId,
  error: ErrorCode,
  out: BrokerOut,
): void {
  const wrong = error ?? whyNotCommit(group, commit.member, commit.instance, commit.generation);
  if (wrong === null)
    for (const { partition, offset } of commit.offsets) store(self, group.stored, partition, offset, out);
  const kind = wrong === null ? 'commit-answer' : 'commit-error';
  out.send(connection, { kind, id: commit.id, error: wrong }, about, commit.attempt, commit.isAutomatic);
  noteError(wrong, out);
}

/** Why that member may not commit; null if it may. */
export function whyNotCommit(group: Group, member: string, instance: string | null, generation: number): ErrorCode {
  const known = group.members.find(({ id }) => id === member);
  if (known === undefined) return isFenced(group, instance, member) ? 'FENCED_INSTANCE_ID' : 'UNKNOWN_MEMBER_ID';
  return generation === group.stored.generation ? null : 'ILLEGAL_GENERATION';
}

/** Whether another process has taken over that group.instance.id. */
export function isFenced(group: Group, instance: string | null, member: string): boolean {
  return instance !== null && group.members.some((other) => other.instance === instance && other.id !== member);
}

function store(self: Broker, group: StoredGroup, partition: number, offset: number, out: BrokerOut): void {
  const log = self.disk.partitions[partition]!;
  group.committed[partition] = offset;
  out.mark(log.place, committed, ownerOf(group), offset);
  oweFrom(group, log, offset, committedReason, out);
}

/** The transaction has ended: its offsets count, or are forgotten. Source: GroupMetadata.scala, `completePendingTxnOffsetCommit`. */
export function storePending(
  self: Broker,
  group: StoredGroup,
  producerId: number,
  commits: boolean,
  out: BrokerOut,
): void {
  const ended = group.pending.filter((pending) => pending.producerId === producerId);
  group.pending = group.pending.filter((pending) => pending.producerId !== producerId);
  if (!commits) return;
  for (const { offsets } of ended)
    for (const { partition, offset } of offsets) store(self, group, partition, offset, out);
}

/** Answers where to read on, for what was unstable before. Source: KafkaApis.scala, `handleOffsetFetchRequest`; KIP-447. */
export function onOffsetFetch(
  group: StoredGroup,
  connection: ConnectionId,
  { id, partitions, readsCommitted }: OffsetFetch,
  out: BrokerOut,
): void {
  const positions = partitions.map((partition) => ({ partition, offset: startOf(group, partition, readsCommitted) }));
  out.send(connection, { kind: 'offset-fetch-answer', id, positions }, NONE, 0, true);
}

/** Where a member starts to read: at the committed offset. NONE while that is unstable, NEVER_COMMITTED if there is none. */
export function startOf(group: StoredGroup, partition: number, readsCommitted: boolean): number {
  const isPending = ({ offsets }: StoredGroup['pending'][number]) => offsets.some((one) => one.partition === partition);
  if (readsCommitted && group.pending.some(isPending)) return NONE;
  const stored = group.committed[partition]!;
  return stored === NONE ? NEVER_COMMITTED : stored;
}

/**
 * ListOffsets, at the leader: where auto.offset.reset begins. With `latest` what is there already is never read by
 * this group, which is said here. Source: ReplicaManager.scala, `fetchOffset`: the end is the high watermark, or the
 * last stable offset.
 */
export function onListOffsets(
  { disk }: Broker,
  connection: ConnectionId,
  { id, attempt, group, partitions, reset, readsCommitted }: ListOffsets,
  error: ErrorCode,
  out: BrokerOut,
): void {
  const positions = error !== null ? [] : partitions.map((partition) => ({ partition, offset: offsetOf(partition) }));
  out.send(connection, { kind: 'list-offsets-answer', id, error, positions }, NONE, attempt, true);

  function offsetOf(partition: number): number {
    if (reset === 'earliest') return 0;
    const log = disk.partitions[partition]!;
    const end = readsCommitted ? lastStable(log) : logEnd(log);
    oweFrom(disk.groups.get(group)!, log, end, skippedReason, out);
    return end;
  }
}
