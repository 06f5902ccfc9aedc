import { word, type Word } from '../../../engine/trace/words';
import { NONE, type CopyId } from '../../../engine/units';
import type { SeekTarget } from '../../ports';
import type { FetchAnswer, FetchedPart } from '../packets';
import { nextId, type Assigned, type Consumer, type ConsumerOut, type KafkaDelivery } from './state';

/** Fetching ahead, and poll. Source: AbstractFetch.java, FetchCollector.java; truth sheet §3.1, §3.2. */

const position = word('position');
const revoked = word('revoked');
const thrownAway = word('thrown away');
const soughtBack = word('sought back');
const sought = word('sought');

/** Asks for more of the partitions of which nothing fetched is left, one request at a time. */
export function sendFetch(self: Consumer, out: ConsumerOut): void {
  const { config, memory } = self;
  if (
    memory.state !== 'member' ||
    memory.fetching.state !== 'up' ||
    memory.fetchId !== NONE ||
    out.now < memory.fetchAt
  )
    return;
  const positions = [];
  for (const { partition, position: offset, fetched, head } of memory.assigned)
    if (head === fetched.length && offset !== NONE) positions.push({ partition, offset });
  if (positions.length === 0) return;
  const id = nextId(memory);
  memory.fetchId = id;
  memory.fetchDeadline = out.now + config.requestTimeout;
  const { fetchMaxWait: maxWait, fetchMinBytes: minBytes, maxPartitionFetchBytes: partitionMaxBytes } = config;
  const { readsCommitted } = config;
  out.send(
    memory.fetching.connection,
    {
      kind: 'fetch',
      id,
      attempt: memory.fetchFailures,
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

/** Takes in what came. Returns whether poll may have something now. */
export function onFetchAnswer(self: Consumer, answer: FetchAnswer, firstCopy: CopyId, out: ConsumerOut): boolean {
  const { config, memory } = self;
  if (answer.id !== memory.fetchId) return false;
  memory.fetchId = NONE;
  if (answer.error !== null) {
    memory.fetchFailures += 1;
    memory.fetchAt = out.now + config.retryBackoff;
  }
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
  if (some) memory.fetchFailures = 0;
  else sendFetch(self, out);
  return some;
}

/** The connection is gone, and with it the answer, if one was awaited. */
export function onFetchLost({ memory }: Consumer): void {
  if (memory.fetchId !== NONE) memory.fetchFailures += 1;
  memory.fetchId = NONE;
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
  memory.fetchId = NONE;
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
