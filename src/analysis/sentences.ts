import type { RecordKind, TraceRecord } from '../engine/trace/record';
import { textOf, word, type Word } from '../engine/trace/words';
import { NONE, type MessageId, type NodeId, type PlaceId, type Seq } from '../engine/units';
import { W } from '../engine/words';
import { Names } from './names';
import type { PacketReading, Reading } from './reading';
import { durationText, fill, listText, sentenceOf, timesText, wordCount } from './text';
import { effectClause } from './verbs';

/**
 * Records as sentences: one generator for the log, for what a screen reader hears and for stories. What
 * packets and facts mean stands in the trace's vocabulary; the rest is said here, one function a kind.
 */

/** The most words a sentence may have: what is longer leaves out its subordinate clause. */
export const WORDS_MAX = 20;

/** What the functions below read from. */
export interface Telling {
  readonly reading: Reading;
  readonly names: Names;
}

export const tellingOf = (reading: Reading): Telling => ({ reading, names: new Names(reading.header) });

/** The sentence of a record. Empty for what there is nothing to say of. */
export function sentence(telling: Telling, seq: Seq): string {
  return sentenceOf(clause(telling, telling.reading.trace.record(seq)));
}

const clause = <K extends RecordKind>(telling: Telling, record: TraceRecord<K>): string =>
  (CLAUSES[record.kind] as (telling: Telling, record: TraceRecord<K>) => string)(telling, record);

