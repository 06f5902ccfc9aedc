import { atOnce, SLICE, type Work } from '../../analysis/work';
import { KIND } from '../../engine/trace/record';
import { NONE, type MessageId, type Seq } from '../../engine/units';
import type { Run } from './runStore';
import { stepsOf } from './telling';

/** The records that are lines of the log: the steps of the transport. */
export const linesOf = (run: Run, showQuiet: boolean): readonly Seq[] => atOnce(readLines(run, showQuiet));

/** The same, bit by bit. */
export function* readLines(run: Run, showQuiet: boolean): Work<readonly Seq[]> {
  const { trace } = run;
  const steps = stepsOf(run);
  const lines: Seq[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    if (steps.isStep(seq, { showQuiet })) lines.push(seq);
  }
  return lines;
}

/** Columns that hold the message, by kind of record. */
const COLUMN = new Map<number, 'a' | 'b' | 'c' | 'd' | 'e'>([
  [KIND.produced, 'a'],
  [KIND.sent, 'e'],
  [KIND.put, 'b'],
  [KIND.effect, 'a'],
  [KIND.learned, 'b'],
  [KIND.step, 'c'],
  [KIND.fact, 'd'],
]);

/** The message that a line is about; NONE for one about none. */
export function messageOfLine({ trace, reading }: Run, seq: Seq): MessageId {
  const kind = trace.kindAt(seq);
  if (kind === KIND.arrived || kind === KIND.lost || kind === KIND.fault) {
    const packet = trace.field(seq, kind === KIND.fault ? 'b' : 'a');
    const sent = packet === NONE ? NONE : reading.packets.sent(packet);
    return sent === NONE ? NONE : trace.field(sent, 'e');
  }
  if (kind === KIND.taken) return reading.copies.message(trace.field(seq, 'a'));
  const column = COLUMN.get(kind);
  return column === undefined ? NONE : trace.field(seq, column);
}
