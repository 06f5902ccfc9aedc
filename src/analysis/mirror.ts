import type { Role } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { NONE, type MessageId, type Micros, type NodeId, type PacketId, type Seq } from '../engine/units';
import type { FaultFile } from '../scenario/schema/faults';
import { knowledgeOf } from './knowledge';
import { ledgerRows } from './ledger';
import { whenOf } from './occurrence';
import type { Outcome } from './outcomes';
import type { Reading } from './reading';
import type { SceneReader } from './scene/seek';

/**
 * The mirror of a lost answer: the run in which what it answers was lost instead. Whoever waits for the
 * answer sees the same in both; what has been done differs.
 */
export interface Mirror {
  /** Of the fault in the list. */
  readonly index: number;
  readonly fault: FaultFile;
  readonly message: MessageId;
}

/** What each answer answers. */
const ANSWERS: Partial<Record<Role, Role>> = { settle: 'deliver', confirm: 'publish', response: 'request' };

/** The mirror of the last lost answer before record `before`, else of the first after it; null if none was lost. */
export function mirrorOf(reading: Reading, faults: readonly FaultFile[], before: Seq): Mirror | null {
  const { trace } = reading;
  let found: Mirror | null = null;
  for (let seq = 0; seq < trace.length && (found === null || seq < before); seq += 1) {
    if (trace.kindAt(seq) !== KIND.fault) continue;
    const index = trace.field(seq, 'a');
    const fault = faults[index];
    if (fault?.what !== 'lose') continue;
    const twin = twinOf(reading, trace.field(seq, 'b'));
    const when = twin === NONE ? null : whenOf(reading, twin);
    if (when !== null) found = { index, fault: { when, what: 'lose' }, message: reading.packet(twin)!.messages[0]! };
  }
  return found;
}

/** What a lost answer answers: the last packet the other way about the same message; NONE if it is no answer. */
function twinOf(reading: Reading, packet: PacketId): PacketId {
  const answer = packet === NONE ? undefined : reading.packet(packet);
  const role = answer?.words === undefined ? undefined : ANSWERS[answer.words.role];
  if (answer === undefined || role === undefined) return NONE;
  const { trace } = reading;
  for (let seq = answer.sent - 1; seq >= 0; seq -= 1) {
    if (trace.kindAt(seq) !== KIND.sent || trace.field(seq, 'e') !== answer.messages[0]) continue;
    const other = reading.packet(trace.field(seq, 'a'));
    if (other?.words?.role === role && other.from === answer.to && other.to === answer.from) return other.packet;
  }
  return NONE;
}

/** One of the two runs, as far as they are compared. */
export interface MirrorSide {
  /** "ack of order 3" */
  readonly lost: string;
  readonly at: Micros;
  /** Who waits for the answer, and what it knows of the message at that moment. */
  readonly viewer: NodeId;
  readonly view: string;
  /** What the tables hold of it in the end, by node. */
  readonly rows: readonly { readonly node: NodeId; readonly text: string }[];
  readonly verdict: { readonly outcome: Outcome; readonly verdict: string };
}

/** @returns null if that fault struck no packet in this run */
export function mirrorSide(reading: Reading, reader: SceneReader, index: number, viewer: NodeId): MirrorSide | null {
  const { trace, header } = reading;
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.fault || trace.field(seq, 'a') !== index) continue;
    const known = reading.packet(trace.field(seq, 'b'));
    const message = known?.messages[0];
    if (known === undefined || message === undefined) return null;
    const at = trace.timeAt(seq);
    const view =
      knowledgeOf(reading, reader.at(at), viewer).find((one) => one.message === message)?.belief ?? 'nothing';
    const end = reader.atSeq(trace.length);
    const row = ledgerRows(end, end.messages[message]!)[0]!;
    return {
      lost: `${known.words?.label ?? 'packet'} of ${(header.messages[message]?.name ?? '').replace(/-(\d+)$/, ' $1')}`,
      at,
      viewer,
      view,
      rows: header.nodes
        .filter(({ column }) => column === 'store')
        .map(({ id }) => ({
          node: id,
          text: knowledgeOf(reading, end, id).find((one) => one.message === message)?.belief ?? 'no row',
        })),
      verdict: { outcome: row.outcome, verdict: row.verdict },
    };
  }
  return null;
}

/** Who waits for the answer that this fault takes: its receiver. */
export function viewerOf(reading: Reading, index: number): NodeId {
  const { trace } = reading;
  for (let seq = 0; seq < trace.length; seq += 1)
    if (trace.kindAt(seq) === KIND.fault && trace.field(seq, 'a') === index)
      return reading.packet(trace.field(seq, 'b'))?.to ?? NONE;
  return NONE;
}
