import { NONE, type MessageId, type Seq } from '../../engine/units';
import { BELIEFS, type Belief } from '../beliefs';
import { outcomeOf, type Outcome } from '../outcomes';
import type { MessageScene, Scene, SubscriptionScene } from '../scene/scene';
import type { Telling } from '../sentences';
import { timesText } from '../text';
import { hadEffect } from '../verbs';

/**
 * What is so at this moment and stands in no line, no figure and no metric: each tool sees its own node, and only the
 * whole run shows that work was done twice, or will never be done.
 */
export interface Unseen {
  readonly text: string;
  /** A record that shows it, or NONE. */
  readonly seq: Seq;
}

/** Of so many messages each is looked at; of more only the counts are told. */
const NAMED_MAX = 400;

export function unseenAt(telling: Telling, scene: Scene): Unseen[] {
  const { reading, names } = telling;
  const { header } = reading;
  if (scene.messages.length > NAMED_MAX) return countsOf(telling, scene);
  const held = new Set<MessageId>();
  for (const place of scene.places) {
    if (header.places[place.id]?.shape === 'held') for (const { message } of place.copies) held.add(message);
  }
  const twice: [MessageScene, SubscriptionScene][] = [];
  const lost: MessageId[] = [];
  const outstanding: MessageId[] = [];
  const toldNo: MessageId[] = [];
  for (const message of scene.messages) {
    for (const row of message.subscriptions) {
      const outcome = outcomeOf(scene, message, row);
      if (outcome === 'duplicated') twice.push([message, row]);
      else if (outcome === 'lost') lost.push(message.message);
      if (row.effectsAt.length === 0) continue;
      if (held.has(message.message)) outstanding.push(message.message);
      if (message.belief === 'failed' || message.belief === 'unknown') toldNo.push(message.message);
    }
  }
  const found: Unseen[] = [];
  const [first] = twice;
  if (first !== undefined) {
    const [message, row] = first;
    const last = row.effectsAt.at(-1)!;
    const had = hadEffect(header.places[last.place]?.verb ?? '');
    const text =
      twice.length === 1
        ? `${names.message(message.message)} ${had} ${timesText(row.effectsAt.length)}`
        : `${names.messages(twice.map(([each]) => each.message))} ${had.replace(/^was /, 'were ').replace('had its', 'had their')} more than once`;
    found.push({ text, seq: last.seq });
  }
  if (lost.length > 0)
    found.push({
      text: `${names.messages(lost)} ${lost.length === 1 ? 'is' : 'are'} lost: nobody will do the work any more`,
      seq: NONE,
    });
  if (outstanding.length > 0)
    found.push({
      text: `${names.messages(outstanding)}, still unacked, ${outstanding.length === 1 ? 'is' : 'are'} done already`,
      seq: NONE,
    });
  if (toldNo.length > 0)
    found.push({
      text: `${names.messages(toldNo)} ${toldNo.length === 1 ? 'is' : 'are'} done, and the producer was not told so`,
      seq: NONE,
    });
  return found;
}

/** The same of a run of very many messages, in numbers. */
function countsOf({ reading: { header } }: Telling, scene: Scene): Unseen[] {
  const sum = (outcomes: readonly Outcome[], beliefs: readonly Belief[]): number =>
    header.subscriptions.reduce(
      (total, _, subscription) =>
        total +
        outcomes
          .flatMap((outcome) => beliefs.map((belief) => scene.census.count(scene, subscription, outcome, belief)))
          .reduce((a, b) => a + b, 0),
      0,
    );
  const those = (count: number, one: string, many: string): string =>
    `${count} ${count === 1 ? `${header.noun[0]} ${one}` : `${header.noun[1]} ${many}`}`;
  const told = (count: number, one: string, many: string): Unseen[] =>
    count === 0 ? [] : [{ text: those(count, one, many), seq: NONE }];
  return [
    ...told(sum(['duplicated'], BELIEFS), 'had its effect more than once', 'had their effect more than once'),
    ...told(
      sum(['lost'], BELIEFS),
      'is lost: nobody will do the work any more',
      'are lost: nobody will do the work any more',
    ),
    ...told(
      sum(['done', 'duplicated'], ['failed', 'unknown']),
      'is done, and the producer was not told so',
      'are done, and the producer was not told so',
    ),
  ];
}