const CLAUSES: { readonly [K in RecordKind]: (telling: Telling, record: TraceRecord<K>) => string } = {
  produced: ({ names }, { node, message }) => `${names.node(node)} has ${names.message(message)} to send`,
  intended: ({ names }, { message, subscription }) =>
    `${names.message(message)} is meant for ${names.subscription(subscription)}`,
  sent: (telling, { packet }) =>
    packetClause(telling, packet, 'sent', (known) => `${telling.names.node(known.from)} sends the ${label(known)}`),
  carries: ({ names }, { message }) => `it carries ${names.message(message)}, too`,
  noted: ({ reading }, { name, value }) => `it says: ${textOf(name)} ${noteText(reading, name, value)}`,
  arrived: (telling, { packet }) =>
    packetClause(telling, packet, 'arrived', (known) => `the ${label(known)} reaches ${telling.names.node(known.to)}`),
  lost: (telling, { packet, why }) => lossClause(telling, packet, why),
  put: ({ names, reading }, { message, place, index }) => {
    const info = reading.header.places[place];
    const it = names.message(message);
    const node = names.node(info?.node ?? NONE);
    switch (info?.shape) {
      case 'waiting':
        return `${node} keeps ${it} until it knows that it is safe`;
      case 'hand':
        return `${node} has ${it} in hand`;
      case 'held':
        return `${node} keeps its copy of ${it} until it is acked`;
      case 'log':
        return `${it} is appended to ${names.place(place)} at offset ${index}`;
      case 'rows':
        return `${node} has a row of ${it} in ${names.place(place)}`;
      default:
        return info?.deadLetter === true
          ? `${it} is put aside in ${names.place(place)}`
          : `${it} waits in ${names.place(place)}`;
    }
  },
  taken: ({ names, reading }, { copy, place, why }) => {
    const message = reading.copies.message(copy);
    const node = reading.header.places[place]?.node ?? NONE;
    return (
      reasonClause({ names, reading }, why, { message, place, node }) ??
      `${names.message(message)} leaves ${names.place(place)}: ${textOf(why)}`
    );
  },
  owed: ({ names }, { message, subscription }) =>
    `${names.message(message)} is owed to ${names.subscription(subscription)}`,
  released: ({ names, reading }, { message, subscription, copy, why }) => {
    const put = reading.copies.put(copy);
    const place = put === NONE ? NONE : reading.trace.field(put, 'c');
    const node = reading.header.places[place]?.node ?? NONE;
    const reason = reasonClause({ names, reading }, why, { message, place, node });
    return (
      reason ?? `${names.message(message)} is no longer owed to ${names.subscription(subscription)}: ${textOf(why)}`
    );
  },
  effect: (telling, { seq, node, message, place }) => {
    const times = effectNumber(telling.reading, seq);
    const verb = telling.reading.header.places[place]?.verb ?? '';
    return effectClause(verb, telling.names.node(node), telling.names.message(message), times, timesText(times));
  },
  learned: ({ names }, { node, message, belief }) => {
    const [who, what] = [names.node(node), names.message(message)];
    if (belief === W.acknowledged) return `${who} is told yes: ${what} is safe`;
    if (belief === W.failed) return `${who} is told no: ${what} has failed`;
    return `${who} will not hear what became of ${what}`;
  },
  mark: ({ names, reading }, { place, name, owner, value }) => {
    const whose =
      name === word('committed') || name === word('position') ? reading.header.subscriptions[owner] : undefined;
    return `${textOf(name)}${whose === undefined ? '' : ` of ${whose}`} in ${names.place(place)} moves to ${value}`;
  },
  clock: (telling, { node, name, message, low, high }) => {
    const lasting = durationText(high * 1_073_741_824 + low);
    const said = reasonClause(telling, name, { node, message });
    if (said !== null) return `${said} (${lasting})`;
    return `${telling.names.node(node)}: ${textOf(name)}${of(telling, message)}, ${lasting}`;
  },
  stopped: ({ names }, { node }) => `a clock of ${names.node(node)} stops`,
  step: ({ names, reading }, { node, step, message }) => {
    const label = reading.header.nodes[node]?.program[step]?.label ?? `step ${step + 1}`;
    return `${names.node(node)}${message === NONE ? '' : `, ${names.message(message)}`}: ${label}`;
  },
  connection: ({ names }, { state, client, server, why }) =>
    connectionClause(names.node(client), names.node(server), state, why),
  node: ({ names }, { node, state, value }) => nodeClause(names.node(node), state, value),
  link: ({ names }, { from, to, state, value }) => {
    const link = `the link between ${names.node(from)} and ${names.node(to)}`;
    if (state === W.cut) return `${link} is cut: nobody is told`;
    if (state === W.healed) return `${link} is whole again`;
    return value === 0 ? `${link} no longer loses packets` : `${link} loses ${value / 10_000} % of its packets`;
  },
  fact: (telling, { node, name, value, message, place }) =>
    reasonClause(telling, name, { node, message, place, value }) ??
    `${telling.names.node(node)}: ${textOf(name)}${of(telling, message)}`,
  fault: (telling, record) => faultClause(telling, record),
  place: ({ names }, { place, state }) => `${names.place(place)} ${state === W.made ? 'comes into being' : 'is gone'}`,
  ended: (_, { why }) => {
    if (why === W.settled) return 'Finished: nothing more will happen';
    return why === W.until
      ? 'The run ends here: its time is over'
      : 'The run ends here: it has reached the limit of records';
  },
};

/** Whether this is the first, second … effect of its message for its subscription. */
export function effectNumber(reading: Reading, effect: Seq): number {
  let count = 1;
  for (let before = reading.previousEffect(effect); before !== NONE; before = reading.previousEffect(before))
    count += 1;
  return count;
}

const label = ({ words, what }: PacketReading): string => words?.label ?? textOf(what);

const of = ({ names }: Telling, message: MessageId): string =>
  message === NONE ? '' : ` of ${names.message(message)}`;

/** "the ack of order 3 from Payment Worker 1" */
export function packetName(telling: Telling, known: PacketReading): string {
  const about = known.messages.length === 0 ? '' : ` of ${telling.names.messages(known.messages)}`;
  return `the ${label(known)}${about} from ${telling.names.node(known.from)}`;
}

/** A note's value as people read it. */
export function noteText(reading: Reading, name: Word, value: number): string {
  const reads = reading.phrase(name)?.reads;
  if (reads === 'word') return textOf(value);
  return reads === 'ms' ? durationText(value * 1000) : String(value);
}

