import type { LostPacket, PacketScene, Scene } from '../../../analysis/scene/scene';
import { NONE, type Micros, type NodeId, type PacketId } from '../../../engine/units';
import { word } from '../../../engine/trace/words';
import { W } from '../../../engine/words';
import type { PacketWords } from '../../../engine/trace/header';
import { between, fall, inSteps, onLane, progress } from '../interpolate';
import { INK, type StageModel } from '../model';
import type { Point } from '../geometry';
import { late } from './late';
import type { Ribbon, RibbonBuilder } from './ribbons';
import { CAPSULE_MAX, DIAMOND_RADIUS, redeliveryTab, token, TOKEN_RADIUS, type Token } from './token';

/** Packets under way, and those that lie where they fell. */

const REDELIVERED = word('redelivered');
const OFFSET = word('offset');
/** Beyond this many on the links only shapes are drawn, no names. */
const NAMED_MAX = 14;
/** Packets on one way of a link are single discs while each has this much of it; beyond, a stream of dots. */
const DISC_ROOM = 20;
/** …and dots while each has this much; beyond, a band. */
const RIBBON_ROOM = 3;
/** Packets on one lane keep at least this far from one another, so that none hides another. */
const ELBOW_ROOM = 13;

export interface PacketOptions {
  readonly now: Micros;
  /** Packets jump from end to end: prefers-reduced-motion. */
  readonly stepped: boolean;
}

export interface PlacedPackets {
  readonly tokens: Token[];
  readonly ribbons: Ribbon[];
}

export function placePackets(scene: Scene, model: StageModel, options: PacketOptions): PlacedPackets {
  const tokens: Token[] = [];
  const lastOnLane = new Map<number, number>();
  const ribbons = new Map<number, RibbonBuilder>();
  const crowds = crowdsOf(scene);
  const named = scene.packets.size <= NAMED_MAX;
  for (const packet of scene.packets.values()) {
    const link = model.linkOf(packet.from, packet.to);
    if (link === undefined) continue;
    const words = model.wordsOf(packet.what);
    const isAnswer = words.shape === 'answer' || words.shape === 'refusal';
    const lane = isAnswer ? link.answers : link.path;
    const length = lane.lengths[lane.lengths.length - 1]!;
    let part = progress(packet, options.now, model.lostAt(packet.packet));
    if (options.stepped) part = inSteps(part);
    const way = wayKey(packet.from, packet.to);
    const laneKey = 2 * way + (isAnswer ? 1 : 0);
    const crowd = crowds.get(way) ?? 0;
    const { RibbonBuilder: Builder } = late;
    if (Builder !== null && crowd > Math.max(12, length / RIBBON_ROOM) && !isExceptional(packet, words, model)) {
      let ribbon = ribbons.get(laneKey);
      if (ribbon === undefined) ribbons.set(laneKey, (ribbon = new Builder(lane, packet.from !== link.from)));
      ribbon.add(part);
      continue;
    }
    const at = onLane(link, packet.from, isAnswer, part);
    if (crowd > Math.max(3, length / DISC_ROOM) && !isExceptional(packet, words, model)) {
      tokens.push(crowdToken(packet, isAnswer, at, model));
      continue;
    }
    const ahead = lastOnLane.get(laneKey);
    if (ahead !== undefined && !words.quiet) part = Math.max(0, Math.min(part, ahead - ELBOW_ROOM / length));
    if (!words.quiet) lastOnLane.set(laneKey, part);
    tokens.push(packetToken(packet, words, onLane(link, packet.from, isAnswer, part), model, named ? 0 : -1, scene));
  }
  return { tokens, ribbons: [...ribbons.values()].map((ribbon) => ribbon.build()) };
}

const wayKey = (from: NodeId, to: NodeId): number => from * 65_536 + to;

/** Never lost in a crowd: what is late, sent again or delivered again. */
function isExceptional(packet: PacketScene, words: PacketWords, model: StageModel): boolean {
  return packet.delayed || (words.shape === 'message' && tabOf(packet, words, model) !== '');
}

function crowdToken(packet: PacketScene, isAnswer: boolean, at: Point, model: StageModel): Token {
  const first = packet.messages[0];
  return token({
    form: isAnswer ? 'diamond' : 'dot',
    x: at.x,
    y: at.y,
    r: isAnswer ? 3 : 4.5,
    hue: isAnswer || first === undefined ? INK : model.hueOf(first),
    text: isAnswer || first === undefined ? '' : model.numberOf(first),
    messages: packet.messages,
    target: { kind: 'packet', packet: packet.packet },
    quiet: isAnswer,
  });
}

/** How many packets are on each way of each link. */
function crowdsOf(scene: Scene): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { from, to } of scene.packets.values()) {
    const way = wayKey(from, to);
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return counts;
}

