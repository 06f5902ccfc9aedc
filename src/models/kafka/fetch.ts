import { word, type Word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type MessageId, type Micros } from '../../engine/units';
import { isAborted, lastStable, logEnd } from './log';
import type { Fetch, FetchAnswer, FetchedPart, FetchPosition } from './packets';
import { wakeBy, type Broker, type BrokerOut, type PartitionLog } from './state';

/**
 * Fetches: answered at once if there is enough to read, else when there is, or when fetch.max.wait.ms is over.
 * Source: ReplicaManager.scala, `fetchMessages`; DelayedFetch.scala.
 */

/** fetch.max.bytes */
const FETCH_MAX_BYTES = 52_428_800;

const offsetName = word('offset');

export function onFetch(
  self: Broker,
  connection: ConnectionId,
  fetch: Fetch,
  error: string | null,
  out: BrokerOut,
): void {
  if (error !== null) {
    out.send(connection, { kind: 'fetch-error', id: fetch.id, error, parts: [] }, NONE, 0, true);
    return;
  }
  const deadline = out.now + fetch.maxWait;
  if (tryAnswer(self, connection, fetch, out.now >= deadline, out)) return;
  self.memory.fetches.push({ connection, fetch, deadline });
  wakeBy(self, deadline, out);
}

/** A partition has new records: answers the fetches that waited for them. */
export function answerFetches(self: Broker, partition: number, out: BrokerOut): void {
  const { memory } = self;
  if (memory.fetches.length === 0) return;
  const waiting = memory.fetches;
  memory.fetches = waiting.filter(
    ({ connection, fetch }) =>
      !(
        fetch.positions.some((position) => position.partition === partition) &&
        tryAnswer(self, connection, fetch, false, out)
      ),
  );
}

/** Answers the fetches that have waited long enough with what there is. Returns the next deadline, or Infinity. */
export function expireFetches(self: Broker, out: BrokerOut): Micros {
  const { memory } = self;
  let next = Infinity;
  const waiting = memory.fetches;
  memory.fetches = waiting.filter(({ connection, fetch, deadline }) => {
    if (out.now >= deadline) return !tryAnswer(self, connection, fetch, true, out);
    next = Math.min(next, deadline);
    return true;
  });
  return next;
}

/** A connection is gone: nobody waits on it any more. */
export function forgetFetches({ memory }: Broker, connection: ConnectionId): void {
  memory.fetches = memory.fetches.filter((waiting) => waiting.connection !== connection);
}

/** Answers if there are fetch.min.bytes, or in any case if it is `due`. */
function tryAnswer(self: Broker, connection: ConnectionId, fetch: Fetch, due: boolean, out: BrokerOut): boolean {
  const parts: FetchedPart[] = [];
  let bytes = 0;
  let records = 0;
  for (const position of fetch.positions) {
    const log = self.disk.partitions[position.partition]!;
    const most = Math.min(fetch.partitionMaxBytes, FETCH_MAX_BYTES - bytes);
    const part = read(log, position, most, bytes === 0, fetch.readsCommitted);
    if (part.next <= position.offset) continue;
    for (let at = position.offset; at < part.next; at += 1) bytes += log.sizes.at(at);
    records += part.messages.length;
    parts.push(part);
  }
  if (!due && bytes < fetch.minBytes) return false;
  const kind = records > 0 ? 'fetch-answer' : 'fetch-empty';
  send(self, connection, { kind, id: fetch.id, error: null, parts }, fetch.attempt, out);
  return true;
}

/**
 * What a fetch may read of a partition: below the high watermark, or the last stable offset; within the bytes, one
 * record in any case if `isFirst`. Markers are for no reader; nor are aborted records with read_committed.
 */
function read(
  log: PartitionLog,
  { partition, offset }: FetchPosition,
  most: number,
  isFirst: boolean,
  readsCommitted: boolean,
): FetchedPart {
  const end = readsCommitted ? lastStable(log) : logEnd(log);
  const offsets: number[] = [];
  const messages: MessageId[] = [];
  const keys: Word[] = [];
  let left = most;
  let at = offset;
  while (at < end && (left >= log.sizes.at(at) || (isFirst && messages.length === 0))) {
    left -= log.sizes.at(at);
    if (log.messages.at(at) !== NONE && !(readsCommitted && isAborted(log, at))) {
      offsets.push(at);
      messages.push(log.messages.at(at));
      keys.push(log.keys.at(at));
    }
    at += 1;
  }
  return { partition, offset, next: at, offsets, messages, keys };
}

function send(self: Broker, connection: ConnectionId, answer: FetchAnswer, attempt: number, out: BrokerOut): void {
  if (answer.kind === 'fetch-empty') {
    out.send(connection, answer, NONE, 0, true);
    return;
  }
  let isFirst = true;
  for (const { partition, offsets, messages } of answer.parts) {
    const { copies } = self.disk.partitions[partition]!;
    for (let i = 0; i < messages.length; i += 1) {
      if (isFirst) out.sendCopy(connection, answer, messages[i]!, copies.at(offsets[i]!), attempt);
      else out.carry(messages[i]!, copies.at(offsets[i]!), true);
      isFirst = false;
    }
  }
  out.note(offsetName, answer.parts.find(({ offsets }) => offsets.length > 0)!.offsets[0]!);
}
