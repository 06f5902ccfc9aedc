import type { Self } from '../../engine/actor';
import { textOf } from '../../engine/trace/words';
import { MILLISECOND, NONE, type MessageId } from '../../engine/units';
import { RETRY_COUNT, type ActOutcome, type Answer, type Delivery, type Sending } from '../ports';
import { Window } from '../window';
import type { ConsumerConfig } from './config';
import { publish, type MessageProperties, type Packet } from './packets';
import { CHANNEL, type ClientOut, type Session } from './session';

/**
 * What a consumer's program publishes, on the channel that it consumes on: the message in its hand once more, with
 * headers of its own. With publisher confirms the program waits until the broker has it; a nack, a return or the end
 * of the channel is an error to it, and it cannot know then whether the message was stored.
 * Source: AMQP 0-9-1, basic.publish; rabbitmq.com/docs/confirms#publisher-confirms.
 */

/** A delivery as its message came: what is sent on keeps it. */
export interface Received extends Delivery {
  readonly properties: MessageProperties;
  readonly routingKey: string;
}

export interface PublishingMemory {
  readonly session: Session;
  /** Deliveries that were published on and not confirmed, by the publish's number on the channel. */
  unconfirmed: Window<Unconfirmed>;
  /** The session whose channel has been put into confirm mode: with the first publish, for most programs never publish. */
  confirming: number;
}

interface Unconfirmed {
  readonly delivery: Received;
  /** It reached no queue. */
  returned: boolean;
}

type Publisher = Self<ConsumerConfig, PublishingMemory, unknown>;

/** Publishes what is in hand. */
export function publishOn(
  { memory, config }: Publisher,
  delivery: Received,
  sending: Sending,
  out: ClientOut,
): ActOutcome {
  const { session } = memory;
  if (!session.open) return { error: 'publish-failed' };
  if (config.confirms && memory.confirming !== session.number) {
    memory.confirming = session.number;
    out.send(session.connection, { kind: 'confirm-select', channel: CHANNEL });
  }
  const to = textOf(sending.to);
  const isExchange = config.exchanges.includes(to);
  const packet = publish(
    CHANNEL,
    isExchange ? to : '',
    isExchange ? sending.routingKey || delivery.routingKey : to,
    config.mandatory,
    propertiesOf(delivery, sending),
    delivery.key,
    delivery.retries + delivery.attempt,
  );
  session.spoke = true;
  out.sendCopy(session.connection, packet, delivery.message, delivery.copy, delivery.retries + delivery.attempt);
  for (const { note, figure } of sending.headers) out.note(note, figure);
  if (!config.confirms) return 'done';
  memory.unconfirmed.push({ delivery, returned: false });
  return 'waits';
}

/** As `{ ...message.properties, headers: { ...message.properties.headers, … } }` in JavaScript: an expiration is the publisher's own business. */
function propertiesOf({ properties }: Received, { headers, expiration }: Sending): MessageProperties {
  return {
    ...properties,
    expiration: expiration === NONE ? null : String(Math.floor(expiration / MILLISECOND)),
    headers: { ...properties.headers, ...Object.fromEntries(headers.map(({ name, value }) => [name, value])) },
    hasDied: false,
  };
}

/** How often a program has sent it round again, by its header. */
export function retriesOf({ headers }: MessageProperties): number {
  const count = headers?.[RETRY_COUNT];
  return typeof count === 'number' ? count : 0;
}

/** The broker answers for what was published: the acts that are over now. */
export function onAnswer(memory: PublishingMemory, packet: Packet, message: MessageId): readonly Answer[] {
  const { unconfirmed } = memory;
  if (packet.kind === 'return') {
    for (const [, each] of unconfirmed.entries()) if (each.delivery.message === message) each.returned = true;
  }
  if (packet.kind !== 'confirm' && packet.kind !== 'confirm-nack') return [];
  const answers: Answer[] = [];
  for (let tag = packet.multiple ? unconfirmed.first : packet.tag; tag <= packet.tag; tag += 1) {
    const settled = unconfirmed.remove(tag);
    if (settled !== null) answers.push(answer(settled, packet.kind === 'confirm' && !settled.returned));
  }
  return answers;
}

/** The channel is gone: nobody will say what became of what was under way. */
export function giveUpAll(memory: PublishingMemory): readonly Answer[] {
  const answers = [...memory.unconfirmed.entries()].map(([, each]) => answer(each, false));
  memory.unconfirmed = new Window(1);
  return answers;
}

const answer = ({ delivery }: Unconfirmed, isStored: boolean): Answer => ({
  copy: delivery.copy,
  settles: false,
  error: isStored ? null : 'publish-failed',
});
