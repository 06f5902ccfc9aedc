import type { Seq } from '../../engine/units';
import type { Run } from './runStore';

/** A record as a sentence: the same in the log, at the foot and for screen readers. */
export const sentenceOf = (run: Run, seq: Seq): string => run.narrator.sentence(seq);

/** The record that happened last when `seq` records are told; null at the very start. */
export const stepNow = (run: Run, seq: Seq, showQuiet: boolean): Seq | null => run.steps.stepAt(seq, { showQuiet });
