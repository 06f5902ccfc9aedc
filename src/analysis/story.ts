import { KIND } from '../engine/trace/record';
import {
  NONE,
  type ConnectionId,
  type MessageId,
  type Micros,
  type NodeId,
  type Seq,
  type SubscriptionId,
} from '../engine/units';
import { W } from '../engine/words';
import { recordsAbout } from './about';
import type { Reading } from './reading';
import { outcomeOf, type Outcome } from './outcomes';
import { mayServe } from './scene/mask';
import { ACKED } from './scene/reasons';
import type { Scene } from './scene/scene';
import { lossMeaning, packetName, sentence, type Telling } from './sentences';
import { Steps } from './steps';
import { listText, sentenceOf } from './text';
import { verdictSentence } from './verdict';

/**
 * "Why?": how one message came to its outcome for one subscription, from its production to what decided
 * it, each sentence with the record that it stands for. Found from what the records say of the message,
 * from causes, and from the tree of copies; no broker is known here.
 */
export interface Story {
  readonly outcome: Outcome;
  readonly beats: readonly Beat[];
  /** One sentence in the end. */
  readonly verdict: string;
}

export interface Beat {
  readonly seq: Seq;
  readonly at: Micros;
  readonly sentence: string;
  /** `effect`: the first; `again`: each further one; `mishap`: a fault, a loss, a crash, a break. */
  readonly emphasis: 'effect' | 'again' | 'mishap' | null;
}

/** Records after a loss among which the break of its connection stands, if it fell with others. */
const WITH_IT = 512;

/** Beats told at the beginning and at the end of a story that goes on and on. */
const ENDS = 14;

/**
 * Tells the story as far as the scene has gone.
 *
 * @returns null if that subscription was never to have the message
 */
export function storyOf(
  telling: Telling,
  scene: Scene,
  message: MessageId,
  subscription: SubscriptionId,
): Story | null {
  const row = scene.messages[message];
  const one = row?.subscriptions.find((candidate) => candidate.subscription === subscription);
  if (row === undefined || one === undefined) return null;
  const outcome = outcomeOf(scene, row, one);
  const teller = new Teller(telling, message, subscription);
  for (const seq of recordsAbout(telling.reading, message)) if (seq < scene.seq) teller.consider(seq);
  return { outcome, beats: teller.told(scene.seq), verdict: verdictSentence(telling, scene, row, one, outcome) };
}

class Teller {
  private readonly telling: Telling;
  private readonly reading: Reading;
  private readonly steps: Steps;
  private readonly message: MessageId;
  private readonly subscription: SubscriptionId;
  private readonly beats = new Map<Seq, Beat>();

  constructor(telling: Telling, message: MessageId, subscription: SubscriptionId) {
    this.telling = telling;
    this.reading = telling.reading;
    this.steps = new Steps(telling.reading);
    this.message = message;
    this.subscription = subscription;
  }

  told(before: Seq): Beat[] {
    const all = [...this.beats.values()]
      .filter(({ seq, sentence: said }) => seq < before && said !== '')
      .sort((a, b) => a.seq - b.seq);
    const different = all.filter(
      ({ at, sentence: said }, index) => index === 0 || at !== all[index - 1]!.at || said !== all[index - 1]!.sentence,
    );
    if (different.length <= 2 * ENDS + 1) return different;
    const gap = different[ENDS]!;
    const omitted = `… and so on, ${different.length - 2 * ENDS} more.`;
    return [...different.slice(0, ENDS), { ...gap, sentence: omitted, emphasis: null }, ...different.slice(-ENDS)];
  }

