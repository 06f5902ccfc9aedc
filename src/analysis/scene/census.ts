import type { TraceHeader } from '../../engine/trace/header';
import { NONE, type MessageId, type Micros, type NodeId, type SubscriptionId } from '../../engine/units';
import { beliefOf, BELIEFS, type Belief } from '../beliefs';
import { OUTCOMES, outcomeOf, type Outcome } from '../outcomes';
import type { CensusScene, MessageScene, Moment } from './scene';

/** What a key frame keeps of the counts. Blocks are shared with neighbouring frames where nothing changed. */
export interface FrozenCensus {
  readonly totals: Int32Array;
  readonly told: Int32Array;
  readonly blocks: readonly Int32Array[];
  readonly out: readonly MessageId[];
}

/** Messages whose outcomes are counted together, so that one of a kind is found without asking all. */
const BLOCK_BITS = 9;
const BLOCK = 1 << BLOCK_BITS;
/** What a producer's application has been told of a message; for one that it was told nothing of, no place. */
const TOLD = BELIEFS;

/** The moment of a scene in which every record of its time is folded in. */
const COMPLETE: Moment = { at: 0, complete: true };

/**
 * How many messages have which outcome, kept while records are folded, so that a figure of a hundred thousand
 * messages costs no more than one of ten. A message whose row is about to change is taken out of the counts, and
 * counted again when somebody asks.
 */
export class Census implements CensusScene {
  private readonly header: TraceHeader;
  private readonly rows: readonly MessageScene[];
  /** By subscription, belief and outcome. */
  private readonly totals: Int32Array;
  /** By node and belief. */
  private readonly told: Int32Array;
  /** By block of messages: by subscription and outcome. */
  private readonly blocks: Int32Array[];
  /** Blocks that a key frame holds are not to be changed. */
  private isShared: boolean[] = [];
  /** Messages that are in no count just now. */
  private readonly out: Set<MessageId>;

  constructor(header: TraceHeader, rows: readonly MessageScene[], frozen: FrozenCensus | null = null) {
    this.header = header;
    this.rows = rows;
    this.totals =
      frozen?.totals.slice() ?? new Int32Array(header.subscriptions.length * BELIEFS.length * OUTCOMES.length);
    this.told = frozen?.told.slice() ?? new Int32Array(header.nodes.length * TOLD.length);
    this.blocks = frozen?.blocks.slice() ?? [];
    this.isShared = this.blocks.map(() => true);
    this.out = new Set(frozen?.out);
  }

  /** To be called before a row changes. */
  leave(row: MessageScene): void {
    if (this.out.has(row.message)) return;
    this.out.add(row.message);
    this.add(row, -1);
  }

  /** To be called of a new row. */
  enter(message: MessageId): void {
    this.out.add(message);
  }

  /** Settles what can be settled at that moment, and keeps it. */
  freeze(moment: Moment): FrozenCensus {
    this.settle(moment);
    this.isShared = this.blocks.map(() => true);
    return { totals: this.totals.slice(), told: this.told.slice(), blocks: this.blocks.slice(), out: [...this.out] };
  }

  count(moment: Moment, subscription: SubscriptionId, outcome: Outcome, belief: Belief): number {
    this.settle(moment);
    let count = this.totals[this.cell(subscription, belief, outcome)]!;
    // Of those that are still out there are as many as one moment changes.
    for (const message of this.out) {
      const row = this.rows[message]!;
      if (beliefOf(row) !== belief) continue;
      for (const pair of row.subscriptions)
        if (pair.subscription === subscription && outcomeOf(moment, row, pair) === outcome) count += 1;
    }
    return count;
  }

  toldOf(moment: Moment, node: NodeId, belief: Belief): number {
    this.settle(moment);
    let count = this.told[node * TOLD.length + TOLD.indexOf(belief)] ?? 0;
    for (const message of this.out)
      if (this.header.messages[message]?.node === node && this.rows[message]!.belief === belief) count += 1;
    return count;
  }

  *find(moment: Moment, outcome: Outcome, subscription: SubscriptionId, backwards = false): Generator<MessageId> {
    this.settle(moment);
    const blocks = Math.ceil(this.rows.length / BLOCK);
    const open = new Set([...this.out].map((message) => message >> BLOCK_BITS));
    for (let i = 0; i < blocks; i += 1) {
      const block = backwards ? blocks - 1 - i : i;
      if (!open.has(block) && !this.has(block, outcome, subscription)) continue;
      const first = block * BLOCK;
      const last = Math.min(first + BLOCK, this.rows.length) - 1;
      for (let j = 0; j <= last - first; j += 1) {
        const row = this.rows[backwards ? last - j : first + j];
        const isOne = row?.subscriptions.some(
          (pair) =>
            (subscription === NONE || pair.subscription === subscription) && outcomeOf(moment, row, pair) === outcome,
        );
        if (isOne) yield row!.message;
      }
    }
  }

  private has(block: number, outcome: Outcome, subscription: SubscriptionId): boolean {
    const counts = this.blocks[block];
    if (counts === undefined) return false;
    const at = OUTCOMES.indexOf(outcome);
    if (subscription !== NONE) return counts[subscription * OUTCOMES.length + at]! > 0;
    for (let i = at; i < counts.length; i += OUTCOMES.length) if (counts[i]! > 0) return true;
    return false;
  }

  /** Counts again what has changed, but for what cannot be judged before its moment is over. */
  private settle({ at, complete }: Moment): void {
    for (const message of this.out) {
      const row = this.rows[message]!;
      if (!complete && isOpen(row, at)) continue;
      this.out.delete(message);
      this.add(row, 1);
    }
  }

  private add(row: MessageScene, by: number): void {
    const belief = beliefOf(row);
    for (const pair of row.subscriptions) {
      const outcome = outcomeOf(COMPLETE, row, pair);
      this.totals[this.cell(pair.subscription, belief, outcome)]! += by;
      this.block(row.message >> BLOCK_BITS)[pair.subscription * OUTCOMES.length + OUTCOMES.indexOf(outcome)]! += by;
    }
    const node = this.header.messages[row.message]?.node;
    if (row.belief !== null && node !== undefined) this.told[node * TOLD.length + TOLD.indexOf(row.belief)]! += by;
  }

  private cell(subscription: SubscriptionId, belief: Belief, outcome: Outcome): number {
    return (subscription * BELIEFS.length + BELIEFS.indexOf(belief)) * OUTCOMES.length + OUTCOMES.indexOf(outcome);
  }

  /** The counts of a block, to be changed. */
  private block(index: number): Int32Array {
    const known = this.blocks[index];
    if (known !== undefined && this.isShared[index] !== true) return known;
    const own = known?.slice() ?? new Int32Array(this.header.subscriptions.length * OUTCOMES.length);
    this.blocks[index] = own;
    this.isShared[index] = false;
    return own;
  }
}

/** Whether something of it changed at this very moment, of which there is more to come. */
const isOpen = ({ subscriptions }: MessageScene, at: Micros): boolean =>
  subscriptions.some(({ changedAt }) => changedAt === at);
