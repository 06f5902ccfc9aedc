import { word } from '../../../engine/trace/words';
import { NONE, type ConnectionId, type Micros } from '../../../engine/units';
import { noteError } from '../errors';
import type { Heartbeat, Join, JoinAnswer, Leave } from '../packets';
import { wakeBy, type Broker, type BrokerOut, type Group, type Member } from '../state';
import { assign } from './assignors';
import { isFenced, ownerOf, startOf } from './offsets';

/**
 * The group coordinator, classic protocol. Source: group-coordinator, GroupMetadataManager.java and
 * ClassicGroup.java; truth sheet §3.5, §3.6, §3.9.
 */

const firstMember = word('first member');
const rebalance = word('rebalance');
const awaitsOne = word('rebalance awaits one');
const awaitsSeveral = word('rebalance awaits several');
const generation = word('generation');
const memberExpired = word('member expired');
const memberLeft = word('member left');
const emptyGroup = word('empty group');
const initialDelay = word('waits for first members');
const waitsForMembers = word('waits for members');
/** Marks of a group on each partition of its topics: the node that reads it, or NONE; and the generation. */
const assignedTo = word('assigned to');
/** Marks of a group on the first partition of its topics: how many members it has, and 1 while it rebalances. */
const membersMark = word('members');
const rebalancing = word('rebalancing');

export function onJoin(self: Broker, group: Group, connection: ConnectionId, join: Join, out: BrokerOut): void {
  const waiting = { join, connection };
  const old = join.instance === null ? undefined : group.members.find(({ instance }) => instance === join.instance);
  if (old !== undefined && old.id !== join.member) return replaceStatic(self, group, old, waiting, out);
  const known = group.members.findIndex(({ id }) => id === join.member);
  const isLeader = known === 0;
  if (known === -1) group.newcomer = group.initialLeft !== NONE;
  if (known !== -1 && group.state === 'stable' && !isLeader) {
    // It lost our answer: the group has not changed.
    const member = enter(self, group, known, waiting, out);
    return answerJoin(self, group, member, out);
  }
  enter(self, group, known, waiting, out);
  if (group.state === 'preparing') tryComplete(self, group, out);
  else prepare(self, group, out);
}

/** Enters a member that waits for a join into the list, at its place or at the end. */
function enter(
  self: Broker,
  group: Group,
  index: number,
  waiting: NonNullable<Member['waiting']>,
  out: BrokerOut,
): Member {
  const {
    member: id,
    instance,
    topic,
    assignor,
    readsCommitted,
    sessionTimeout,
    rebalanceTimeout,
    node,
  } = waiting.join;
  const assigned = index === -1 ? [] : group.members[index]!.assigned;
  const sessionDeadline = out.now + sessionTimeout;
  const member: Member = {
    id,
    instance,
    topic,
    assignor,
    readsCommitted,
    sessionTimeout,
    rebalanceTimeout,
    node,
    assigned,
    sessionDeadline,
    waiting,
  };
  if (index === -1) group.members.push(member);
  else group.members[index] = member;
  wakeBy(self, sessionDeadline, out);
  return member;
}

/**
 * A static member is back with a new member id: it gets what it had, without a rebalance, and fences its
 * predecessor. Source: KIP-345; GroupMetadataManager.java, `updateStaticMemberThenRebalanceOrCompleteJoin`.
 */
function replaceStatic(
  self: Broker,
  group: Group,
  old: Member,
  waiting: NonNullable<Member['waiting']>,
  out: BrokerOut,
): void {
  if (old.waiting !== null) refuseJoin(self, old, 'FENCED_INSTANCE_ID', out);
  const member = enter(self, group, group.members.indexOf(old), waiting, out);
  if (group.state === 'stable') {
    store(group);
    answerJoin(self, group, member, out);
  } else tryComplete(self, group, out);
}

