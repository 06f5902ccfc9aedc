import { word } from '../../../engine/trace/words';
import { NONE, type ConnectionId, type MessageId } from '../../../engine/units';
import { committedReason, lastStable, logEnd, oweFrom, skippedReason } from '../log';
import type { Commit, ErrorCode, OffsetFetch, ResetPolicy } from '../packets';
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
  self: Broker,
  group: StoredGroup,
  connection: ConnectionId,
  { id, partitions, reset, readsCommitted }: OffsetFetch,
  out: BrokerOut,
): void {
  const positions = partitions.map((partition) => ({
    partition,
    offset: startOf(self, group, partition, { reset, readsCommitted }, out),
  }));
  out.send(connection, { kind: 'offset-fetch-answer', id, positions }, NONE, 0, true);
}

/**
 * Where a member starts to read, or NONE while that is unstable: at the committed offset, else where auto.offset.reset says. With `latest` what is
 * there already is never read by this group, which the broker says here.
 */
export function startOf(
  self: Broker,
  group: StoredGroup,
  partition: number,
  { reset, readsCommitted }: { readonly reset: ResetPolicy; readonly readsCommitted: boolean },
  out: BrokerOut,
): number {
  const isPending = ({ offsets }: StoredGroup['pending'][number]) => offsets.some((one) => one.partition === partition);
  if (readsCommitted && group.pending.some(isPending)) return NONE;
  const stored = group.committed[partition]!;
  if (stored !== NONE) return stored;
  if (reset === 'earliest') return 0;
  const log = self.disk.partitions[partition]!;
  const end = readsCommitted ? lastStable(log) : logEnd(log);
  oweFrom(group, log, end, skippedReason, out);
  return end;
}
