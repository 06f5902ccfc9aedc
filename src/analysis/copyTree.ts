import { KIND } from '../engine/trace/record';
import { NONE, type CopyId, type MessageId, type Micros, type Seq } from '../engine/units';
import { recordsAbout } from './about';
import type { Reading } from './reading';
import { sentence, type Telling } from './sentences';

/** One copy of a message, told by the record of its rest, or of its setting out if it never came to rest. */
export interface CopyLine {
  readonly copy: CopyId;
  readonly depth: number;
  readonly seq: Seq;
  readonly at: Micros;
  readonly sentence: string;
  /** How it left the place where it rested; null while it rests, or if it never did. */
  readonly end: { readonly seq: Seq; readonly at: Micros; readonly sentence: string } | null;
  /** `effect`: a row that counts; `again`: not the first; `lost`: it never arrived. */
  readonly mark: 'effect' | 'again' | 'lost' | null;
  /** The youngest copy from which the lines of two effects both come: here they part. */
  readonly parts: boolean;
}

/**
 * All copies of a message that were made before record `before`, as a tree told line by line: each copy
 * stands under the one that it was made from. Two effects are two lines; where they part is why.
 */
export function copyTree(telling: Telling, message: MessageId, before: Seq): CopyLine[] {
  const { reading } = telling;
  const children = new Map<CopyId, CopyId[]>();
  const effects = new Map<CopyId, Seq>();
  for (const seq of recordsAbout(reading, message)) {
    if (seq >= before) break;
    for (const copy of madeBy(reading, seq, message)) {
      const parent = reading.copies.parent(copy);
      children.set(parent, [...(children.get(parent) ?? []), copy]);
    }
    if (reading.trace.kindAt(seq) === KIND.effect) effects.set(reading.trace.field(seq, 'd'), seq);
  }
  const parting = partingOf(reading, [...effects.keys()]);
  const lines: CopyLine[] = [];
  const tell = (copy: CopyId, depth: number): void => {
    lines.push(lineOf(telling, copy, depth, before, effects.get(copy), copy === parting));
    for (const child of children.get(copy) ?? []) tell(child, depth + 1);
  };
  for (const root of children.get(NONE) ?? []) tell(root, 0);
  return lines;
}

/** The copies that a record made. */
function madeBy({ trace, copies }: Reading, seq: Seq, message: MessageId): CopyId[] {
  const kind = trace.kindAt(seq);
  const copy =
    kind === KIND.sent
      ? trace.field(seq, 'd')
      : kind === KIND.carries
        ? trace.field(seq, 'b')
        : kind === KIND.put
          ? trace.field(seq, 'a')
          : NONE;
  return copy !== NONE && copies.made(copy) === seq && copies.message(copy) === message ? [copy] : [];
}

/** The youngest copy that all of the first two come from; NONE if they have none in common. */
function partingOf({ copies }: Reading, [one, other]: readonly CopyId[]): CopyId {
  if (one === undefined || other === undefined) return NONE;
  const line = new Set<CopyId>();
  for (let copy = one; copy !== NONE; copy = copies.parent(copy)) line.add(copy);
  for (let copy = other; copy !== NONE; copy = copies.parent(copy)) if (line.has(copy)) return copy;
  return NONE;
}

function lineOf(
  telling: Telling,
  copy: CopyId,
  depth: number,
  before: Seq,
  effect: Seq | undefined,
  parts: boolean,
): CopyLine {
  const { trace, copies, packets, previousEffect } = bound(telling.reading);
  const put = copies.put(copy);
  const made = copies.made(copy);
  const rested = put !== NONE && put < before;
  const ended = rested ? NONE : packets.ended(trace.kindAt(made) === KIND.put ? NONE : trace.field(made, 'a'));
  const isLost = ended !== NONE && ended < before && trace.kindAt(ended) === KIND.lost;
  const seq = effect ?? (rested ? put : isLost ? ended : made);
  const taken = copies.taken(copy);
  return {
    copy,
    depth,
    seq,
    at: trace.timeAt(seq),
    sentence: sentence(telling, seq),
    end:
      taken === NONE || taken >= before || effect !== undefined
        ? null
        : { seq: taken, at: trace.timeAt(taken), sentence: sentence(telling, taken) },
    mark: effect !== undefined ? (previousEffect(effect) === NONE ? 'effect' : 'again') : isLost ? 'lost' : null,
    parts,
  };
}

const bound = (reading: Reading) => ({
  trace: reading.trace,
  copies: reading.copies,
  packets: reading.packets,
  previousEffect: (seq: Seq) => reading.previousEffect(seq),
});
