import type { Trace } from '../engine/trace/columns';
import type { PacketWords, PhraseWords, TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { word, type Word } from '../engine/trace/words';
import { NONE, type MessageId, type PacketId, type Seq } from '../engine/units';
import { EffectIndex } from './effectIndex';
import { MessageExtents } from './messageExtents';
import { CopyIndex } from './scene/copyIndex';
import { LastSteps } from './scene/foldWork';
import { PacketIndex } from './scene/packetIndex';
import { routeOf, type Route } from './scene/route';
import { learnWords } from './words';

/** All that is known of a packet from its records. */
export interface PacketReading extends Route {
  readonly packet: PacketId;
  readonly sent: Seq;
  /** Undefined for a kind that the vocabulary does not have. */
  readonly words: PacketWords | undefined;
  readonly what: Word;
  readonly messages: readonly MessageId[];
  readonly notes: readonly { readonly name: Word; readonly value: number }[];
}

/**
 * A trace with what makes it readable: its header, its vocabulary by word, and the indices of packets and
 * copies. Make one a run; steps, sentences and stories share it.
 */
export class Reading {
  readonly trace: Trace;
  readonly header: TraceHeader;
  readonly packets: PacketIndex;
  readonly copies: CopyIndex;
  readonly lastSteps: LastSteps;
  readonly extents: MessageExtents;
  private readonly effects: EffectIndex;
  private readonly packetWords: ReadonlyMap<Word, PacketWords>;
  private readonly phrases: ReadonlyMap<Word, PhraseWords>;

  /** `isEmpty`: its indices are empty until `update` has filled them. */
  constructor(trace: Trace, header: TraceHeader, isEmpty = false) {
    learnWords(header);
    this.trace = trace;
    this.header = header;
    this.packets = new PacketIndex(trace, isEmpty);
    this.copies = new CopyIndex(trace, header, isEmpty);
    this.effects = new EffectIndex(trace);
    this.lastSteps = new LastSteps({ trace });
    this.extents = new MessageExtents(trace, this.packets, this.copies);
    this.packetWords = new Map(header.vocabulary.packets.map((words) => [word(words.kind), words]));
    this.phrases = new Map(header.vocabulary.phrases.map((words) => [word(words.name), words]));
  }

  /** Reads on in the trace, at most so many records for each index; returns whether there is more. */
  update(records: number): boolean {
    const morePackets = this.packets.update(records);
    const moreEffects = this.effects.update(records);
    const moreSteps = this.lastSteps.update(records);
    return this.copies.update(records) || morePackets || moreEffects || moreSteps;
  }

  wordsOf(what: Word): PacketWords | undefined {
    return this.packetWords.get(what);
  }

  phrase(name: Word): PhraseWords | undefined {
    return this.phrases.get(name);
  }

  /** A packet by its id; undefined if the trace never sent it. */
  packet(packet: PacketId): PacketReading | undefined {
    const sent = this.packets.sent(packet);
    if (sent === NONE) return undefined;
    const { trace } = this;
    const what = trace.field(sent, 'b');
    const first = trace.field(sent, 'e');
    const messages: MessageId[] = first === NONE ? [] : [first];
    const notes: { name: Word; value: number }[] = [];
    // What belongs to a packet is written before the next one leaves.
    for (
      let seq = sent + 1;
      seq < trace.length && trace.kindAt(seq) !== KIND.sent && trace.timeAt(seq) === trace.timeAt(sent);
      seq += 1
    ) {
      if (trace.field(seq, 'a') !== packet) continue;
      if (trace.kindAt(seq) === KIND.carries) messages.push(trace.field(seq, 'c'));
      else if (trace.kindAt(seq) === KIND.noted)
        notes.push({ name: trace.field(seq, 'b'), value: trace.field(seq, 'c') });
    }
    return {
      packet,
      sent,
      what,
      words: this.packetWords.get(what),
      messages,
      notes,
      ...routeOf(trace.field(sent, 'c'), this.header),
    };
  }

  /** The effect of the same message for the same subscription before this one; NONE for the first. */
  previousEffect(effect: Seq): Seq {
    return this.effects.before(effect);
  }

  /** Moments worth stopping at: faults that strike, effects that are not the first of their message, and the end. */
  get landmarks(): readonly Seq[] {
    return this.effects.landmarks;
  }
}
