import type { Scene } from '../../analysis/scene/scene';
import { NONE, type MessageId, type Micros, type PacketId } from '../../engine/units';
import type { Selection } from '../app/selectionStore';
import { placeHand, placeWaiting } from './marks/consumerHand';
import { settleLabels } from './marks/labels';
import { placeGraves, placePackets } from './marks/packets';
import { late } from './marks/late';
import { placeQueue, placeThreads } from './marks/queueSlots';
import { lostTo } from './marks/lostRows';
import { placeTable } from './marks/tableRows';
import type { Token } from './marks/token';
import type { StageModel } from './model';
import type { Picture } from './paint';
import type { PlaceBox } from './places';

/** The scene as a picture: every mark asked for its tokens, in the order in which they cover one another. */
export interface PictureOptions {
  /** Packets jump instead of travelling: prefers-reduced-motion. */
  readonly stepped: boolean;
  readonly selected: Selection | null;
  readonly hovered: Selection | null;
  /** The packet that the first minute rings: its ring says what it is. */
  readonly ring: PacketId | null;
  /** For so long a way stays lit after a message has gone by it; 0: only at that very moment. */
  readonly glow: Micros;
  /** How long ago on the screen a packet was seen to be lost. */
  readonly lostSinceMs: (packet: PacketId) => number;
}

export function pictureOf(scene: Scene, model: StageModel, options: PictureOptions): Picture {
  const now = scene.at;
  const tokens: Token[] = [];
  for (const place of model.layout.places.values()) {
    if (scene.places[place.place]?.exists === true) tokens.push(...restingIn(scene, place, model));
  }
  const threads = placeThreads(tokens, model);
  const { tokens: packets, ribbons } = placePackets(scene, model, { now, stepped: options.stepped });
  const arrows = options.stepped ? placeArrows(scene, model) : [];
  for (const packet of packets)
    if (packet.target.kind === 'packet' && packet.target.packet === options.ring) packet.label = '';
  settleLabels(packets, model.layout);
  tokens.push(...packets);
  const graves = placeGraves(scene, model, options.lostSinceMs);
  const selected = messageOf(options.selected, scene);
  const lit = late.litWays?.(scene, model, options.glow) ?? [];
  return {
    tokens,
    spilt: [],
    graves,
    threads,
    arrows,
    ribbons,
    lit,
    selected,
    hovered: messageOf(options.hovered, scene),
  };
}

function restingIn(scene: Scene, place: PlaceBox, model: StageModel): Token[] {
  const now = scene.at;
  switch (place.shape) {
    case 'slots':
      return placeQueue(scene, place, model, now);
    case 'log':
      return late.placeLog?.(scene, place, model) ?? [];
    case 'rows':
      return placeTable(
        scene,
        place,
        model,
        lostTo(scene, model.header.places[place.place]!, model.header.subscriptions),
      );
    case 'waiting':
      return placeWaiting(scene, place, model);
    case 'hand':
    case 'held':
      return placeHand(scene, place, model, now);
    case 'exchange':
    case 'binding':
      return [];
  }
}

function placeArrows(scene: Scene, model: StageModel): Picture['arrows'] {
  return [...scene.packets.values()].flatMap((packet) => {
    const link = model.linkOf(packet.from, packet.to);
    if (link === undefined || model.wordsOf(packet.what).quiet === true) return [];
    const { points } = model.wordsOf(packet.what).shape === 'answer' ? link.answers : link.path;
    return [packet.from === link.from ? points : [...points].reverse()];
  });
}

/** The message that a selection is about, so that it can be lit everywhere; NONE if it is about none or several. */
export function messageOf(selection: Selection | null, scene: Scene): MessageId {
  if (selection === null) return NONE;
  if (selection.kind === 'message' || selection.kind === 'copy') return selection.message;
  if (selection.kind !== 'packet') return NONE;
  const packet =
    scene.packets.get(selection.packet) ??
    scene.graveyard.find(({ packet: { packet } }) => packet === selection.packet)?.packet;
  return packet?.messages.length === 1 ? packet.messages[0]! : NONE;
}
