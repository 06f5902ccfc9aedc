import { word, type Word } from '../../../engine/trace/words';
import { NONE, type CopyId } from '../../../engine/units';
import type { SeekTarget } from '../../ports';
import type { FetchAnswer, FetchedPart, ListOffsetsAnswer } from '../packets';
import { nextId, type Assigned, type Consumer, type ConsumerOut, type Fetcher, type KafkaDelivery } from './state';

/** Fetching ahead, and poll. Source: AbstractFetch.java, FetchCollector.java; truth sheet §3.1, §3.2. */

const position = word('position');
const revoked = word('revoked');
const thrownAway = word('thrown away');
const soughtBack = word('sought back');
const sought = word('sought');

/** Asks each leader for more of the partitions of which nothing fetched is left, one request at a time. */
export function sendFetches(self: Consumer, out: ConsumerOut): void {
  for (const fetcher of self.memory.fetchers) sendFetch(self, fetcher, out);
}

/** Whether a leader may be asked for something now. */
const mayAsk = ({ memory }: Consumer, { line, retryAt }: Fetcher, now: number): boolean =>
  memory.state === 'member' && line.state === 'up' && now >= retryAt;

export function sendFetch(self: Consumer, fetcher: Fetcher, out: ConsumerOut): void {
  const { config, memory } = self;
  if (!mayAsk(self, fetcher, out.now)) return;
  askOffsets(self, fetcher, out);
  if (fetcher.fetchId !== NONE) return;
  const positions = [];
  for (const { partition, position: offset, fetched, head } of memory.assigned)
    if (head === fetched.length && offset !== NONE && isLedBy(self, partition, fetcher))
      positions.push({ partition, offset });
  if (positions.length === 0) return;
  const id = nextId(memory);
  fetcher.fetchId = id;
  fetcher.deadline = out.now + config.requestTimeout;
  const { fetchMaxWait: maxWait, fetchMinBytes: minBytes, maxPartitionFetchBytes: partitionMaxBytes } = config;
  const { readsCommitted } = config;
  out.send(
    fetcher.line.connection,
    {
      kind: 'fetch',
      id,
      attempt: fetcher.failures,
      positions,
      maxWait,
      minBytes,
      partitionMaxBytes,
      readsCommitted,
    },
    NONE,
    0,
    true,
  );
}

const isLedBy = ({ config }: Consumer, partition: number, { leader }: Fetcher): boolean =>
  config.cluster.leaders[partition] === leader;

/** Asks a leader where auto.offset.reset begins, for partitions without a committed offset. Source: OffsetFetcher.java, `resetPositionsIfNeeded`. */
function askOffsets(self: Consumer, fetcher: Fetcher, out: ConsumerOut): void {
  const { config, memory } = self;
  if (fetcher.offsetsId !== NONE) return;
  const partitions: number[] = [];
  for (const { partition, mustReset } of memory.assigned)
    if (mustReset && isLedBy(self, partition, fetcher)) partitions.push(partition);
  if (partitions.length === 0) return;
  const id = nextId(memory);
  fetcher.offsetsId = id;
  fetcher.deadline = out.now + config.requestTimeout;
  const { group, autoOffsetReset: reset, readsCommitted } = config;
  const attempt = fetcher.failures;
  out.send(
    fetcher.line.connection,
    { kind: 'list-offsets', id, attempt, group, partitions, reset, readsCommitted },
    NONE,
    attempt,
    true,
  );
}

export function onOffsets(self: Consumer, fetcher: Fetcher, answer: ListOffsetsAnswer, out: ConsumerOut): void {
  if (answer.id !== fetcher.offsetsId) return;
  fetcher.offsetsId = NONE;
  if (answer.error !== null) failed(self, fetcher, out);
  for (const { partition, offset } of answer.positions) {
    const target = self.memory.assigned.find((assigned) => assigned.partition === partition);
    if (target === undefined || !target.mustReset) continue;
    target.mustReset = false;
    target.next = offset;
    setPosition(self, target, offset, out);
  }
  sendFetch(self, fetcher, out);
}

function failed({ config }: Consumer, fetcher: Fetcher, out: ConsumerOut): void {
  fetcher.failures += 1;
  fetcher.retryAt = out.now + config.retryBackoff;
}

/** Takes in what came. Returns whether poll may have something now. */
export function onFetchAnswer(
  self: Consumer,
  fetcher: Fetcher,
  answer: FetchAnswer,
  firstCopy: CopyId,
  out: ConsumerOut,
): boolean {
  const { memory } = self;
  if (answer.id !== fetcher.fetchId) return false;
  fetcher.fetchId = NONE;
  if (answer.error !== null) failed(self, fetcher, out);
  let copy = firstCopy;
  let some = false;
  for (const part of answer.parts) {
    const target = memory.assigned.find(({ partition }) => partition === part.partition);
    // Fetched for a position that is not in force any more (seek, rebalance): thrown away.
    if (target !== undefined && target.position === part.offset && target.head === target.fetched.length) {
      takeIn(self, target, part, copy, out);
      if (part.messages.length > 0) some = true;
    }
    copy += part.messages.length;
  }
  if (some) fetcher.failures = 0;
  else sendFetch(self, fetcher, out);
  return some;
}

