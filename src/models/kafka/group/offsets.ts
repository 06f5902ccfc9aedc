import { word } from '../../../engine/trace/words';
import { NONE, type ConnectionId, type MessageId } from '../../../engine/units';
import { committedReason, logEnd, oweFrom, skippedReason } from '../log';
import type { Commit, ErrorCode, ResetPolicy } from '../packets';
import type { Broker, BrokerOut, Group, StoredGroup } from '../state';

/** Committed offsets: one number for a partition and group, the next offset to read; the last commit wins. Source: truth sheet §3.1. */

const committed = word('committed');

/** Who a group's marks belong to: its first subscription. */
const ownerOf = ({ config }: StoredGroup): number => config.subscriptions[0] ?? NONE;

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
  const wrong = error ?? whyNot(group, commit);
  if (wrong === null)
    for (const { partition, offset } of commit.offsets) store(self, group.stored, partition, offset, out);
  const kind = wrong === null ? 'commit-answer' : 'commit-error';
  out.send(connection, { kind, id: commit.id, error: wrong }, about, commit.attempt, commit.isAutomatic);
}

function whyNot(group: Group, { member, instance, generation }: Commit): ErrorCode {
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

/**
 * Where a member starts to read: at the committed offset, else where auto.offset.reset says. With `latest` what is
 * there already is never read by this group, which the broker says here.
 */
export function startOf(
  self: Broker,
  group: StoredGroup,
  partition: number,
  reset: ResetPolicy,
  out: BrokerOut,
): number {
  const stored = group.committed[partition]!;
  if (stored !== NONE) return stored;
  if (reset === 'earliest') return 0;
  const log = self.disk.partitions[partition]!;
  oweFrom(group, log, logEnd(log), skippedReason, out);
  return logEnd(log);
}