  /** Takes a record about the message in, if the story needs it. */
  consider(seq: Seq): void {
    const { trace } = this.reading;
    switch (trace.kindAt(seq)) {
      case KIND.produced:
      case KIND.learned:
        return this.tell(seq, null);
      case KIND.sent:
        return this.considerSent(seq);
      case KIND.arrived:
        return this.considerArrived(seq);
      case KIND.lost:
        return this.tellLoss(seq);
      case KIND.put:
        return this.considerPut(seq);
      case KIND.taken:
        return this.considerTaken(seq);
      case KIND.released:
        return this.considerReleased(seq);
      case KIND.effect:
        if (trace.field(seq, 'b') === this.subscription)
          this.tell(seq, this.reading.previousEffect(seq) === NONE ? 'effect' : 'again');
        return;
      case KIND.fact:
        if (this.steps.isStep(seq)) this.tell(seq, null);
        return this.tellMishapBehind(seq);
      case KIND.fault:
        return this.tell(seq, 'mishap');
      default:
    }
  }

  private tell(seq: Seq, emphasis: Beat['emphasis'], said = sentence(this.telling, seq)): void {
    if (!this.beats.has(seq))
      this.beats.set(seq, { seq, at: this.reading.trace.timeAt(seq), sentence: said, emphasis });
  }

  /** Whether a copy is one that this subscription can have. */
  private isOurs(copy: number): boolean {
    return copy === NONE || mayServe(this.reading.copies.mask(copy), this.subscription);
  }

  /** A producer sends it: the first time and each time again. */
  private considerSent(seq: Seq): void {
    const { trace, header } = this.reading;
    const known = this.reading.packet(trace.field(seq, 'a'));
    if (known?.words === undefined || !this.isOurs(trace.field(seq, 'd'))) return;
    const { role, shape } = known.words;
    const fromProducer = header.nodes[known.from]?.column === 'producer';
    if (role === 'publish' || (role === 'request' && shape === 'message' && fromProducer)) this.tell(seq, null);
  }

  /** It is stored or comes into a hand; an answer about it is heard. */
  private considerArrived(seq: Seq): void {
    const { trace, header } = this.reading;
    const known = this.reading.packet(trace.field(seq, 'a'));
    if (known?.words === undefined || !this.isOurs(this.copyOf(known.sent, known.packet))) return;
    const { role, shape } = known.words;
    const [from, to] = [header.nodes[known.from]?.column, header.nodes[known.to]?.column];
    if (from === 'store' || to === 'store' || role === 'replicate') return;
    const isSettlement = (role === 'settle' || role === 'commit') && to === 'broker' && this.isByOurs(known.from);
    if (shape === 'message' || isSettlement) this.tell(seq, null);
  }

  /** Whether a node consumes for this subscription, as far as one knows. */
  private isByOurs(node: NodeId): boolean {
    return mayServe(this.reading.copies.handMask(node), this.subscription);
  }

  /** The copy of our message in a packet. */
  private copyOf(sent: Seq, packet: number): number {
    const { trace } = this.reading;
    if (trace.field(sent, 'e') === this.message) return trace.field(sent, 'd');
    for (let seq = sent + 1; seq < trace.length && trace.kindAt(seq) !== KIND.sent; seq += 1) {
      if (
        trace.kindAt(seq) === KIND.carries &&
        trace.field(seq, 'a') === packet &&
        trace.field(seq, 'c') === this.message
      )
        return trace.field(seq, 'b');
    }
    return NONE;
  }

  private tellLoss(seq: Seq): void {
    const { trace } = this.reading;
    const known = this.reading.packet(trace.field(seq, 'a'));
    if (known === undefined || !this.isOurs(this.copyOf(known.sent, known.packet))) return;
    if (this.copyOf(known.sent, known.packet) === NONE && !this.isByOurs(known.from) && !this.isByOurs(known.to))
      return;
    const cause = trace.causeAt(seq);
    const isFaults = cause !== NONE && trace.kindAt(cause) === KIND.fault;
    if (isFaults) this.tell(cause, 'mishap');
    // Where a fault has said what is lost, there remains what that means.
    const isTold = isFaults && trace.field(cause, 'b') === known.packet;
    this.tell(seq, 'mishap', isTold ? sentenceOf(lossMeaning(this.telling, known)) : undefined);
    if (trace.field(seq, 'b') === W.lost) this.tellBreak(seq);
    else this.tellEarlierBreak(seq, known.connection);
  }

