import type { PacketScene, Scene } from '../../analysis/scene/scene';
import { NONE, type MessageId } from '../../engine/units';
import type { StageModel } from './model';

/** What things are called where they cannot be seen: in the outline, for screen readers and tests. */

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "order 3", "orders 3 and 4", "orders 1 to 12". */
export function messagesName(messages: readonly MessageId[], model: StageModel): string {
  const [one, many] = model.header.noun;
  const numbers = messages.map((message) => model.numberOf(message));
  if (numbers.length === 1) return `${one} ${numbers[0]!}`;
  if (numbers.length === 2) return `${many} ${numbers[0]!} and ${numbers[1]!}`;
  return `${many} ${numbers[0]!} to ${numbers[numbers.length - 1]!}`;
}

/** "Ack of order 3, from Payment Worker 1 to RabbitMQ". */
export function packetName(packet: PacketScene, model: StageModel): string {
  const words = model.wordsOf(packet.what);
  const about = packet.messages.length === 0 ? '' : ` of ${messagesName(packet.messages, model)}`;
  return `${capital(words.label)}${about}, from ${titleOf(packet.from, model)} to ${titleOf(packet.to, model)}`;
}

export const titleOf = (node: number, model: StageModel): string => model.header.nodes[node]?.title ?? 'unknown';

const COLUMN_WORDS = { producer: 'producer', broker: 'broker', consumer: 'consumer', store: 'database' } as const;
const STATE_WORDS = {
  'not-started': 'not started',
  up: 'up',
  down: 'crashed',
  paused: 'paused',
  ended: 'ended',
} as const;

/** "Payment Worker 1, consumer, up, holds order 5". */
export function nodeName(scene: Scene, node: number, model: StageModel): string {
  const info = model.header.nodes[node]!;
  const state = STATE_WORDS[scene.nodes[node]?.state ?? 'up'];
  const hand = model.header.places.filter((place) => place.node === node && place.shape === 'hand');
  const held = hand.flatMap(({ id }) => (scene.places[id]?.copies ?? []).map(({ message }) => message));
  const holds = held.length > 0 ? `, holds ${messagesName(held, model)}` : '';
  return `${info.title}, ${COLUMN_WORDS[info.column]}, ${state}${holds}`;
}

/** "order-processing-queue, 3 ready, 1 unacked"; "payments, 5 rows, order 3 twice". */
export function placeName(scene: Scene, place: number, held: number, model: StageModel): string {
  const info = model.header.places[place]!;
  const copies = scene.places[place]?.copies ?? [];
  switch (info.shape) {
    case 'slots':
    case 'held': {
      const unacked = held === NONE ? '' : `, ${scene.places[held]?.count ?? 0} unacked`;
      return info.deadLetter
        ? `${info.title}, dead letters, ${copies.length}`
        : `${info.title}, ${copies.length} ready${unacked}`;
    }
    case 'log':
      return `${info.title}, log, ${copies.length} records`;
    case 'rows':
      return `${info.title}, ${copies.length} ${copies.length === 1 ? 'row' : 'rows'}${twiceIn(copies, model)}`;
    case 'exchange':
      return `${info.title}, exchange, ${info.badges[0] ?? ''}`;
    case 'hand':
    case 'waiting':
    case 'binding':
      return `${info.title}, ${copies.length}`;
  }
}

function twiceIn(copies: readonly { readonly message: MessageId }[], model: StageModel): string {
  const counts = new Map<MessageId, number>();
  for (const { message } of copies) counts.set(message, (counts.get(message) ?? 0) + 1);
  const twice = [...counts].filter(([, count]) => count > 1).map(([message]) => message);
  return twice.length === 0 ? '' : `, ${messagesName(twice, model)} twice`;
}
