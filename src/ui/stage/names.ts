import type { PacketScene, PlaceScene, Scene } from '../../analysis/scene/scene';
import type { NodeInfo, PlaceInfo } from '../../engine/trace/header';
import { NONE, type MessageId } from '../../engine/units';
import { groupsOf } from './groups';
import { alertAt, alertOn } from './marks/nodeFigures';
import { logFigures } from './marks/partitionRow';
import { logLore } from './marks/transactions';
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

const COLUMN_WORDS = {
  producer: 'producer',
  service: 'service',
  broker: 'broker',
  consumer: 'consumer',
  store: 'database',
} as const;
const STATE_WORDS = {
  'not-started': 'not started',
  up: 'up',
  down: 'crashed',
  paused: 'paused',
  ended: 'ended',
} as const;

/** What watches a broker stands among the consumers and is none. */
const roleOf = ({ model, column }: NodeInfo): string => (model === 'monitor' ? 'monitor' : COLUMN_WORDS[column]);

/** "Payment Worker 1, consumer, up, holds order 5". */
export function nodeName(scene: Scene, node: number, model: StageModel): string {
  const info = model.header.nodes[node]!;
  const state = STATE_WORDS[scene.nodes[node]?.state ?? 'up'];
  const hand = model.header.places.filter((place) => place.node === node && place.shape === 'hand');
  const held = hand.flatMap(({ id }) => (scene.places[id]?.copies ?? []).map(({ message }) => message));
  const holds = held.length > 0 ? `, holds ${messagesName(held, model)}` : '';
  return `${info.title}, ${roleOf(info)}, ${state}${holds}${alertName(alertOn(scene, node, model))}`;
}

/** ", depth alert raised": what the plate says. */
const alertName = (alert: string): string => (alert === '' ? '' : `, ${alert} raised`);

/** "order-processing-queue, 3 ready, 1 unacked"; "payments, 5 rows, order 3 twice". */
export function placeName(scene: Scene, place: number, held: number, model: StageModel): string {
  const info = model.header.places[place]!;
  const { count, repeats } = scene.places[place] ?? { count: 0, repeats: NONE_TWICE };
  switch (info.shape) {
    case 'slots':
    case 'held': {
      const unacked = held === NONE ? '' : `, ${scene.places[held]?.count ?? 0} unacked`;
      const figures = info.deadLetter ? `dead letters, ${count}` : `${count} ready${unacked}`;
      return `${info.title}, ${figures}${deadLettersName(info, model)}${alertName(alertAt(scene, place, model))}`;
    }
    case 'log':
      return `${info.title}, log, ${count} ${count === 1 ? 'record' : 'records'}${logName(scene, place, model)}`;
    case 'rows':
      return `${info.title}, ${count} ${count === 1 ? 'row' : 'rows'}${twiceIn(repeats, model)}`;
    case 'exchange':
      return `${info.title}, exchange, ${info.badges[0] ?? ''}${waysName(scene, place, model)}`;
    case 'hand':
    case 'waiting':
    case 'binding':
      return `${info.title}, ${count}`;
  }
}

/** ", dead letters go to order-dlq". */
function deadLettersName({ node, deadLettersTo }: PlaceInfo, { header }: StageModel): string {
  if (deadLettersTo === undefined) return '';
  const to = header.places.find((place) => place.node === node && place.name === deadLettersTo);
  return to === undefined ? '' : `, dead letters go to ${to.title}`;
}

/** ", to email, to orders by eu.*": where an exchange hands on. */
function waysName(scene: Scene, place: number, { header }: StageModel): string {
  return header.places
    .filter(({ id, shape, of }) => shape === 'binding' && of === place && scene.places[id]?.exists === true)
    .map(({ to, title }) => `, to ${header.places[to]?.title ?? 'nowhere'}${title === '' ? '' : ` by ${title}`}`)
    .join('');
}

/** What the marks on a log say: ", 1 aborted, transaction open, billing has committed 2, lag 3, read by Billing 1". */
function logName(scene: Scene, place: number, model: StageModel): string {
  const box = model.layout.places.get(place);
  if (box === undefined) return '';
  const { transactions, lanes } = logFigures(scene, box, model);
  const aborted = [...logLore(model.lore.signs, place).struck.values()].filter((seq) => seq < scene.seq).length;
  const parts = aborted > 0 ? [`${aborted} aborted`] : [];
  if (transactions.some(({ state }) => state === 'open')) parts.push('a transaction is open');
  const groups = groupsOf(model.header);
  for (const { owner, committed, lag, reader } of lanes) {
    const group = groups.find((one) => one.owner === owner)?.name ?? 'a reader';
    if (committed !== null) parts.push(`${group} has committed ${committed}, lag ${lag}`);
    if (reader !== null) parts.push(`${group} reads it by ${reader === NONE ? 'nobody' : titleOf(reader, model)}`);
  }
  return parts.map((part) => `, ${part}`).join('');
}

const NONE_TWICE: PlaceScene['repeats'] = new Map();

function twiceIn(repeats: PlaceScene['repeats'], model: StageModel): string {
  if (repeats.size === 0) return '';
  // In the order of their first rows, of which only the ends are named.
  const order = [...repeats].map(([message, [first]]) => ({ message, index: first!.index }));
  const lowest = order.reduce((one, other) => (other.index < one.index ? other : one));
  const highest = order.reduce((one, other) => (other.index > one.index ? other : one));
  const named = order.length === 1 ? order : [lowest, ...order.slice(2, 3), highest];
  return `, ${messagesName(
    named.map(({ message }) => message),
    model,
  )} twice`;
}