function packetFields({ names, reading }: Telling, known: PacketReading): ReadonlyMap<string, string> {
  const messages = names.messages(known.messages);
  return new Map([
    ['from', names.node(known.from)],
    ['to', names.node(known.to)],
    ['message', messages],
    ['messages', messages],
    ...known.notes.map(({ name, value }): [string, string] => [textOf(name), noteText(reading, name, value)]),
  ]);
}

const SINGULAR: Readonly<Record<string, string>> = {
  are: 'is',
  have: 'has',
  were: 'was',
  do: 'does',
  reach: 'reaches',
  wait: 'waits',
  go: 'goes',
  come: 'comes',
  leave: 'leaves',
  lie: 'lies',
  stay: 'stays',
};
const PLURAL_VERB = new RegExp(`(\\{messages\\}) (${Object.keys(SINGULAR).join('|')})\\b`, 'g');

/** Fills a packet's template. `{messages} are safe` becomes "order 3 is safe" where it is only one. */
function fillPacket(telling: Telling, known: PacketReading, template: string): string {
  const isOne = known.messages.length <= 1;
  const agreed = isOne
    ? template.replace(PLURAL_VERB, (_, field: string, verb: string) => `${field} ${SINGULAR[verb]!}`)
    : template;
  return fill(agreed, packetFields(telling, known));
}

function packetClause(
  telling: Telling,
  packet: number,
  part: 'sent' | 'arrived',
  otherwise: (known: PacketReading) => string,
): string {
  const known = telling.reading.packet(packet);
  if (known === undefined) return '';
  const template = known.words?.[part] ?? '';
  return template === '' ? otherwise(known) : fillPacket(telling, known, template);
}

function lossClause(telling: Telling, packet: number, why: Word): string {
  const known = telling.reading.packet(packet);
  if (known === undefined) return '';
  const base = `${packetName(telling, known)} ${lossVerb(telling, known, why)}`;
  const meaning = lossMeaning(telling, known);
  const whole = `${base}: ${meaning}`;
  return meaning !== '' && wordCount(whole) <= WORDS_MAX ? whole : base;
}

/** What it means that this packet is lost, as a clause; empty if the vocabulary does not say. */
export function lossMeaning(telling: Telling, known: PacketReading): string {
  return known.words?.lost === undefined ? '' : fillPacket(telling, known, known.words.lost);
}

function lossVerb({ names }: Telling, known: PacketReading, why: Word): string {
  const are = /[^s]s$/.test(label(known)) ? 'are' : 'is';
  if (why === W.reset) return `${are} lost with the connection`;
  if (why === W.receiverDown) return `${are} lost: ${names.node(known.to)} is down`;
  if (why === W.closed) return `${are} lost: the connection is closed`;
  return `${are} lost`;
}

/** Reasons that all models share, for models that say nothing better. */
const REASONS: ReadonlyMap<Word, string> = new Map([
  [W.moved, '{message} moves on from {place}'],
  [W.acked, '{message} leaves {place}: it was acked'],
  [W.rejected, '{message} leaves {place}: it was rejected'],
  [W.expired, '{message} has waited too long in {place} and is removed'],
  [W.overflowed, '{place} is full: {message} is dropped'],
  [W.truncated, '{message} is cut off from {place}'],
  [W.forgotten, '{node} forgets {message}'],
  [W.requeued, '{message} goes back to {place}'],
  [W.deadLettered, '{message} leaves {place} for the dead letters'],
  [W.done, '{node} is through with {message}'],
  [W.crashed, '{message} is gone with the memory of {node}'],
]);

interface Subject {
  readonly node?: NodeId;
  readonly message?: MessageId;
  readonly place?: PlaceId;
  readonly value?: number;
}