/** Begins a rebalance: all members must join again, or be gone, before anybody gets partitions. */
function prepare(self: Broker, group: Group, out: BrokerOut): void {
  const longest = rebalanceTimeoutOf(group);
  const isInitial = group.state === 'empty';
  const delay = Math.min(self.config.groupInitialRebalanceDelay, longest);
  group.initialLeft = isInitial ? longest - delay : NONE;
  group.newcomer = false;
  group.deadline = out.now + (isInitial ? delay : longest);
  group.state = 'preparing';
  sayRebalance(group, isInitial, out);
  if (isInitial) showGroup(self, group, out);
  else showAssignment(self, group, out);
  if (isInitial && delay > 0) {
    group.clock = out.clock(initialDelay, NONE, delay);
    return wakeBy(self, group.deadline, out);
  }
  group.initialLeft = NONE;
  tryComplete(self, group, out);
  if (group.state !== 'preparing') return;
  group.clock = out.clock(waitsForMembers, NONE, Math.min(group.deadline, lastSession(group)) - out.now);
  wakeBy(self, group.deadline, out);
}

function sayRebalance({ members }: Group, isInitial: boolean, out: BrokerOut): void {
  const awaited = members.filter(({ waiting }) => waiting === null).length;
  if (isInitial) out.fact(firstMember, 0);
  else if (members.length > 0) out.fact(awaited === 0 ? rebalance : awaited === 1 ? awaitsOne : awaitsSeveral, awaited);
}

/** When the last of those who have not joined again is taken for dead, if they all are. */
function lastSession({ members }: Group): Micros {
  return members.reduce(
    (last, { waiting, sessionDeadline }) => (waiting === null ? Math.max(last, sessionDeadline) : last),
    0,
  );
}

const rebalanceTimeoutOf = (group: Group): Micros =>
  group.members.reduce((most, { rebalanceTimeout }) => Math.max(most, rebalanceTimeout), 0);

/** Ends the rebalance if nobody is awaited any more. */
function tryComplete(self: Broker, group: Group, out: BrokerOut): void {
  if (group.initialLeft !== NONE) return; // Newcomers to an empty group are awaited to the end of the delay.
  if (group.members.every(({ waiting }) => waiting !== null)) complete(self, group, out);
}

/** The wait for members is over: those who did not join are out, unless they are static. */
function onDeadline(self: Broker, group: Group, out: BrokerOut): void {
  if (group.initialLeft !== NONE && group.newcomer && group.initialLeft > 0) {
    const more = Math.min(self.config.groupInitialRebalanceDelay, group.initialLeft);
    group.initialLeft -= more;
    group.newcomer = false;
    group.deadline = out.now + more;
    out.stop(group.clock);
    group.clock = out.clock(initialDelay, NONE, more);
    return;
  }
  group.initialLeft = NONE;
  group.members = group.members.filter(({ waiting, instance }) => waiting !== null || instance !== null);
  complete(self, group, out);
}

/** A new generation: partitions are assigned, and all who wait get their answer. */
function complete(self: Broker, group: Group, out: BrokerOut): void {
  const { stored } = group;
  stored.generation += 1;
  out.stop(group.clock);
  group.clock = NONE;
  group.deadline = Infinity;
  group.state = group.members.length === 0 ? 'empty' : 'stable';
  if (group.members.length === 0) out.fact(emptyGroup, stored.generation);
  else out.fact(generation, stored.generation);
  const candidates = group.members.map(({ topic, ...member }) => ({ ...member, topics: [topic] }));
  const assigned = assign(candidates, self.config.topics);
  for (const member of group.members) member.assigned = assigned.get(member.id)!;
  store(group);
  showAssignment(self, group, out);
  for (const member of group.members) if (member.waiting !== null) answerJoin(self, group, member, out);
}

/** How the group stands, as an operator asks for it. */
function showGroup({ config, disk }: Broker, { stored, state, members }: Group, out: BrokerOut): void {
  const topic = config.topics.find(({ name }) => stored.config.topics.includes(name));
  if (topic === undefined) return;
  const { place } = disk.partitions[topic.first]!;
  const owner = ownerOf(stored);
  out.mark(place, membersMark, owner, members.length);
  out.mark(place, rebalancing, owner, state === 'preparing' ? 1 : 0);
}

