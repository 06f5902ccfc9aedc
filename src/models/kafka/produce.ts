import { word } from '../../engine/trace/words';
import { NONE, type ConnectionId } from '../../engine/units';
import { noteError } from './errors';
import { answerFetches } from './fetch';
import { append, type AppendResult } from './log';
import type { ErrorCode, Produce, ProduceBatch, ProduceResult } from './packets';
import type { Arrival, Broker, BrokerOut } from './state';
import { coordinates, verify } from './transaction/coordinator';

const duplicateBatch = word('duplicate batch');
const outOfOrder = word('out of order');

/**
 * Appends the batches of a request and answers. With one broker the high watermark is past them at once, so that
 * acks=1 and acks=all answer at the same time. Source: ReplicaManager.scala, `appendRecords`; KafkaApis.scala, `handleProduceRequest`.
 */
export function onProduce(self: Broker, arrival: Arrival, packet: Produce, out: BrokerOut): void {
  const { connection, error } = arrival;
  const results: ProduceResult[] = [];
  let next = arrival.copy;
  let failed = false;
  for (const batch of packet.batches) {
    const log = self.disk.partitions[batch.partition]!;
    const wrong = error ?? whyNotAppend(self, packet.transactionalId, batch, out);
    const result = wrong === null ? append(self, log, batch, next, arrival.from, out) : refusal(wrong);
    next += batch.messages.length;
    if (result.isDuplicate) out.fact(duplicateBatch, result.offset, batch.messages[0], log.place);
    if (result.error === 'OUT_OF_ORDER_SEQUENCE_NUMBER')
      out.fact(outOfOrder, batch.sequence, batch.messages[0], log.place);
    if (result.error !== null) failed = true;
    results.push({ partition: batch.partition, error: result.error, offset: result.offset });
  }
  // It may be gone, if the request had to wait.
  if (packet.wantsAnswer && self.memory.connections.has(connection)) answer(connection, packet, results, failed, out);
  for (const result of results) if (result.error === null) answerFetches(self, result.partition, out);
}

/** A transaction's coordinator knows by itself; any other leader has asked it before (verification.ts). */
function whyNotAppend(self: Broker, id: string | null, batch: ProduceBatch, out: BrokerOut): ErrorCode {
  return id !== null && coordinates(self, id) ? verify(self, id, batch, out) : null;
}

const refusal = (error: string): AppendResult => ({ error, offset: NONE, isDuplicate: false });

const offsetName = word('offset');

function answer(
  connection: ConnectionId,
  { id, attempt, batches }: Produce,
  results: readonly ProduceResult[],
  failed: boolean,
  out: BrokerOut,
): void {
  out.send(
    connection,
    { kind: failed ? 'produce-error' : 'produce-answer', id, results },
    batches[0]!.messages[0],
    attempt,
  );
  for (let b = 0; b < batches.length; b += 1) {
    const { messages } = batches[b]!;
    for (let i = b === 0 ? 1 : 0; i < messages.length; i += 1) out.carry(messages[i]!, NONE, false);
  }
  noteError(results.find(({ error }) => error !== null)?.error ?? null, out);
  if (results[0]!.offset !== NONE) out.note(offsetName, results[0]!.offset);
}
