import type { Trace } from '../../../engine/trace/columns';
import type { PacketWords, TraceHeader } from '../../../engine/trace/header';
import { KIND } from '../../../engine/trace/record';
import { word, type Word } from '../../../engine/trace/words';
import type { MessageId, NodeId } from '../../../engine/units';

/** The words of a kind of packet. */
export const wordsOf = (header: TraceHeader, what: Word): PacketWords | undefined =>
  header.vocabulary.packets.find(({ kind }) => word(kind) === what);

/** How many times that node reached that step for that message, up to record `upTo`. */
export function countSteps(
  trace: Trace,
  header: TraceHeader,
  node: NodeId,
  step: string,
  message: MessageId,
  upTo: number,
): number {
  const program = header.nodes[node]?.program ?? [];
  let count = 0;
  for (let seq = upTo - 1; seq >= 0; seq -= 1) {
    // Nobody works on a message before it was produced.
    if (trace.kindAt(seq) === KIND.produced && trace.field(seq, 'a') === message) break;
    if (trace.kindAt(seq) !== KIND.step || trace.field(seq, 'a') !== node || trace.field(seq, 'c') !== message)
      continue;
    if (program[trace.field(seq, 'b')]?.step === step) count += 1;
  }
  return count;
}
