import type { PacketWords, TraceHeader } from '../../engine/trace/header';
import { word, type Word } from '../../engine/trace/words';
import type { CopyId, MessageId, NodeId, PacketId, PlaceId } from '../../engine/units';
import { HUES, huesOf } from '../app/hues';
import { groupsOf } from './groups';
import { LOST_AT } from './interpolate';
import type { Layout } from './layout';
import type { Lore } from './lore';
import { linkIndex, type LinkPath } from './links';

/** What all marks need beside the scene: made once for a run and a size, never per frame. */
export interface StageModel {
  readonly header: TraceHeader;
  readonly layout: Layout;
  /** The index of a message's hue in HUES, or INK. */
  hueOf(message: MessageId): number;
  numberOf(message: MessageId): string;
  wordsOf(what: Word): PacketWords;
  linkOf(a: NodeId, b: NodeId): LinkPath | undefined;
  /** How much of its way a packet makes that will be lost. */
  lostAt(packet: PacketId): number;
  /** 1 for the first time that a message is published, 2 for a producer's second try. */
  attemptOf(packet: PacketId): number;
  /** 1 for the first time that a message is delivered from a place, 2 for its redelivery. */
  deliveryOf(copy: CopyId): number;
  /** Which of the subscribers a node works for, where messages go to several: a letter; empty where it is no question. */
  letterOf(node: NodeId): string;
  readonly lore: Lore;
}

/** Instead of a hue: what speaks about messages and is none. */
export const INK = -1;
/** Of a cell that stands for many messages. */
export const CROWD = -2;

export const UNKNOWN_PACKET: PacketWords = {
  kind: 'packet',
  role: 'control',
  shape: 'request',
  label: 'packet',
  sent: '',
  arrived: '',
};

export function modelOf(header: TraceHeader, layout: Layout, lore: Lore): StageModel {
  const packets = new Map(header.vocabulary.packets.map((words) => [word(words.kind), words]));
  const hues = huesOf(header).map((hue) => HUES.indexOf(hue));
  const linkOf = linkIndex(layout.links);
  return {
    header,
    layout,
    hueOf: (message) => hues[message] ?? INK,
    numberOf: (message) => String(header.messages[message]?.number ?? '?'),
    wordsOf: (what) => packets.get(what) ?? UNKNOWN_PACKET,
    linkOf,
    lostAt: (packet) => lore.lostAlong.get(packet) ?? LOST_AT,
    attemptOf: (packet) => lore.attempts.get(packet) ?? 1,
    deliveryOf: (copy) => lore.deliveries.get(copy) ?? 1,
    letterOf: subscriberLetters(header),
    lore,
  };
}

/** Places of a node with one of these shapes. */
export function placesOf(header: TraceHeader, node: NodeId, shape: TraceHeader['places'][number]['shape']): PlaceId[] {
  return header.places.filter((place) => place.node === node && place.shape === shape).map((place) => place.id);
}

/**
 * Consumers' letters, where a message goes to several: that of their group, else the first of what they read
 * from, or its number where two begin alike.
 */
function subscriberLetters(header: TraceHeader): (node: NodeId) => string {
  const { subscriptions, nodes } = header;
  const firsts = subscriptions.map((name) => name.charAt(0).toUpperCase());
  const isUnique = (letter: string): boolean => firsts.indexOf(letter) === firsts.lastIndexOf(letter);
  const groups = groupsOf(header);
  const of = new Map<NodeId, string>();
  for (const { id, subscription, group } of nodes) {
    if (subscription === undefined || subscriptions.length < 2) continue;
    const first = firsts[subscription] ?? '';
    of.set(
      id,
      groups.find(({ name }) => name === group?.name)?.letter ?? (isUnique(first) ? first : `${subscription + 1}`),
    );
  }
  return (node) => of.get(node) ?? '';
}
