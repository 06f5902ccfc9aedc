import type { Role } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { NONE, type CopyId, type MessageId, type NodeId, type Seq } from '../engine/units';
import { W } from '../engine/words';
import type { Reading } from './reading';
import { packetName, sentence, type Telling } from './sentences';
import { momentText } from './text';

/**
 * Why something happened again: what went wrong between the first copy and the second. Found from causes
 * and from the tree of copies; no broker is known here.
 */

/** A reason, and the record that it stands in. */
export interface Reason {
  readonly seq: Seq;
  /** A clause in the past tense: "RabbitMQ never got the ack of order 3 from Payment Worker 1, lost at 2.418 s". */
  readonly clause: string;
}

/** Hops along causes after which a chain counts as unexplained. */
const HOPS_MAX = 256;

/** The copies that led to this one, itself first. */
export function lineage({ copies }: Reading, copy: CopyId): CopyId[] {
  const line: CopyId[] = [];
  for (let one = copy; one !== NONE && line.length < HOPS_MAX; one = copies.parent(one)) line.push(one);
  return line;
}

/** Why there is a second copy besides the first. Null if nothing tells. */
export function whyAgain(telling: Telling, message: MessageId, first: CopyId, second: CopyId): Reason | null {
  const { reading } = telling;
  const branches = branch(reading, first, second);
  if (branches === null) return null;
  const [from, to] = branches;
  const answer = lostAnswer(reading, message, from, to);
  if (answer !== NONE) return reasonOf(telling, answer);
  const mishap = mishapBehind(reading, to, from);
  if (mishap !== NONE) return reasonOf(telling, mishap, message);
  const death = deathOf(reading, holderOf(reading, first), from, to);
  if (death !== NONE) return reasonOf(telling, death);
  const left = leaving(reading, second, to);
  return left === NONE ? null : { seq: left, clause: lowerFirst(sentence(telling, left).replace(/\.$/, '')) };
}

/** The records that made the first copies in which the two lines differ, in order; null if they do not. */
function branch(reading: Reading, first: CopyId, second: CopyId): [from: Seq, to: Seq] | null {
  const [one, other] = [lineage(reading, first), lineage(reading, second)];
  const mine = one.findLast((copy) => !other.includes(copy));
  const theirs = other.findLast((copy) => !one.includes(copy));
  if (theirs === undefined) return null;
  return [mine === undefined ? 0 : reading.copies.made(mine), reading.copies.made(theirs)];
}

const ANSWERS: readonly Role[] = ['settle', 'confirm', 'commit', 'response'];

/** The last answer about the message that got lost between: the news that would have prevented it. */
function lostAnswer(reading: Reading, message: MessageId, from: Seq, to: Seq): Seq {
  const { trace } = reading;
  for (let seq = to - 1; seq > from; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.lost) continue;
    const known = reading.packet(trace.field(seq, 'a'));
    if (known?.words !== undefined && ANSWERS.includes(known.words.role) && known.messages.includes(message))
      return seq;
  }
  return NONE;
}

/** The nearest mishap among the causes of a record, not before `after`; NONE if there is none. */
export function mishapBehind({ trace }: Reading, seq: Seq, after: Seq): Seq {
  let broken: Seq = NONE;
  let cause = trace.causeAt(seq);
  for (let hops = 0; cause > after && hops < HOPS_MAX; hops += 1) {
    const kind = trace.kindAt(cause);
    const state = trace.field(cause, 'b');
    if (kind === KIND.lost) return cause;
    if (kind === KIND.node && (state === W.crashed || state === W.paused)) return cause;
    if (kind === KIND.link && trace.field(cause, 'c') === W.cut) return cause;
    if (kind === KIND.connection && state === W.reset && broken === NONE) broken = cause;
    cause = trace.causeAt(cause);
  }
  return broken;
}

/** The consumer that had the first copy. */
function holderOf(reading: Reading, copy: CopyId): NodeId {
  const { copies, trace, header } = reading;
  for (const one of lineage(reading, copy)) {
    const put = copies.put(one);
    const place = put === NONE ? undefined : header.places[trace.field(put, 'c')];
    if (place?.shape === 'hand') return place.node;
  }
  return NONE;
}

/** Its last death or stop between: a group notices by silence, which no chain of causes shows. */
function deathOf({ trace }: Reading, node: NodeId, from: Seq, to: Seq): Seq {
  if (node === NONE) return NONE;
  for (let seq = to - 1; seq > from; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.node || trace.field(seq, 'a') !== node) continue;
    const state = trace.field(seq, 'b');
    if (state === W.crashed || state === W.paused) return seq;
  }
  return NONE;
}

/** Why the copy that came before left its place, if it left when the new one was made. */
function leaving(reading: Reading, second: CopyId, made: Seq): Seq {
  const { trace, copies } = reading;
  const ancestor = lineage(reading, second).find((copy) => copies.made(copy) < made);
  if (ancestor === undefined) return NONE;
  const taken = copies.taken(ancestor);
  return taken !== NONE && trace.timeAt(taken) === trace.timeAt(made) && trace.field(taken, 'c') !== W.moved
    ? taken
    : NONE;
}

/** `message`: whose reason it is; a loss of something else only matters by the connection that it broke. */
function reasonOf(telling: Telling, seq: Seq, message: MessageId = NONE): Reason {
  const { reading, names } = telling;
  const record = reading.trace.record(seq);
  const when = `at ${momentText(record.at)}`;
  switch (record.kind) {
    case 'lost': {
      const known = reading.packet(record.packet)!;
      const ends = `between ${names.node(known.from)} and ${names.node(known.to)}`;
      if (message !== NONE && known.connection !== NONE && !known.messages.includes(message)) {
        return { seq, clause: `the connection ${ends} broke ${when}, when ${packetName(telling, known)} was lost` };
      }
      const fell = record.why === W.reset ? 'lost with its connection' : 'lost';
      return { seq, clause: `${names.node(known.to)} never got ${packetName(telling, known)}, ${fell} ${when}` };
    }
    case 'node':
      return {
        seq,
        clause: `${names.node(record.node)} ${record.state === W.paused ? 'stood still from' : 'had crashed at'} ${momentText(record.at)}`,
      };
    case 'link':
      return {
        seq,
        clause: `the link between ${names.node(record.from)} and ${names.node(record.to)} was cut ${when}`,
      };
    case 'connection':
      return {
        seq,
        clause: `the connection between ${names.node(record.client)} and ${names.node(record.server)} broke ${when}`,
      };
    default:
      return { seq, clause: lowerFirst(sentence(telling, seq).replace(/\.$/, '')) };
  }
}

/** The first letter small, unless the word is a name. */
export function lowerFirst(text: string): string {
  return /^(The|A|An|You|It|Order|Its)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Why the message has this effect although it had one before. */
export function whyEffectAgain(telling: Telling, effect: Seq): Reason | null {
  const { reading } = telling;
  const before = reading.previousEffect(effect);
  if (before === NONE) return null;
  const { trace } = reading;
  return whyAgain(telling, trace.field(effect, 'a'), trace.field(before, 'd'), trace.field(effect, 'd'));
}

/** Why something bad was learned or done: the nearest mishap behind it since the message was produced. */
export function whyAtAll(telling: Telling, seq: Seq, since: Seq): Reason | null {
  const mishap = mishapBehind(telling.reading, seq, since);
  return mishap === NONE ? null : reasonOf(telling, mishap);
}
