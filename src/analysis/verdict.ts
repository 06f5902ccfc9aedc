import { NONE, type MessageId, type Seq } from '../engine/units';
import { lossOf } from './losses';
import type { Outcome } from './outcomes';
import { mayServe } from './scene/mask';
import type { MessageScene, Scene, SubscriptionScene } from './scene/scene';
import { sentence, type Telling } from './sentences';
import { listText, sentenceOf, timesText } from './text';
import { hadEffect } from './verbs';
import { lowerFirst, whyEffectAgain } from './why';

/** The last sentence of a story: what became of the message, and why. */
export function verdictSentence(
  telling: Telling,
  scene: Scene,
  message: MessageScene,
  row: SubscriptionScene,
  outcome: Outcome,
): string {
  return sentenceOf(VERDICTS[outcome](telling, scene, message, row));
}

type VerdictOf = (telling: Telling, scene: Scene, message: MessageScene, row: SubscriptionScene) => string;

const VERDICTS: { readonly [O in Outcome]: VerdictOf } = {
  duplicated: (telling, _scene, { message }, row) => {
    const reason = whyEffectAgain(telling, row.effectsAt[1]!.seq);
    const base = `${telling.names.message(message)} ${effectWords(telling, row)} ${timesText(row.effectsAt.length)}`;
    return reason === null ? base : `${base}: ${reason.clause}`;
  },
  done: (telling, scene, { message }, row) => {
    const name = telling.names.message(message);
    const had = effectWords(telling, row);
    if (row.deliveries <= 1) return `${name} ${had} once`;
    const skip = lastFact(telling, scene, message, row.effectsAt[0]!.seq);
    const base = `${name} was delivered ${timesText(row.deliveries)} and ${had.replace(/^was /, '')} once`;
    return skip === NONE ? base : `${base}, because ${lowerFirst(sentence(telling, skip))}`;
  },
  pending: (telling, scene, message, row) => {
    const { names } = telling;
    const where = whereabouts(telling, scene, message.message, row);
    return `${names.message(message.message)} is pending: ${where === '' ? 'something may still come of it' : where}`;
  },
  deadLettered: (telling, scene, { message }) => {
    const places = restingIn(telling, scene, message, (info) => info.deadLetter).map((id) => telling.names.place(id));
    return `${telling.names.message(message)} had no effect and lies in ${listText(places) || 'a dead letter queue'}, for somebody to look at`;
  },
  expired: (telling, _scene, { message }) =>
    `${telling.names.message(message)} was removed before anybody had taken it up`,
  rejected: (telling, _scene, { message }) => {
    const producer = telling.reading.header.messages[message]?.node ?? NONE;
    return `no broker ever stored ${telling.names.message(message)}, and ${telling.names.node(producer)} knows it`;
  },
  lost: (telling, _scene, message, row) => {
    const { names, reading } = telling;
    const how = lossOf(reading, message, row);
    const told =
      message.belief === 'acknowledged'
        ? `. ${names.node(reading.header.messages[message.message]?.node ?? NONE)} was told yes all the same`
        : '';
    return `${names.message(message.message)} is lost: ${howWords(how)}${told}`;
  },
};

function effectWords({ reading }: Telling, { effectsAt }: SubscriptionScene): string {
  return hadEffect(reading.header.places[effectsAt[0]?.place ?? NONE]?.verb ?? '');
}

/** The last thing that a consumer said about the message after its first effect: why it had no second. */
function lastFact({ reading }: Telling, scene: Scene, message: MessageId, effect: Seq): Seq {
  const fact = scene.facts.findLast(
    ({ message: about, seq, name, node }) =>
      about === message &&
      seq > effect &&
      reading.header.nodes[node]?.column === 'consumer' &&
      reading.phrase(name)?.quiet !== true,
  );
  return fact?.seq ?? NONE;
}

type PlaceOf = Telling['reading']['header']['places'][number];

function restingIn(
  { reading }: Telling,
  scene: Scene,
  message: MessageId,
  wanted: (info: PlaceOf) => boolean,
): number[] {
  return scene.places.flatMap(({ id, copies }) => {
    const info = reading.header.places[id];
    return info !== undefined && wanted(info) && copies.some((copy) => copy.message === message) ? [id] : [];
  });
}

/** What it waits for, from what is nearest to an effect on. */
function whereabouts(telling: Telling, scene: Scene, message: MessageId, { subscription }: SubscriptionScene): string {
  const { reading, names } = telling;
  const worker = scene.nodes.find(({ work }) =>
    work.some((one) => one.message === message && mayServe(one.mask, subscription)),
  );
  if (worker !== undefined) return `${names.node(worker.id)} is at work on it`;
  for (const packet of scene.packets.values()) {
    const index = packet.messages.indexOf(message);
    if (
      index === -1 ||
      packet.copies[index] === NONE ||
      !mayServe(reading.copies.mask(packet.copies[index]!), subscription)
    )
      continue;
    return `it is on its way to ${names.node(packet.to)}`;
  }
  const resting = (shape: PlaceOf['shape']) => restingIn(telling, scene, message, (info) => info.shape === shape)[0];
  const hand = resting('hand');
  if (hand !== undefined) return `${names.node(reading.header.places[hand]!.node)} has it in hand`;
  const held = resting('held');
  if (held !== undefined) return `it is unacked in ${names.place(reading.header.places[held]!.of)}`;
  const queue = resting('slots');
  if (queue !== undefined) return `it waits in ${names.place(queue)}`;
  const waiting = resting('waiting');
  if (waiting !== undefined) return `${names.node(reading.header.places[waiting]!.node)} has it and may send it again`;
  const log = resting('log');
  return log === undefined ? '' : `it lies in ${names.place(log)}, and its group has not read past it`;
}

/** Ways of being lost that every model shares, told; others are told as the models call them. */
const HOWS: Readonly<Record<string, string>> = {
  'skipped-by-commit': 'the committed offset moved past it, and nobody will read it again',
  'lost-in-transit': 'it was lost on its way, and nobody keeps it to send it again',
  'gone-with-producer': 'its producer died before it was safe',
  'never-sent': 'it never left its producer',
  'not-routed': 'no binding led it to this queue',
  overflowed: 'its queue was full, and dropped it',
  'drop-head': 'its queue was full, and dropped it to make room for another',
  'reject-publish': 'its queue was full, and refused it',
  rejected: 'it was rejected, and its queue had nowhere to send it',
  truncated: 'the log was cut back to before it',
  unroutable: 'no queue was bound for it',
  crashed: 'it was kept in memory only, and the broker’s process died',
};

function howWords(how: string): string {
  const known = HOWS[how];
  if (known !== undefined) return known;
  const then = /^(.+)-then-(.+)$/.exec(how);
  if (then !== null) {
    const [, first, second] = then as unknown as [string, string, string];
    const end =
      second === 'crashed'
        ? 'its worker died'
        : second === 'lost'
          ? 'it was lost on its way'
          : `it was gone from its worker (${second})`;
    return `it was ${first} before its effect, and then ${end}. No copy is left that would be delivered`;
  }
  const without = /^(.+)-without-effect$/.exec(how);
  return without === null ? how.replaceAll('-', ' ') : `it was ${without[1]!} although nothing had been done with it`;
}
