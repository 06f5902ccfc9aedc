import { word } from '../../../engine/trace/words';
import { NONE, type ConnectionId } from '../../../engine/units';
import { answerFetches } from '../fetch';
import { storePending } from '../group/offsets';
import { abortedReason, logEnd, markEnd } from '../log';
import type { WriteMarkers } from '../packets';
import type { Broker, BrokerOut, PartitionLog } from '../state';

/**
 * The end of a transaction in the logs: a marker in each partition it has records in, and in __consumer_offsets.
 * Source: UnifiedLog.java and ProducerAppendInfo.java, `appendEndTxnMarker`; truth sheet §1.7, §1.8.
 */

const commitMarker = word('commit marker');
const abortMarker = word('abort marker');
const abortedRecord = word('aborted record');

/** Bytes of a control batch: a header of 61 and one record. */
const MARKER_SIZE = 78;

/** What one broker has of a transaction that was decided. */
type Part = Pick<WriteMarkers, 'producerId' | 'epoch' | 'commits' | 'partitions' | 'groups'>;

/** Writes the markers that this broker has to write. Asked again, it writes them again: they say the same. */
export function writeMarkers(self: Broker, part: Part, out: BrokerOut): void {
  const { producerId, commits, partitions, groups } = part;
  for (const { pending } of self.memory.peers)
    for (const { held } of pending) if (held?.producerId === producerId) held.isStale = true;
  for (const number of partitions) appendMarker(self, self.disk.partitions[number]!, part, out);
  for (const name of groups) storePending(self, self.disk.groups.get(name)!, producerId, commits, out);
  for (const number of partitions) answerFetches(self, number, out);
}

/** A transaction's coordinator asks for them. */
export function onWriteMarkers(self: Broker, connection: ConnectionId, packet: WriteMarkers, out: BrokerOut): void {
  writeMarkers(self, packet, out);
  out.send(connection, { kind: 'markers-answer', id: packet.id, error: null }, NONE, packet.attempt);
}

function appendMarker(self: Broker, log: PartitionLog, { producerId, epoch, commits }: Part, out: BrokerOut): void {
  const offset = logEnd(log);
  const open = log.open.get(producerId);
  log.messages.push(NONE);
  log.copies.push(NONE);
  log.keys.push(NONE);
  log.sizes.push(MARKER_SIZE);
  log.writers.push(NONE);
  log.open.delete(producerId);
  out.fact(
    commits ? commitMarker : abortMarker,
    offset,
    open === undefined ? NONE : log.messages.at(open.first),
    log.place,
  );
  // The marker carries the epoch that is in force from now on: what was sent in an earlier one comes too late.
  const entry = log.producers.get(producerId);
  if (entry === undefined || entry.epoch !== epoch) log.producers.set(producerId, { epoch, batches: [] });
  if (open !== undefined) {
    if (!commits) log.aborted.push({ producerId, first: open.first, last: offset });
    for (let at = open.first; at < offset; at += 1) {
      if (log.writers.at(at) !== producerId) continue;
      if (!commits) releaseAborted(self, log, at, out);
      else if (log.output !== NONE)
        out.effect(log.messages.at(at), log.output, log.place, log.copies.at(at), open.client);
    }
  }
  markEnd(log, out);
}

/** An aborted record is owed to nobody who reads with read_committed. */
function releaseAborted({ disk }: Broker, log: PartitionLog, offset: number, out: BrokerOut): void {
  const message = log.messages.at(offset);
  const copy = log.copies.at(offset);
  out.fact(abortedRecord, offset, message, log.place);
  for (const { group, subscription } of log.readers) {
    const { config, owedFrom } = disk.groups.get(group)!;
    if (config.readsCommitted && owedFrom[log.number]! <= offset)
      out.release(message, subscription, copy, abortedReason);
  }
}
