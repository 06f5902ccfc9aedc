import { word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type CopyId, type NodeId } from '../../engine/units';
import { answerFetches } from './fetch';
import { append, type AppendResult } from './log';
import type { Produce, ProduceResult } from './packets';
import type { Broker, BrokerOut } from './state';
import { verify } from './transaction/coordinator';

const duplicateBatch = word('duplicate batch');
const outOfOrder = word('out of order');

/**
 * Appends the batches of a request and answers. With one broker the high watermark is past them at once, so that
 * acks=1 and acks=all answer at the same time. Source: ReplicaManager.scala, `appendRecords`; KafkaApis.scala, `handleProduceRequest`.
 *
 * @param arrival `copy`: of the request's first record; those of the others follow. `error`: one to answer with
 * instead of appending, or null
 */
export function onProduce(self: Broker, arrival: Arrival, packet: Produce, out: BrokerOut): void {
  const { connection, error } = arrival;
  const results: ProduceResult[] = [];
  let next = arrival.copy;
  let failed = false;
  for (const batch of packet.batches) {
    const log = self.disk.partitions[batch.partition]!;
    const wrong = error ?? (batch.isTransactional ? verify(self, packet.transactionalId, batch, out) : null);
    const result = wrong === null ? append(self, log, batch, next, arrival.from, out) : refusal(wrong);
    next += batch.messages.length;
    if (result.isDuplicate) out.fact(duplicateBatch, result.offset, batch.messages[0], log.place);
    if (result.error === 'OUT_OF_ORDER_SEQUENCE_NUMBER')
      out.fact(outOfOrder, batch.sequence, batch.messages[0], log.place);
    if (result.error !== null) failed = true;
    results.push({ partition: batch.partition, error: result.error, offset: result.offset });
  }
  if (packet.wantsAnswer) answer(connection, packet, results, failed, out);
  for (const result of results) if (result.error === null) answerFetches(self, result.partition, out);
}

interface Arrival {
  readonly connection: ConnectionId;
  readonly from: NodeId;
  readonly copy: CopyId;
  readonly error: string | null;
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
  if (results[0]!.offset !== NONE) out.note(offsetName, results[0]!.offset);
}
