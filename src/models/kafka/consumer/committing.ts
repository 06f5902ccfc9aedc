import { word } from '../../../engine/trace/words';
import { NONE, type Micros } from '../../../engine/units';
import type { Answer, ConsumerSignal } from '../../ports';
import { isRetriable, type CommitAnswer, type FetchPosition } from '../packets';
import { leaveHand } from './hand';
import { nextId, type Consumer, type ConsumerOut, type KafkaDelivery, type PendingCommit } from './state';

/** Commits: automatic ones inside poll, and those that the program asks for. Source: ConsumerCoordinator.java; truth sheet §3.3, §3.4. */

const offsetName = word('offset');
const commitFailed = word('commit failed');

/** Errors after which a consumer is no longer a member. */
export const EXPELLED: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** Commits the positions if it is time: those of what earlier polls returned. Called inside poll, before it returns anything. */
export function autoCommitIfDue(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (!config.enableAutoCommit || memory.autoCommitAt === NONE || out.now < memory.autoCommitAt) return;
  memory.autoCommitAt = out.now + config.autoCommitInterval;
  commitPositions(self, out);
}

/** Commits all positions that differ from what is committed. (Kafka's client sends the others, too: nobody could see a difference.) */
export function commitPositions(self: Consumer, out: ConsumerOut): void {
  const offsets = uncommitted(self);
  if (offsets.length > 0 && self.memory.coordinating.state === 'up') begin(self, offsets, 'auto', null, out);
}

function uncommitted({ memory }: Consumer): FetchPosition[] {
  const offsets: FetchPosition[] = [];
  for (const { partition, position, committed } of memory.assigned)
    if (position !== committed && position !== NONE) offsets.push({ partition, offset: position });
  return offsets;
}

/** Auto-commit's last commit: of what poll has returned, processed or not. */
export function commitOnClose(self: Consumer, giveUpAt: Micros, out: ConsumerOut): void {
  const offsets = uncommitted(self);
  if (offsets.length > 0) begin(self, offsets, 'close', null, out, giveUpAt);
}

/**
 * Commits up to and with a record; or, if `isAll`, without arguments: the positions, so all that poll has returned.
 * Returns whether the program waits for the answer.
 */
export function commitRecord(self: Consumer, delivery: KafkaDelivery, isAll: boolean, out: ConsumerOut): boolean {
  const offsets = isAll ? uncommitted(self) : [{ partition: delivery.partition, offset: delivery.tag + 1 }];
  if (offsets.length === 0) return false;
  const { commit } = self.config;
  // commitAsync is not sent again by the client: without a connection it has failed.
  if (commit === 'async' && self.memory.coordinating.state !== 'up')
    out.fact(commitFailed, delivery.tag + 1, delivery.message);
  else begin(self, offsets, commit, delivery, out);
  return commit === 'sync';
}

function begin(
  self: Consumer,
  offsets: readonly FetchPosition[],
  how: PendingCommit['how'],
  delivery: KafkaDelivery | null,
  out: ConsumerOut,
  giveUpAt: Micros = out.now + self.config.apiTimeout,
): void {
  const { memory } = self;
  const commit: PendingCommit = {
    id: nextId(memory),
    offsets,
    how,
    delivery,
    giveUpAt,
    attempts: 0,
    deadline: NONE,
    sendAt: out.now,
  };
  memory.commits.push(commit);
  send(self, commit, out);
}

function send({ config, memory }: Consumer, commit: PendingCommit, out: ConsumerOut): void {
  if (memory.coordinating.state !== 'up') return;
  commit.deadline = out.now + config.requestTimeout;
  const isAutomatic = commit.how === 'auto';
  const { id, offsets, attempts: attempt } = commit;
  commit.attempts += 1;
  const { member, generation } = memory;
  const { group, groupInstanceId: instance } = config;
  out.send(
    memory.coordinating.connection,
    { kind: 'commit', id, attempt, group, member, instance, generation, offsets, isAutomatic },
    commit.delivery?.message ?? NONE,
    attempt,
    isAutomatic,
  );
  out.note(offsetName, offsets[0]!.offset);
}

/** Sends what is due to be sent (again), and gives up what has been tried for too long. */
export function tendCommits(self: Consumer, out: ConsumerOut): ConsumerSignal {
  const { memory } = self;
  const answers: Answer[] = [];
  for (const commit of memory.commits) {
    if (commit.deadline !== NONE) continue;
    if (out.now >= commit.giveUpAt) answers.push(...fail(self, commit, out));
    else if (out.now >= commit.sendAt) send(self, commit, out);
  }
  return answers.length > 0 ? { answers } : 'nothing';
}

/** The next time to look at commits: Infinity for never. */
export function nextOfCommits({ memory }: Consumer): Micros {
  let at = Infinity;
  for (const { deadline, sendAt, giveUpAt } of memory.commits) {
    if (deadline !== NONE) at = Math.min(at, deadline);
    else at = Math.min(at, giveUpAt, memory.coordinating.state === 'up' ? sendAt : Infinity);
  }
  return at;
}

/** The connection is gone: commitSync will try again, the others have failed. */
export function onCommitsLost(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  for (const commit of memory.commits) {
    if (commit.how === 'auto') memory.autoCommitAt = Math.min(memory.autoCommitAt, out.now + config.retryBackoff);
    if (commit.how === 'async') out.fact(commitFailed, commit.offsets[0]!.offset, commit.delivery!.message);
    commit.deadline = NONE;
    commit.sendAt = out.now;
  }
  memory.commits = memory.commits.filter(({ how }) => how === 'sync' || how === 'close');
}

/** Returns what the answer means to the program, and whether the group has expelled this consumer. */
export function onCommitAnswer(self: Consumer, answer: CommitAnswer, out: ConsumerOut): ConsumerSignal {
  const { config, memory } = self;
  const commit = memory.commits.find(({ id }) => id === answer.id);
  if (commit === undefined) return 'nothing';
  if (answer.error === null) {
    remove(self, commit);
    for (const { partition, offset } of commit.offsets) {
      const target = memory.assigned.find((assigned) => assigned.partition === partition);
      if (target !== undefined) target.committed = offset;
    }
    if (commit.how !== 'sync') return 'nothing';
    leaveHand(self, commit.delivery!, out);
    return { answers: [{ copy: commit.delivery!.copy, settles: true, error: null }] };
  }
  if (!EXPELLED.has(answer.error) && isRetriable(answer.error)) {
    commit.deadline = NONE;
    commit.sendAt = out.now + config.retryBackoff;
    if (commit.how === 'sync' || commit.how === 'close') return 'nothing';
    if (commit.how === 'auto') memory.autoCommitAt = Math.min(memory.autoCommitAt, commit.sendAt);
  }
  const answers = fail(self, commit, out);
  return answers.length > 0 ? { answers } : 'nothing';
}

/** What the program that waits for it is told. */
function fail(self: Consumer, commit: PendingCommit, out: ConsumerOut): Answer[] {
  remove(self, commit);
  out.fact(commitFailed, commit.offsets[0]!.offset, commit.delivery?.message ?? NONE);
  if (commit.how !== 'sync') return [];
  return [{ copy: commit.delivery!.copy, settles: true, error: 'settle-failed' }];
}

function remove({ memory }: Consumer, commit: PendingCommit): void {
  memory.commits = memory.commits.filter((other) => other !== commit);
}
