import { NONE, type Seq } from '../../engine/units';
import { momentAfter, type Folding } from './fold';
import { MessageTally } from './foldMessages';
import type { FrozenMessages } from './messages';
import { PlaceList, type FrozenPlace } from './place';
import type {
  ConnectionScene,
  FactScene,
  FaultScene,
  LinkScene,
  LostPacket,
  NodeScene,
  PacketScene,
  Scene,
} from './scene';

/** A scene at rest, to start from again. It shares with the scene, and with its neighbours, what has not changed. */
export interface KeyFrame {
  readonly seq: Seq;
  readonly nodes: readonly NodeScene[];
  readonly places: readonly FrozenPlace[];
  readonly packets: readonly PacketScene[];
  readonly graveyard: readonly LostPacket[];
  readonly connections: readonly ConnectionScene[];
  readonly links: readonly LinkScene[];
  readonly messages: FrozenMessages;
  readonly faults: readonly FaultScene[];
  /** Facts are only ever added: the list is the scene's own, this many of it count. */
  readonly facts: FactScene[];
  readonly factCount: number;
  readonly ended: Scene['ended'];
}

const copyNode = (node: NodeScene): NodeScene => ({
  ...node,
  clocks: node.clocks.slice(),
  work: node.work.slice(),
  step: node.step === null ? null : { ...node.step },
});

/** Takes a key frame of where the folding stands. */
export function freeze(folding: Folding): KeyFrame {
  const { scene, tally, places } = folding;
  const packets = [...scene.packets.values()];
  folding.frozenPackets = (packets.at(-1)?.packet ?? NONE) + 1;
  return {
    seq: scene.seq,
    nodes: scene.nodes.map(copyNode),
    places: places.map((place) => place.freeze()),
    packets,
    graveyard: scene.graveyard.slice(),
    connections: scene.connections.map((connection) => ({ ...connection })),
    links: scene.links.map((link) => ({ ...link })),
    messages: tally.freeze(momentAfter(folding.trace, scene.seq)),
    faults: [...scene.faults.values()],
    facts: scene.facts,
    factCount: scene.facts.length,
    ended: scene.ended,
  };
}

/** A folding that stands where the key frame was taken. */
export function thaw(
  frame: KeyFrame,
  { trace, header, packets, copies, lastSteps, carriers, stores }: Folding,
): Folding {
  const tally = new MessageTally(header, frame.messages);
  const places = frame.places.map((place) => PlaceList.thaw(place));
  const scene: Scene = {
    at: 0,
    seq: frame.seq,
    complete: true,
    nodes: frame.nodes.map(copyNode),
    places,
    packets: new Map(frame.packets.map((packet) => [packet.packet, packet])),
    graveyard: frame.graveyard.slice(),
    connections: frame.connections.map((connection) => ({ ...connection })),
    links: frame.links.map((link) => ({ ...link })),
    messages: tally.rows,
    census: tally.census,
    faults: new Map(frame.faults.map((fault) => [fault.index, fault])),
    facts: frame.facts.slice(0, frame.factCount),
    ended: frame.ended,
  };
  const frozenPackets = (frame.packets.at(-1)?.packet ?? NONE) + 1;
  return { scene, trace, header, packets, copies, tally, places, lastSteps, carriers, stores, frozenPackets };
}
