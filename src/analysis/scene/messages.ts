import type { MessageId, Micros, SubscriptionId } from '../../engine/units';
import type { TraceHeader } from '../../engine/trace/header';
import { Census, type FrozenCensus } from './census';
import { IntColumn } from './intColumn';
import type { MessageScene, Moment, SubscriptionScene } from './scene';

/** Messages at the moment of a key frame, in blocks that neighbouring frames share where nothing changed. */
export interface FrozenMessages {
  readonly blocks: readonly (readonly MessageScene[])[];
  readonly census: FrozenCensus;
}

const BLOCK_BITS = 9;
const BLOCK = 1 << BLOCK_BITS;

/**
 * The rows of all messages. A row that a key frame holds is never changed: the first change after a
 * frame copies it, so that a frame costs what changed since the last one and not what there is.
 */
export class MessageList {
  readonly rows: MessageScene[];
  readonly census: Census;
  /** The age at which a row was made or copied; older than `age` means that a frame holds it. */
  private readonly ages = new IntColumn(0);
  private age = 1;
  private readonly blocks: (readonly MessageScene[])[];
  private dirty: boolean[] = [];

  constructor(header: TraceHeader, frozen: FrozenMessages | null = null) {
    this.rows = frozen === null ? [] : ([] as MessageScene[]).concat(...frozen.blocks);
    this.blocks = frozen === null ? [] : frozen.blocks.slice();
    this.census = new Census(header, this.rows, frozen?.census ?? null);
  }

  add(message: MessageId, at: Micros): void {
    this.rows[message] = {
      message,
      producedAt: at,
      belief: null,
      subscriptions: [],
      copiesInDlq: 0,
      copiesAlive: 0,
      stored: 0,
      waiting: 0,
    };
    this.touch(message);
    this.census.enter(message);
  }

  /** The row, to be changed; undefined for a message that was never produced here. */
  own(message: MessageId): MessageScene | undefined {
    const row = this.rows[message];
    if (row === undefined) return row;
    this.census.leave(row);
    if (this.ages.get(message) === this.age) return row;
    const copy: MessageScene = { ...row, subscriptions: row.subscriptions.map(copySubscription) };
    this.rows[message] = copy;
    this.touch(message);
    return copy;
  }

  private touch(message: MessageId): void {
    this.ages.set(message, this.age);
    this.dirty[message >> BLOCK_BITS] = true;
  }

  freeze(moment: Moment): FrozenMessages {
    const { rows, blocks } = this;
    for (let block = 0; block << BLOCK_BITS < rows.length; block += 1) {
      if (this.dirty[block] || blocks[block] === undefined)
        blocks[block] = rows.slice(block << BLOCK_BITS, (block << BLOCK_BITS) + BLOCK);
    }
    this.dirty = [];
    this.age += 1;
    return { blocks: blocks.slice(), census: this.census.freeze(moment) };
  }
}

function copySubscription(row: SubscriptionScene): SubscriptionScene {
  return { ...row, effectsAt: row.effectsAt.slice() };
}

/** This subscription should have the message: a row of its own, in the order of the header's subscriptions. */
export function intend(row: MessageScene, subscription: SubscriptionId, at: Micros): void {
  const { subscriptions } = row;
  if (subscriptions.some((other) => other.subscription === subscription)) return;
  subscriptions.push({
    subscription,
    owed: 0,
    deliveries: 0,
    effectsAt: [],
    released: null,
    stored: 0,
    acked: 0,
    hope: 0,
    inDlq: 0,
    changedAt: at,
  });
  subscriptions.sort((a, b) => a.subscription - b.subscription);
}