/** Tells who reads what, for those who draw it: nobody while the group rebalances. */
function showAssignment(self: Broker, group: Group, out: BrokerOut): void {
  const { config, disk } = self;
  const { stored, state, members } = group;
  showGroup(self, group, out);
  const owner = ownerOf(stored);
  for (const { name, first, partitions } of config.topics) {
    if (!stored.config.topics.includes(name)) continue;
    for (let number = first; number < first + partitions; number += 1) {
      const member = state === 'stable' ? members.find(({ assigned }) => assigned.includes(number)) : undefined;
      const { place } = disk.partitions[number]!;
      out.mark(place, generation, owner, stored.generation);
      out.mark(place, assignedTo, owner, member?.node ?? NONE);
    }
  }
}

/** Writes the group to __consumer_offsets, from where the next coordinator will read it. */
function store({ stored, members }: Group): void {
  stored.members = members.map(({ waiting: _, sessionDeadline: _s, ...kept }) => kept);
}

function answerJoin(self: Broker, group: Group, member: Member, out: BrokerOut): void {
  const { connection, join } = member.waiting!;
  member.waiting = null;
  member.sessionDeadline = out.now + member.sessionTimeout;
  wakeBy(self, member.sessionDeadline, out);
  const assignment = member.assigned.map((partition) => ({
    partition,
    place: self.disk.partitions[partition]!.place,
    position: startOf(group.stored, partition, member.readsCommitted),
  }));
  reply(
    self,
    connection,
    { kind: 'join-answer', id: join.id, error: null, generation: group.stored.generation, assignment },
    out,
  );
}

function refuseJoin(self: Broker, member: Member, error: string, out: BrokerOut): void {
  const { connection, join } = member.waiting!;
  reply(self, connection, { kind: 'join-answer', id: join.id, error, generation: NONE, assignment: [] }, out);
}

/** Answers, if the one who asked is still connected. */
function reply(self: Broker, connection: ConnectionId, answer: JoinAnswer, out: BrokerOut): void {
  if (!self.memory.connections.has(connection)) return;
  out.send(connection, answer);
  noteError(answer.error, out);
}

export function onHeartbeat(group: Group, connection: ConnectionId, heartbeat: Heartbeat, out: BrokerOut): void {
  const member = group.members.find(({ id }) => id === heartbeat.member);
  let error: string | null = null;
  if (member === undefined)
    error = isFenced(group, heartbeat.instance, heartbeat.member) ? 'FENCED_INSTANCE_ID' : 'UNKNOWN_MEMBER_ID';
  else if (heartbeat.generation !== group.stored.generation) error = 'ILLEGAL_GENERATION';
  else {
    member.sessionDeadline = out.now + member.sessionTimeout;
    if (group.state === 'preparing') error = 'REBALANCE_IN_PROGRESS';
  }
  out.send(connection, { kind: 'heartbeat-answer', error }, NONE, 0, true);
  noteError(error, out);
}

export function onLeave(self: Broker, group: Group, leave: Leave, out: BrokerOut): void {
  const member = group.members.find(({ id }) => id === leave.member);
  if (member === undefined) return;
  out.fact(memberLeft, member.node);
  remove(self, group, member, out);
}

function remove(self: Broker, group: Group, member: Member, out: BrokerOut): void {
  group.members = group.members.filter((other) => other !== member);
  if (group.state === 'stable') prepare(self, group, out);
  else tryComplete(self, group, out);
}

/** Ends what is overdue in a group. Returns the next deadline, or Infinity. */
export function expireGroup(self: Broker, group: Group, out: BrokerOut): Micros {
  if (group.state === 'preparing' && out.now >= group.deadline) onDeadline(self, group, out);
  for (const member of group.members) {
    // One that waits for its join is alive as long as its connection says nothing else.
    if (member.waiting !== null || out.now < member.sessionDeadline) continue;
    out.fact(memberExpired, member.node);
    remove(self, group, member, out);
  }
  let next = group.state === 'preparing' ? group.deadline : Infinity;
  for (const { waiting, sessionDeadline } of group.members)
    if (waiting === null) next = Math.min(next, sessionDeadline);
  return next;
}

/** The coordinator has read the group from __consumer_offsets: all members have a whole session to show themselves. */
export function loadGroup(self: Broker, group: Group, out: BrokerOut): void {
  for (const member of group.members) {
    member.sessionDeadline = out.now + member.sessionTimeout;
    wakeBy(self, member.sessionDeadline, out);
  }
}
