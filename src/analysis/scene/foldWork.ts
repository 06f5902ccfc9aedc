import type { Trace } from '../../engine/trace/columns';
import { KIND, type TraceRecord } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import { NONE, type MessageId, type Micros, type NodeId, type Seq } from '../../engine/units';
import type { Folding } from './fold';
import { IntColumn } from './intColumn';
import type { SubscriptionMask } from './mask';
import type { NodeScene } from './scene';

/**
 * What programs are at. A program that acks first has nothing in its hand while it works, and yet its
 * effect may come: from its first step on a message is in work, until its last, the next message, an
 * error that nothing catches, or the death of its process.
 */

const handlerFailed = word('handler-failed');

/** Steps that are over as soon as they are reached: as the last of a program they end its work. */
const INSTANT = new Set(['ack', 'nack', 'reject', 'respond', 'skip', 'fail', 'remember', 'pass']);

/** Messages in work from which on one looks at each step for those that are over, so that the list stays short. */
const MANY = 64;

/** The step after which a node's program takes no further one with a message: from the whole trace. */
export class LastSteps {
  private readonly trace: Trace;
  /** By node, by message. */
  private readonly last: IntColumn[] = [];
  private seen = 0;

  constructor({ trace }: Pick<Folding, 'trace'>) {
    this.trace = trace;
  }

  /** Takes in at most so many further records; returns whether there is more. */
  update(records = Infinity): boolean {
    const { trace } = this;
    const end = Math.min(trace.length, this.seen + records);
    for (; this.seen < end; this.seen += 1) {
      if (trace.kindAt(this.seen) !== KIND.step) continue;
      const message = trace.field(this.seen, 'c');
      if (message !== NONE) (this.last[trace.field(this.seen, 'a')] ??= new IntColumn(NONE)).set(message, this.seen);
    }
    return this.seen < trace.length;
  }

  /** NONE if it takes none. */
  of(node: NodeId, message: MessageId): Seq {
    this.update();
    return this.last[node]?.get(message) ?? NONE;
  }
}

export function workOn(folding: Folding, { node: id, step, message, at, seq }: TraceRecord<'step'>): void {
  const node = folding.scene.nodes[id];
  const program = folding.header.nodes[id]?.program;
  if (node === undefined || program === undefined || message === NONE) return;
  if (step === 0 || node.work.length >= MANY) endWhatIsOver(folding, node, seq, at);
  const known = node.work.some((work) => work.message === message);
  if (step + 1 >= program.length && INSTANT.has(program[step]?.step ?? '')) {
    if (known) endWork(folding, node, message, at);
  } else if (!known) {
    const mask = maskInHand(folding, id, message);
    node.work.push({ message, mask });
    folding.tally.hope(message, mask, 1, at);
  }
}

function endWhatIsOver(folding: Folding, node: NodeScene, seq: Seq, at: Micros): void {
  for (const { message } of [...node.work])
    if (isOver(folding, node, message, seq)) endWork(folding, node, message, at);
}

/** A handler that takes a new message is through with its last one: the one that is taken no further and on which no clock runs. */
function isOver({ lastSteps }: Folding, node: NodeScene, message: MessageId, seq: Seq): boolean {
  return lastSteps.of(node.id, message) < seq && !node.clocks.some((clock) => clock.message === message);
}

export function endWork(folding: Folding, node: NodeScene, message: MessageId, at: Micros): void {
  const index = node.work.findIndex((work) => work.message === message);
  if (index === -1) return;
  folding.tally.hope(message, node.work[index]!.mask, -1, at);
  node.work.splice(index, 1);
}

/** The process is dead, or the run is over: nothing more comes of what it was at. */
export function endAllWork(folding: Folding, node: NodeScene, at: Micros): void {
  for (const { message } of [...node.work]) endWork(folding, node, message, at);
}

/** An error that nothing caught ends the program's work. */
export function failWork(folding: Folding, { node: id, name, message, at }: TraceRecord<'fact'>): void {
  const node = folding.scene.nodes[id];
  if (name === handlerFailed && node !== undefined) endWork(folding, node, message, at);
}

/** The subscriptions that the copy in this node's hand can serve; of the node, if it holds none any more. */
function maskInHand({ places, header, copies }: Folding, node: NodeId, message: MessageId): SubscriptionMask {
  for (const place of places) {
    const info = header.places[place.id];
    if (info?.node !== node || info.shape !== 'hand') continue;
    const held = place.copies.findLast((copy) => copy.message === message);
    if (held !== undefined) return copies.mask(held.copy);
  }
  return copies.handMask(node);
}
