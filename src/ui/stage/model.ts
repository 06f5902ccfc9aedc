import type { PacketWords, TraceHeader } from '../../engine/trace/header';
import { word, type Word } from '../../engine/trace/words';
import type { MessageId, NodeId, PacketId, PlaceId } from '../../engine/units';
import { HUES, huesOf } from '../app/hues';
import { LOST_AT } from './interpolate';
import type { Layout } from './layout';
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
}

/** Instead of a hue: what speaks about messages and is none. */
export const INK = -1;

export const UNKNOWN_PACKET: PacketWords = {
  kind: 'packet',
  role: 'control',
  shape: 'request',
  label: 'packet',
  sent: '',
  arrived: '',
};

/** What the whole run tells of single packets (attempts.ts). */
export interface PacketLore {
  readonly attempts: ReadonlyMap<PacketId, number>;
  readonly lostAlong: ReadonlyMap<PacketId, number>;
}

export function modelOf(header: TraceHeader, layout: Layout, lore: PacketLore): StageModel {
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
  };
}

/** Places of a node with one of these shapes. */
export function placesOf(header: TraceHeader, node: NodeId, shape: TraceHeader['places'][number]['shape']): PlaceId[] {
  return header.places.filter((place) => place.node === node && place.shape === shape).map((place) => place.id);
}
