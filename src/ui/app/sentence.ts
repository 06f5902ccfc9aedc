import type { Seq } from '../../engine/units';
import type { Run } from './runStore';
import { narratorOf, stepsOf } from './telling';

/** A record as a sentence: the same in the log, at the foot and for screen readers. */
export const sentenceOf = (run: Run, seq: Seq): string => narratorOf(run).sentence(seq);

/** The record that happened last when `seq` records are told; null at the very start. */
export const stepNow = (run: Run, seq: Seq, showQuiet: boolean): Seq | null => stepsOf(run).stepAt(seq, { showQuiet });
