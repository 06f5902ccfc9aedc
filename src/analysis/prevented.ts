import { KIND } from '../engine/trace/record';
import { word } from '../engine/trace/words';
import { NONE, type MessageId, type Micros, type PlaceId, type Seq, type SubscriptionId } from '../engine/units';
import type { Reading } from './reading';
import { livesOf } from './spacetime/lives';

/** An effect that comes twice in the plain run and once in the mended one, under the same seed and faults. */
export interface Prevented {
  readonly message: MessageId;
  readonly subscription: SubscriptionId;
  /** Where it would have stood. */
  readonly place: PlaceId;
  /** The record in the mended run in which it was skipped; NONE if nothing says so. */
  readonly seq: Seq;
  /** When: in the mended run if a record says so, else when it came in the plain one. */
  readonly at: Micros;
}

const skipped = word('skipped');

/** Second effects of the plain run that the mended one does not have, in the order of time. */
export function preventedIn(mended: Reading, plain: Reading): Prevented[] {
  const once = effectsOf(mended);
  const found: Prevented[] = [];
  for (const [key, effects] of effectsOf(plain)) {
    const again = effects[1];
    if (again === undefined || (once.get(key)?.length ?? 0) > 1) continue;
    const message = plain.trace.field(again, 'a');
    const seq = skipOf(mended, message);
    found.push({
      message,
      subscription: plain.trace.field(again, 'b'),
      place: plain.trace.field(again, 'c'),
      seq,
      at: seq === NONE ? plain.trace.timeAt(again) : mended.trace.timeAt(seq),
    });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Records of effects by message and subscription. Under one seed the same number is the same message. */
function effectsOf({ trace }: Reading): Map<string, Seq[]> {
  const effects = new Map<string, Seq[]>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.effect) continue;
    const key = `${trace.field(seq, 'a')}/${trace.field(seq, 'b')}`;
    const known = effects.get(key);
    if (known === undefined) effects.set(key, [seq]);
    else known.push(seq);
  }
  return effects;
}

function skipOf({ trace }: Reading, message: MessageId): Seq {
  for (let seq = 0; seq < trace.length; seq += 1)
    if (trace.kindAt(seq) === KIND.fact && trace.field(seq, 'b') === skipped && trace.field(seq, 'd') === message)
      return seq;
  return NONE;
}

/** What the mend costs a message that nothing went wrong with: what its way has in the mended run and not in the plain one. */
export interface Cost {
  readonly message: MessageId;
  /** "processed_orders" → 1 more row. */
  readonly rows: readonly (readonly [table: string, more: number])[];
  /** "begin" → 1 more request to a table's node, and its answer. */
  readonly requests: readonly (readonly [label: string, more: number])[];
  /** How much longer its program worked on it. */
  readonly work: Micros;
}

/** @returns null if every message met a mishap in one of the runs */
export function costOf(mended: Reading, plain: Reading): Cost | null {
  const [with_, without] = [tallies(mended), tallies(plain)];
  for (const [message, here] of with_) {
    const there = without.get(message);
    if (there === undefined || here.works !== 1 || there.works !== 1) continue;
    return {
      message,
      rows: more(here.rows, there.rows),
      requests: more(here.requests, there.requests),
      work: here.work - there.work,
    };
  }
  return null;
}

interface Tally {
  readonly rows: Map<string, number>;
  readonly requests: Map<string, number>;
  works: number;
  work: Micros;
}

/** By message: rows that rest in the end, requests to stores, and time at work. */
function tallies(reading: Reading): Map<MessageId, Tally> {
  const { trace, header, copies } = reading;
  const found = new Map<MessageId, Tally>();
  const of = (message: MessageId): Tally => {
    const known = found.get(message) ?? { rows: new Map(), requests: new Map(), works: 0, work: 0 };
    found.set(message, known);
    return known;
  };
  for (let seq = 0; seq < trace.length; seq += 1) {
    const kind = trace.kindAt(seq);
    if (kind === KIND.put) {
      const place = header.places[trace.field(seq, 'c')];
      const stays = copies.taken(trace.field(seq, 'a')) === NONE;
      if (place?.shape === 'rows' && stays) add(of(trace.field(seq, 'b')).rows, place.title);
    } else if (kind === KIND.sent && trace.field(seq, 'e') !== NONE) {
      const packet = reading.packet(trace.field(seq, 'a'));
      if (packet?.words !== undefined && header.nodes[packet.to]?.column === 'store')
        add(of(trace.field(seq, 'e')).requests, packet.words.label);
    }
  }
  for (const { message, from, to } of livesOf(trace, header).works) {
    const tally = of(message);
    tally.works += 1;
    tally.work += to - from;
  }
  return found;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function more(here: ReadonlyMap<string, number>, there: ReadonlyMap<string, number>): [string, number][] {
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((key): [string, number] => [key, (here.get(key) ?? 0) - (there.get(key) ?? 0)])
    .filter(([, difference]) => difference !== 0);
}
