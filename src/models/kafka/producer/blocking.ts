import { word } from '../../../engine/trace/words';
import type { CopyId, Micros } from '../../../engine/units';
import { W } from '../../../engine/words';
import type { Outgoing } from '../../ports';
import { addTo, batchMemory, takesAnother } from './accumulator';
import type { PartitionQueue, Producer, ProducerOut } from './state';

/**
 * buffer.memory: each batch takes batch.size of it until it is acknowledged or given up. When it is used up, send()
 * waits for max.block.ms at most, and so does all that the application would send after it. Source: BufferPool.java,
 * `allocate`; KafkaProducer.java, `doSend`; truth sheet §1.2.
 */

const blocks = word('send blocks');
const goesOn = word('send goes on');
const timedOut = word('max block');

const hasRoom = ({ config, memory }: Producer, queue: PartitionQueue): boolean =>
  memory.bufferUsed + batchMemory(config) <= config.bufferMemory || takesAnother(queue, config);

export const mustBlock = (self: Producer, queue: PartitionQueue): boolean =>
  self.memory.blocked.length > 0 || !hasRoom(self, queue);

/** The application stands in send() with a record. */
export function block(
  { memory }: Producer,
  queue: PartitionQueue,
  outgoing: Outgoing,
  topic: number,
  copy: CopyId,
  out: ProducerOut,
): void {
  if (memory.blocked.length === 0) out.fact(blocks, 0, outgoing.message);
  memory.blocked.push({ queue, outgoing, topic, copy, since: out.now });
  memory.buffered += 1;
}

/** Takes in what there is room for now, and gives up what has waited for too long. */
export function letIn(self: Producer, out: ProducerOut): void {
  const { config, memory, disk } = self;
  if (memory.blocked.length === 0) return;
  for (let first = memory.blocked[0]; first !== undefined; first = memory.blocked[0]) {
    const { queue, outgoing, topic, copy, since } = first;
    memory.buffered -= 1;
    if (hasRoom(self, queue)) addTo(self, queue, outgoing, topic, copy, out);
    else if (out.now >= since + config.maxBlock) {
      out.fact(timedOut, 0, outgoing.message);
      if (config.tellsBelief) out.learn(outgoing.message, W.failed);
      out.take(copy, disk.buffer, W.rejected);
    } else {
      memory.buffered += 1;
      return;
    }
    memory.blocked.shift();
    // Only now does the application come to its next send().
    if (memory.blocked[0] !== undefined) memory.blocked[0].since = out.now;
  }
  out.fact(goesOn, 0);
}

/** When the record that waits is given up: Infinity for none. */
export const nextGivenUp = ({ config, memory }: Producer): Micros =>
  memory.blocked.length === 0 ? Infinity : memory.blocked[0]!.since + config.maxBlock;
