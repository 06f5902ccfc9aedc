import { KIND } from '../engine/trace/record';
import { NONE, type CopyId, type Micros, type Seq } from '../engine/units';
import { W } from '../engine/words';
import type { Reading } from './reading';
import { sentence, tellingOf, type Telling } from './sentences';
import { Steps } from './steps';
import { sentenceOf } from './text';
import { whyAgain, whyAtAll, whyEffectAgain, type Reason } from './why';

/** What just happened, and why. */
export interface CurrentSentence {
  readonly seq: Seq;
  readonly at: Micros;
  readonly sentence: string;
  /** A sentence; null where nothing is to be explained. */
  readonly why: string | null;
  /** The record that the reason stands in, or null. */
  readonly whySeq: Seq | null;
}

/** Of several records of one moment the one to tell: the smaller, the sooner. */
const RANKS = [
  KIND.effect,
  KIND.fault,
  KIND.ended,
  KIND.node,
  KIND.link,
  KIND.lost,
  KIND.fact,
  KIND.learned,
  KIND.arrived,
  KIND.sent,
  KIND.taken,
  KIND.put,
  KIND.connection,
  KIND.produced,
  KIND.step,
] as const;

const rankOf = (kind: number): number => {
  const rank = RANKS.findIndex((other) => other === kind);
  return rank === -1 ? RANKS.length : rank;
};

/** Records of one moment that are looked at. */
const MOMENT_MAX = 256;

/** The sentence of now, and sentences of records for the log. Make one a run. */
export class Narrator {
  readonly telling: Telling;
  private readonly steps: Steps;
  private latest: CurrentSentence | null = null;

  constructor(reading: Reading) {
    this.telling = tellingOf(reading);
    this.steps = new Steps(reading);
  }

  /** The sentence of a record. */
  sentence(seq: Seq): string {
    return sentence(this.telling, seq);
  }

  /**
   * The latest telling record among the first `seq`: of its moment the one that matters most, unless
   * `exact`, when it is the very last (stepping). Null before the first.
   */
  current(seq: Seq, exact = false): CurrentSentence | null {
    const last = this.steps.stepAt(seq);
    if (last === null) return null;
    const told = exact ? last : this.mostTelling(last);
    if (this.latest?.seq === told) return this.latest;
    const why = this.why(told);
    this.latest = {
      seq: told,
      at: this.telling.reading.trace.timeAt(told),
      sentence: this.sentence(told),
      why: why === null ? null : sentenceOf(why.clause),
      whySeq: why === null ? null : why.seq,
    };
    return this.latest;
  }

  private mostTelling(last: Seq): Seq {
    const { trace } = this.telling.reading;
    let best = last;
    for (
      let seq = last - 1;
      seq >= 0 && last - seq < MOMENT_MAX && trace.timeAt(seq) === trace.timeAt(last);
      seq -= 1
    ) {
      if (rankOf(trace.kindAt(seq)) < rankOf(trace.kindAt(best)) && this.steps.isStep(seq)) best = seq;
    }
    return best;
  }

  private why(seq: Seq): Reason | null {
    const { telling } = this;
    const { trace } = telling.reading;
    const record = trace.record(seq);
    switch (record.kind) {
      case 'effect': {
        const reason = whyEffectAgain(telling, seq);
        if (reason === null) return null;
        const before = trace.field(telling.reading.previousEffect(seq), 'e');
        const who = before === record.node ? 'that it did so before' : `that ${telling.names.node(before)} already did`;
        return { seq: reason.seq, clause: `It cannot know ${who}: ${reason.clause}` };
      }
      case 'learned':
        return record.belief === W.acknowledged ? null : whyAtAll(telling, seq, this.produced(record.message, seq));
      case 'sent':
        return record.copy === NONE ? null : this.whySentAgain(record.message, record.copy, seq);
      default:
        return null;
    }
  }

  /** Why a copy sets out to where one has been before. */
  private whySentAgain(message: number, copy: CopyId, seq: Seq): Reason | null {
    const { trace, header, copies } = this.telling.reading;
    const towards = (sent: Seq): number =>
      header.nodes.findIndex(({ id }) => id === this.telling.reading.packet(trace.field(sent, 'a'))?.to);
    const column = header.nodes[towards(seq)]?.column;
    for (let before = seq - 1; before >= 0; before -= 1) {
      if (trace.kindAt(before) === KIND.produced && trace.field(before, 'a') === message) return null;
      if (
        trace.kindAt(before) !== KIND.sent ||
        trace.field(before, 'e') !== message ||
        trace.field(before, 'd') === NONE
      )
        continue;
      if (header.nodes[towards(before)]?.column !== column) continue;
      const first = trace.field(before, 'd');
      // Only a line of its own makes it a second time; a fan-out is not one.
      return copies.mask(first) !== 0 && (copies.mask(first) & copies.mask(copy)) === 0
        ? null
        : whyAgain(this.telling, message, first, copy);
    }
    return null;
  }

  /** The record of its production. */
  private produced(message: number, before: Seq): Seq {
    const { trace } = this.telling.reading;
    for (let seq = before; seq >= 0; seq -= 1)
      if (trace.kindAt(seq) === KIND.produced && trace.field(seq, 'a') === message) return seq;
    return NONE;
  }
}
