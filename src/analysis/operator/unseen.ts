import { NONE, type MessageId, type Seq } from '../../engine/units';
import { outcomeOf } from '../outcomes';
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

export function unseenAt({ reading, names }: Telling, scene: Scene): Unseen[] {
  const { header } = reading;
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
