import { KIND } from '../engine/trace/record';
import { NONE, type MessageId, type Seq } from '../engine/units';
import { W } from '../engine/words';
import { recordsAbout } from './about';
import type { Reading } from './reading';

/** What counts as a step. */
export interface StepOptions {
  /** Heartbeats, empty polls and quiet facts, too. */
  readonly showQuiet?: boolean;
  /** Only what is about this message. */
  readonly message?: MessageId;
}

/**
 * The steps of the transport. A step is a record that a person can see, with what it entails at the same
 * moment: the arrival of a packet, and the copy that comes to rest by it. Steps are given as numbers of
 * records folded in, for SceneReader.atSeq.
 */
export class Steps {
  private readonly reading: Reading;
  private about: { readonly message: MessageId; readonly length: number; readonly seqs: readonly Seq[] } | null = null;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Where the next step ends, from `seq` records on; null when there is none. */
  nextStep(seq: Seq, options: StepOptions = {}): Seq | null {
    const step = this.next(seq, options);
    return step === null ? null : this.endOf(step, options);
  }

  /** Where the step before ends; 0 before the first; null at the very start. */
  previousStep(seq: Seq, options: StepOptions = {}): Seq | null {
    if (seq <= 0) return null;
    const current = this.previous(seq, options);
    if (current === null) return 0;
    const end = this.endOf(current, options);
    if (end < seq) return end;
    const before = this.previous(current, options);
    return before === null ? 0 : this.endOf(before, options);
  }

  /** The record that was the last step, when `seq` records are folded in; null before the first. */
  stepAt(seq: Seq, options: StepOptions = {}): Seq | null {
    return this.previous(seq, options);
  }

  private next(from: Seq, options: StepOptions): Seq | null {
    if (options.message !== undefined) {
      const seqs = this.aboutMessage(options.message);
      for (let i = firstFrom(seqs, from); i < seqs.length; i += 1) if (this.isStep(seqs[i]!, options)) return seqs[i]!;
      return null;
    }
    for (let seq = from; seq < this.reading.trace.length; seq += 1) if (this.isStep(seq, options)) return seq;
    return null;
  }

  private previous(before: Seq, options: StepOptions): Seq | null {
    if (options.message !== undefined) {
      const seqs = this.aboutMessage(options.message);
      for (let i = firstFrom(seqs, before) - 1; i >= 0; i -= 1) if (this.isStep(seqs[i]!, options)) return seqs[i]!;
      return null;
    }
    for (let seq = before - 1; seq >= 0; seq -= 1) if (this.isStep(seq, options)) return seq;
    return null;
  }

  private aboutMessage(message: MessageId): readonly Seq[] {
    const { length } = this.reading.trace;
    if (this.about?.message !== message || this.about.length !== length) {
      this.about = { message, length, seqs: recordsAbout(this.reading, message) };
    }
    return this.about.seqs;
  }

  /** Takes in what follows at the same moment without being a step itself. */
  private endOf(step: Seq, { showQuiet = false }: StepOptions): Seq {
    const { trace } = this.reading;
    const at = trace.timeAt(step);
    let end = step + 1;
    while (end < trace.length && trace.timeAt(end) === at && !this.isStep(end, { showQuiet })) end += 1;
    return end;
  }

  /** Whether a person can see that record as something of its own. */
  isStep(seq: Seq, { showQuiet = false }: StepOptions = {}): boolean {
    const { trace } = this.reading;
    switch (trace.kindAt(seq)) {
      case KIND.produced:
      case KIND.effect:
      case KIND.learned:
      case KIND.link:
      case KIND.fault:
      case KIND.place:
      case KIND.ended:
        return true;
      case KIND.sent:
      case KIND.arrived:
        return showQuiet || !this.isQuietPacket(seq);
      case KIND.lost:
        return !this.isEntailedLoss(seq);
      case KIND.node:
        return trace.field(seq, 'b') !== W.started || trace.timeAt(seq) > 0;
      case KIND.connection:
        return trace.field(seq, 'b') !== W.opening;
      case KIND.step:
        return showQuiet || trace.field(seq, 'c') !== NONE;
      case KIND.fact:
        return showQuiet || this.reading.phrase(trace.field(seq, 'b'))?.quiet !== true;
      case KIND.put:
      case KIND.taken:
        return this.isOfItself(seq);
      default:
        return false;
    }
  }

  private isQuietPacket(seq: Seq): boolean {
    const { trace, packets } = this.reading;
    const sent = packets.sent(trace.field(seq, 'a'));
    return sent !== NONE && this.reading.wordsOf(trace.field(sent, 'b'))?.quiet === true;
  }

  /** A loss that its fault has told already, or that goes with the one before it. */
  private isEntailedLoss(seq: Seq): boolean {
    const { trace } = this.reading;
    const cause = trace.causeAt(seq);
    if (cause !== NONE && trace.kindAt(cause) === KIND.fault && trace.timeAt(cause) === trace.timeAt(seq)) return true;
    return this.isBurst(seq) && trace.kindAt(seq - 1) === KIND.lost;
  }

  /** Rest that comes of no visible record of this moment: a timer did it. Of several such, the first. */
  private isOfItself(seq: Seq): boolean {
    const { trace } = this.reading;
    const cause = trace.causeAt(seq);
    if (cause !== NONE && trace.timeAt(cause) === trace.timeAt(seq)) return false;
    if (this.isHandOver(seq)) return false;
    for (let before = seq; this.isBurst(before); before -= 1) {
      const kind = trace.kindAt(before - 1);
      if (kind === KIND.put || kind === KIND.taken || this.isStep(before - 1)) return false;
    }
    return true;
  }

  /** Moving on from one place, or being kept as unacked: the packet that is sent by it tells more. */
  private isHandOver(seq: Seq): boolean {
    const { trace, header } = this.reading;
    if (trace.kindAt(seq) === KIND.taken) return trace.field(seq, 'c') === W.moved;
    return header.places[trace.field(seq, 'c')]?.shape === 'held';
  }

  /** Whether the record before comes of the same cause at the same moment. */
  private isBurst(seq: Seq): boolean {
    const { trace } = this.reading;
    return seq > 0 && trace.causeAt(seq - 1) === trace.causeAt(seq) && trace.timeAt(seq - 1) === trace.timeAt(seq);
  }
}

/** The index of the first value at or after `from`, of values that rise. */
export function firstFrom(seqs: readonly Seq[], from: Seq): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (seqs[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
