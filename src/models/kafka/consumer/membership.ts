import { word } from '../../../engine/trace/words';
import { NONE } from '../../../engine/units';
import {
  NEVER_COMMITTED,
  type Heartbeat,
  type HeartbeatAnswer,
  type JoinAnswer,
  type OffsetFetch,
  type OffsetFetchAnswer,
} from '../packets';
import { commitPositions } from './committing';
import { revokeAll, sendFetches, setPosition } from './fetching';
import { nextId, type Assigned, type Consumer, type ConsumerOut } from './state';

/** The consumer's part in its group. Source: AbstractCoordinator.java, ConsumerCoordinator.java; truth sheet §3.5, §3.6. */

const notPolled = word('not polled');
const fenced = word('fenced');
const noOffset = word('no offset');

/** Takes a member id of its own. Kafka's are random; these sort by the consumer's name. */
export function newMember({ name, disk, memory }: Consumer): void {
  disk.members += 1;
  memory.member = `${name}-${disk.members}`;
}

/**
 * Joins the group (again) if it has to. Called inside poll, for only there does a consumer rejoin. The range
 * assignor is eager: all partitions are given up first, their positions committed if that is automatic.
 */
export function joinIfNeeded(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (memory.coordinating.state !== 'up') return;
  if (memory.state !== 'out' && !(memory.state === 'member' && memory.mustRejoin)) return;
  if (memory.state === 'member') {
    if (config.enableAutoCommit) commitPositions(self, out);
    revokeAll(self, out);
  }
  memory.state = 'joining';
  memory.mustRejoin = false;
  memory.joinId = nextId(memory);
  const {
    group,
    groupInstanceId: instance,
    topic,
    sessionTimeout,
    maxPollInterval: rebalanceTimeout,
    assignor,
    readsCommitted,
  } = config;
  out.send(memory.coordinating.connection, {
    kind: 'join',
    id: memory.joinId,
    group,
    member: memory.member,
    node: self.id,
    instance,
    topic,
    sessionTimeout,
    rebalanceTimeout,
    assignor,
    readsCommitted,
  });
}

export function onJoinAnswer(self: Consumer, answer: JoinAnswer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (memory.state !== 'joining' || answer.id !== memory.joinId) return;
  memory.joinId = NONE;
  if (answer.error !== null) return expelled(self, answer.error, out);
  memory.state = 'member';
  memory.generation = answer.generation;
  memory.session += 1;
  memory.heartbeatAt = out.now + config.heartbeatInterval;
  memory.heartbeatDeadline = NONE;
  memory.autoCommitAt = out.now + config.autoCommitInterval;
  memory.lastPoll = out.now;
  memory.assigned = answer.assignment.map(({ partition, place, position }): Assigned => ({
    partition,
    place,
    position: Math.max(NONE, position),
    mustReset: position === NEVER_COMMITTED,
    committed: Math.max(NONE, position),
    fetched: [],
    head: 0,
    next: Math.max(NONE, position),
    soughtTo: NONE,
    attempt: 1,
  }));
  if (config.autoOffsetReset === 'none' && memory.assigned.some(({ mustReset }) => mustReset)) {
    // NoOffsetForPartitionException, which nobody catches.
    revokeAll(self, out);
    memory.state = 'stopped';
    out.fact(noOffset, 0);
    return;
  }
  for (const target of memory.assigned) if (target.position !== NONE) setPosition(self, target, target.position, out);
  memory.positionsId = NONE;
  memory.positionsAt = out.now + config.retryBackoff;
  sendFetches(self, out);
}

export const lacksPosition = ({ memory }: Consumer): boolean =>
  memory.state === 'member' && memory.assigned.some(isUnstable);

const isUnstable = ({ position, mustReset }: Assigned): boolean => position === NONE && !mustReset;

/** Asks again for the positions that a transaction kept back. Source: KIP-447; ConsumerCoordinator.java, `UNSTABLE_OFFSET_COMMIT`. */
export function askPositions(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  const { coordinating } = memory;
  if (coordinating.state !== 'up' || memory.positionsId !== NONE || out.now < memory.positionsAt) return;
  if (!lacksPosition(self)) return;
  const id = nextId(memory);
  memory.positionsId = id;
  const partitions = memory.assigned.filter(isUnstable).map(({ partition }) => partition);
  const { group, readsCommitted } = config;
  const packet: OffsetFetch = { kind: 'offset-fetch', id, group, partitions, readsCommitted };
  out.send(coordinating.connection, packet, NONE, 0, true);
}

export function onPositions(self: Consumer, answer: OffsetFetchAnswer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (answer.id !== memory.positionsId) return;
  memory.positionsId = NONE;
  memory.positionsAt = out.now + config.retryBackoff;
  for (const { partition, offset } of answer.positions) {
    const target = memory.assigned.find((assigned) => assigned.partition === partition);
    if (target === undefined || offset === NONE) continue;
    target.mustReset = offset === NEVER_COMMITTED;
    if (target.mustReset) continue;
    target.committed = offset;
    target.next = offset;
    setPosition(self, target, offset, out);
  }
  sendFetches(self, out);
}

export function heartbeat({ config, memory }: Consumer, out: ConsumerOut): void {
  if (memory.state !== 'member' || memory.coordinating.state !== 'up' || memory.heartbeatDeadline !== NONE) return;
  memory.heartbeatAt = out.now + config.heartbeatInterval;
  memory.heartbeatDeadline = out.now + config.requestTimeout;
  const { group, groupInstanceId: instance } = config;
  const packet: Heartbeat = {
    kind: 'heartbeat',
    group,
    member: memory.member,
    instance,
    generation: memory.generation,
  };
  out.send(memory.coordinating.connection, packet, NONE, 0, true);
}

export function onHeartbeatAnswer(self: Consumer, { error }: HeartbeatAnswer, out: ConsumerOut): void {
  const { memory } = self;
  memory.heartbeatDeadline = NONE;
  if (error === null || memory.state !== 'member') return;
  if (error === 'REBALANCE_IN_PROGRESS') memory.mustRejoin = true;
  else expelled(self, error, out);
}

/** The group does not know this member, or its generation, any more: what it holds is lost to it, and it joins anew at the next poll. */
export function expelled(self: Consumer, error: string, out: ConsumerOut): void {
  const { memory } = self;
  if (memory.state === 'stopped' || memory.state === 'closing') return;
  revokeAll(self, out);
  memory.mustRejoin = false;
  memory.generation = NONE;
  memory.state = 'out';
  if (error === 'UNKNOWN_MEMBER_ID') newMember(self);
  if (error !== 'FENCED_INSTANCE_ID') return;
  memory.state = 'stopped';
  out.fact(fenced, 0);
}

/** The program has not polled for max.poll.interval.ms: the heartbeat thread leaves the group on its behalf. */
export function leaveIfStuck(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (memory.state !== 'member' || memory.isPolling || out.now < memory.lastPoll + config.maxPollInterval) return;
  out.fact(notPolled, 0);
  // A static member keeps its place until its session is over: it stops its heartbeats, and does not leave.
  if (config.groupInstanceId === null) leaveGroup(self, out);
  expelled(self, 'UNKNOWN_MEMBER_ID', out);
}

/** Tells the coordinator, if it can be told. */
export function leaveGroup({ config, memory }: Consumer, out: ConsumerOut): void {
  if (memory.coordinating.state !== 'up') return;
  const { group } = config;
  out.send(memory.coordinating.connection, { kind: 'leave', group, member: memory.member }, NONE, 0, true);
}