/** `lost`: -1 unnamed, 0 under way, above 0 fallen and faded by that much. */
function packetToken(
  packet: PacketScene,
  words: PacketWords,
  at: Point & { readonly angle: number },
  model: StageModel,
  lost: number,
  scene: Scene | null,
): Token {
  const common = {
    x: at.x,
    y: at.y,
    angle: at.angle,
    messages: packet.messages,
    target: { kind: 'packet', packet: packet.packet } as const,
    delayed: packet.delayed && lost <= 0,
    lost: Math.max(0, lost),
    quiet: words.quiet ?? false,
  };
  const first = packet.messages[0];
  if (words.shape === 'message' && first !== undefined) {
    const letter = lost > 0 ? '' : letterOf(packet, words, model, scene);
    const tab = lost > 0 ? '' : tabOf(packet, words, model);
    if (packet.messages.length === 1) {
      const text = model.numberOf(first);
      return token({ ...common, form: 'disc', r: TOKEN_RADIUS, hue: model.hueOf(first), text, tab, letter });
    }
    const inner = packet.messages.slice(0, CAPSULE_MAX).map((m) => ({ hue: model.hueOf(m), text: model.numberOf(m) }));
    const many = packet.messages.length > CAPSULE_MAX;
    const text = many ? `×${packet.messages.length}` : '';
    return token({ ...common, form: 'capsule', r: TOKEN_RADIUS, hue: INK, text, tab, inner: many ? [] : inner });
  }
  const label = lost < 0 || words.quiet ? '' : labelOf(packet, words, model);
  if (words.shape === 'request' || words.shape === 'message')
    return token({ ...common, form: 'chevron', r: 6, hue: INK, label });
  const form = words.shape === 'refusal' ? 'refusal' : 'diamond';
  return token({ ...common, form, r: words.quiet ? 4 : DIAMOND_RADIUS, hue: INK, label });
}

/** "ack 3", "confirm ≤7" for all up to it, "commit →4" for an offset. */
export function labelOf(packet: PacketScene, words: PacketWords, model: StageModel): string {
  const offset = words.role === 'commit' ? packet.notes.find(({ name }) => name === OFFSET) : undefined;
  if (offset !== undefined && words.shape === 'request') return `${words.label} →${offset.value}`;
  const numbers = packet.messages.map((message) => model.numberOf(message));
  const last = numbers[numbers.length - 1];
  if (last === undefined) return words.label;
  if (numbers.length === 1) return `${words.label} ${last}`;
  const isAnswer = words.shape === 'answer' || words.shape === 'refusal';
  return isAnswer ? `${words.label} ≤${last}` : `${words.label} ${numbers[0]!}…${last}`;
}

function tabOf(packet: PacketScene, words: PacketWords, model: StageModel): string {
  if (words.role === 'publish' || words.role === 'request') {
    const attempt = model.attemptOf(packet.packet);
    return attempt > 1 ? `try ${attempt}` : '';
  }
  if (words.role !== 'deliver') return '';
  const copy = packet.copies[0];
  const nth = copy === undefined ? 1 : model.deliveryOf(copy);
  // What a broker flags need not have been delivered before as far as the trace knows.
  const flagged = packet.notes.some(({ name, value }) => name === REDELIVERED && value > 0);
  return redeliveryTab(Math.max(nth - 1, flagged ? 1 : 0));
}

/** Whom a copy is for, where its message goes to several. */
function letterOf(packet: PacketScene, words: PacketWords, model: StageModel, scene: Scene | null): string {
  if (words.role !== 'deliver' || scene === null) return '';
  const row = scene.messages[packet.messages[0] ?? NONE];
  return (row?.subscriptions.length ?? 0) > 1 ? model.letterOf(packet.to) : '';
}

/** Of one link's dead the latest are drawn; the rest is a number. */
export const GRAVE_MAX = 4;

export interface Grave {
  readonly token: Token;
  /** Where it was lost: the trail begins there. */
  readonly from: Point;
  readonly lost: LostPacket;
}

/** `sinceMs`: how long ago, on the screen, each was seen to be lost; Infinity for those that lay there already. */
export function placeGraves(scene: Scene, model: StageModel, sinceMs: (packet: PacketId) => number): Grave[] {
  const graves: Grave[] = [];
  const taken = new Map<number, number>();
  for (let i = scene.graveyard.length - 1; i >= 0; i -= 1) {
    const lost = scene.graveyard[i]!;
    const { packet } = lost;
    const link = model.linkOf(packet.from, packet.to);
    const words = model.wordsOf(packet.what);
    if (link === undefined || words.quiet) continue;
    const spot = taken.get(link.index) ?? 0;
    taken.set(link.index, spot + 1);
    if (spot >= GRAVE_MAX) continue;
    const isAnswer = words.shape === 'answer' || words.shape === 'refusal';
    const from = onLane(link, packet.from, isAnswer, lostAt(lost, model));
    const to = { x: link.grave.x + spot * link.graveStep.x, y: link.grave.y + spot * link.graveStep.y };
    const { down, faded } = fall(sinceMs(packet.packet));
    const at = between(from, to, down);
    graves.push({
      token: packetToken(packet, words, { ...at, angle: 0 }, model, Math.max(0.001, faded), null),
      from,
      lost,
    });
  }
  return graves.reverse();
}

/** A machine that is down or has closed lets the packet come all the way. */
function lostAt(lost: LostPacket, model: StageModel): number {
  return lost.why === W.receiverDown || lost.why === W.closed ? 0.94 : model.lostAt(lost.packet.packet);
}