  /** A packet that was sent on a connection that had broken before, or fell with it. */
  private tellEarlierBreak(lost: Seq, connection: ConnectionId): void {
    const { trace } = this.reading;
    for (let seq = Math.min(lost + WITH_IT, trace.length - 1); seq >= 0; seq -= 1) {
      if (
        trace.kindAt(seq) !== KIND.connection ||
        trace.field(seq, 'a') !== connection ||
        trace.timeAt(seq) > trace.timeAt(lost)
      )
        continue;
      if (trace.field(seq, 'b') !== W.reset) return;
      this.tell(seq, 'mishap');
      return this.tellMishapBehind(seq);
    }
  }

  /** What came of a loss: the break of its connection, and all that fell with it. */
  private tellBreak(lost: Seq): void {
    const { trace } = this.reading;
    const fallen: string[] = [];
    let first: Seq = NONE;
    for (let seq = lost + 1; seq < trace.length && trace.timeAt(seq) === trace.timeAt(lost); seq += 1) {
      const kind = trace.kindAt(seq);
      if (kind === KIND.lost && trace.causeAt(seq) === trace.causeAt(lost)) {
        if (first === NONE) first = seq;
        const known = this.reading.packet(trace.field(seq, 'a'));
        if (known !== undefined) fallen.push(packetName(this.telling, known));
      } else if (kind === KIND.connection && trace.field(seq, 'b') === W.reset) {
        this.tell(seq, 'mishap');
        break;
      }
    }
    if (first !== NONE) this.tell(first, 'mishap', fallenSentence(fallen));
  }

  private considerPut(seq: Seq): void {
    const { trace, header } = this.reading;
    if (!this.isOurs(trace.field(seq, 'a'))) return;
    const place = header.places[trace.field(seq, 'c')];
    if (place?.deadLetter === true && place.shape !== 'held') this.tell(seq, null);
  }

  /** It left a place otherwise than by being passed on or settled. */
  private considerTaken(seq: Seq): void {
    const { trace, copies, header } = this.reading;
    const why = trace.field(seq, 'c');
    const place = header.places[trace.field(seq, 'b')];
    if (!this.isOurs(trace.field(seq, 'a')) || why === W.moved || ACKED.has(why) || place?.shape === 'waiting') return;
    if (copies.message(trace.field(seq, 'a')) !== this.message) return;
    this.tell(seq, why === W.crashed ? 'mishap' : null);
    this.tellMishapBehind(seq);
  }

  private considerReleased(seq: Seq): void {
    const { trace } = this.reading;
    if (trace.field(seq, 'b') !== this.subscription) return;
    const at = trace.timeAt(seq);
    const isTold = [...this.beats.values()].some((beat) => beat.at === at && beat.seq > trace.causeAt(seq) - 1);
    if (!isTold) this.tell(seq, null);
    this.tellMishapBehind(seq);
  }

  /** The crash, cut or break that a record comes of directly. */
  private tellMishapBehind(seq: Seq): void {
    const { trace } = this.reading;
    const cause = trace.causeAt(seq);
    if (cause === NONE) return;
    const kind = trace.kindAt(cause);
    if (kind === KIND.connection) this.tellFaultBehind(trace.causeAt(cause));
    if (kind === KIND.node || kind === KIND.link || (kind === KIND.connection && trace.field(cause, 'b') === W.reset))
      this.tell(cause, 'mishap');
  }

  /** The fault that took the packet with which a connection broke. */
  private tellFaultBehind(lost: Seq): void {
    const { trace } = this.reading;
    if (lost === NONE || trace.kindAt(lost) !== KIND.lost) return;
    const fault = trace.causeAt(lost);
    if (fault !== NONE && trace.kindAt(fault) === KIND.fault) this.tell(fault, 'mishap');
  }
}

const NAMED_MAX = 3;

function fallenSentence(names: readonly string[]): string {
  const rest = names.length - NAMED_MAX;
  const shown = rest > 0 ? [...names.slice(0, NAMED_MAX), `${rest} more`] : names;
  return sentenceOf(`with it ${names.length === 1 ? 'falls' : 'fall'} ${listText(shown)}`);
}
