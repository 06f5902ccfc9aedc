import { word } from '../../../engine/trace/words';
import { W } from '../../../engine/words';
import type { Out } from '../../../engine/actor';
import type { Consumer, ConsumerOut, KafkaDelivery } from './state';

const processed = word('processed');

/** The program is through with a record: it leaves the hand. Of one that has left it already, nothing. */
export function leaveHand({ memory, disk }: Consumer, delivery: KafkaDelivery, out: ConsumerOut): void {
  const { outstanding } = memory;
  // The program mostly has one record at a time.
  if (outstanding.length === 1 && outstanding[0]!.copy === delivery.copy) outstanding.pop();
  else {
    const index = outstanding.findIndex(({ copy }) => copy === delivery.copy);
    if (index === -1) return;
    for (let i = index + 1; i < outstanding.length; i += 1) outstanding[i - 1] = outstanding[i]!;
    outstanding.pop();
  }
  out.take(delivery.copy, disk.hand, processed);
}

/** The process dies with all that it has in hand. The log has it still. */
export function dropAll({ memory, disk }: Consumer, out: Out): void {
  const all = [
    ...memory.outstanding,
    ...memory.polled.slice(memory.head),
    ...memory.assigned.flatMap(({ fetched, head }) => fetched.slice(head)),
  ];
  for (const { copy } of all) out.take(copy, disk.hand, W.crashed);
}