/** The vocabulary's sentence of a fact or a reason; null if it has none. */
function reasonClause(
  { reading, names }: Telling,
  name: Word,
  { node = NONE, message = NONE, place = NONE, value = NONE }: Subject,
): string | null {
  const template = reading.phrase(name)?.sentence || REASONS.get(name);
  if (template === undefined) return null;
  const fields = new Map<string, string>();
  if (node !== NONE) fields.set('node', names.node(node));
  if (message !== NONE) fields.set('message', names.message(message)).set('messages', names.message(message));
  if (place !== NONE) fields.set('place', names.place(place));
  if (value !== NONE) fields.set('value', String(value));
  return fill(template, fields);
}

function connectionClause(client: string, server: string, state: Word, why: Word): string {
  switch (state) {
    case W.opening:
      return `${client} begins to connect to ${server}`;
    case W.open:
      return `${client} is connected to ${server}`;
    case W.refused:
      return `nobody listens at ${server}: ${client} is refused`;
    case W.closed:
      return `the connection between ${client} and ${server} is closed`;
    default: {
      const reason =
        why === W.lost
          ? ': a packet of it was lost, and TCP cannot skip one'
          : why === W.crashed
            ? ': one end has died'
            : '';
      return `the connection between ${client} and ${server} breaks${reason}`;
    }
  }
}

function nodeClause(node: string, state: Word, value: number): string {
  switch (state) {
    case W.started:
      return `${node} starts`;
    case W.crashed:
      return `${node} crashes: what it held in memory is gone`;
    case W.ended:
      return `${node} has closed its connections and ends`;
    case W.restarted:
      return `${node} starts again, with what is on its disk`;
    case W.paused:
      return `${node} stops for a while and does not know it`;
    case W.resumed:
      return `${node} goes on where it was`;
    default:
      return value === 100 ? `${node} works at its usual speed again` : `${node} works ${value / 100} times slower`;
  }
}

/** Records after a fault in which its own deed is looked for. */
const DEED_WITHIN = 8;

/** What a fault did stands in the record that it caused. */
function faultClause(telling: Telling, { seq, packet, node }: TraceRecord<'fault'>): string {
  const { reading, names } = telling;
  const { trace } = reading;
  const known = packet === NONE ? undefined : reading.packet(packet);
  const it = known === undefined ? '' : packetName(telling, known);
  for (let next = seq + 1; next < Math.min(seq + DEED_WITHIN, trace.length); next += 1) {
    if (trace.causeAt(next) !== seq) continue;
    const deed = trace.record(next);
    if (deed.kind === 'lost' && known !== undefined) return `you lose ${it}`;
    if (deed.kind === 'noted' && known !== undefined) {
      return deed.name === W.delayed
        ? `you delay ${it} by ${durationText(deed.value)}`
        : `you make ${names.node(known.to)} answer ${it} with an error`;
    }
    if (deed.kind === 'node') return nodeDeed(names.node(deed.node), deed);
    if (deed.kind === 'link') return linkDeed(listText([names.node(deed.from), names.node(deed.to)]), deed);
  }
  if (known !== undefined) return `you send ${it} twice`;
  return node === NONE
    ? 'a fault strikes, and finds nothing to change'
    : `you strike ${names.node(node)}, to no effect`;
}

const NODE_DEEDS = new Map<Word, string>([
  [W.crashed, 'crash'],
  [W.restarted, 'start'],
  [W.paused, 'pause'],
  [W.resumed, 'wake'],
]);

function nodeDeed(node: string, { state, value }: TraceRecord<'node'>): string {
  const deed = NODE_DEEDS.get(state);
  return deed === undefined ? `you make ${node} work ${value / 100} times slower` : `you ${deed} ${node}`;
}

function linkDeed(ends: string, { state, value }: TraceRecord<'link'>): string {
  if (state === W.cut) return `you cut the link between ${ends}`;
  if (state === W.healed) return `you heal the link between ${ends}`;
  return `you make the link between ${ends} lose ${value / 10_000} % of its packets`;
}