/** The connection is gone, and with it the answer, if one was awaited. */
export function onFetchLost(fetcher: Fetcher): void {
  if (fetcher.fetchId !== NONE || fetcher.offsetsId !== NONE) fetcher.failures += 1;
  forget(fetcher);
}

function forget(fetcher: Fetcher): void {
  fetcher.fetchId = NONE;
  fetcher.offsetsId = NONE;
}

function takeIn(
  self: Consumer,
  target: Assigned,
  { offsets, messages, keys, next }: FetchedPart,
  firstCopy: CopyId,
  out: ConsumerOut,
): void {
  const { memory, disk } = self;
  target.fetched.length = 0;
  target.head = 0;
  target.next = next;
  // Nothing but what no reader is shown: the position passes it.
  if (messages.length === 0) setPosition(self, target, next, out);
  for (let i = 0; i < messages.length; i += 1) {
    const tag = offsets[i]!;
    const copy = firstCopy + i;
    const message = messages[i]!;
    out.rest(disk.hand, copy, message, tag);
    target.fetched.push({
      message,
      copy,
      place: disk.hand,
      tag,
      session: memory.session,
      key: keys[i]!,
      redelivered: false,
      attempt: tag === target.soughtTo ? target.attempt : 1,
      retries: 0,
      partition: target.partition,
    });
  }
}

/** What poll returns: up to max.poll.records of what has been fetched, partition by partition. The position moves now, whatever becomes of them. */
export function collect(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  memory.polled = [];
  memory.head = 0;
  let left = config.maxPollRecords;
  for (const target of memory.assigned) {
    const end = Math.min(target.fetched.length, target.head + left);
    if (end === target.head) continue;
    left -= end - target.head;
    for (let i = target.head; i < end; i += 1) memory.polled.push(target.fetched[i]!);
    target.head = end;
    const isAll = end === target.fetched.length;
    setPosition(self, target, isAll ? target.next : target.fetched[end - 1]!.tag + 1, out);
    if (left === 0) return;
  }
}

export function setPosition({ config }: Consumer, target: Assigned, offset: number, out: ConsumerOut): void {
  target.position = offset;
  out.mark(target.place, position, config.owner, offset);
}

/** The partitions are no longer this consumer's: what it has fetched of them and not yet handed out, it lets go. */
export function revokeAll(self: Consumer, out: ConsumerOut): void {
  const { memory } = self;
  letGo(self, memory.polled, memory.head, revoked, out);
  for (const { fetched, head } of memory.assigned) letGo(self, fetched, head, revoked, out);
  memory.polled = [];
  memory.head = 0;
  memory.assigned = [];
  memory.session += 1;
  memory.fetchers.forEach(forget);
}

function letGo(
  { disk }: Consumer,
  deliveries: readonly KafkaDelivery[],
  from: number,
  why: Word,
  out: ConsumerOut,
): void {
  for (let i = from; i < deliveries.length; i += 1) out.take(deliveries[i]!.copy, disk.hand, why);
}

/**
 * Goes back to a record: it and all behind it of its partition are fetched again. This is what nack means to
 * a Kafka client; the broker hears nothing of it. Source: KafkaConsumer.java, `seek`.
 */
export function seekBack(self: Consumer, delivery: KafkaDelivery, out: ConsumerOut): void {
  const { memory } = self;
  const target = memory.assigned.find(({ partition }) => partition === delivery.partition);
  if (target === undefined || delivery.session !== memory.session) return;
  target.soughtTo = delivery.tag;
  target.attempt = delivery.attempt + 1;
  out.fact(soughtBack, delivery.tag, delivery.message, target.place);
  readOnFrom(self, target, delivery.tag, out);
}

/** Reads a partition on from an offset: what has been fetched of it and not yet handed out is thrown away. */
function readOnFrom(self: Consumer, target: Assigned, offset: number, out: ConsumerOut): void {
  const { memory } = self;
  const later = (other: KafkaDelivery) => other.partition === target.partition;
  const polled = memory.polled.slice(memory.head);
  letGo(self, polled.filter(later), 0, thrownAway, out);
  letGo(self, target.fetched, target.head, thrownAway, out);
  memory.polled = polled.filter((other) => !later(other));
  memory.head = 0;
  target.fetched.length = 0;
  target.head = 0;
  setPosition(self, target, offset, out);
}

/**
 * The program's own seek, of all its partitions: to the oldest records, behind the newest that this consumer knows of,
 * or to an offset. The group's committed offset stays where it is until the next commit. Source: KafkaConsumer.java,
 * `seekToBeginning`, `seekToEnd`, `seek`.
 */
export function seekAll(self: Consumer, to: SeekTarget, out: ConsumerOut): void {
  for (const target of self.memory.assigned) {
    if (target.position === NONE) continue;
    const end = Math.max(target.position, target.next);
    const offset = to === 'beginning' ? 0 : to === 'end' ? end : Math.min(to, end);
    out.fact(sought, offset, NONE, target.place);
    readOnFrom(self, target, offset, out);
  }
}
