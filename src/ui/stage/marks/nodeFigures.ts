import type { Scene } from '../../../analysis/scene/scene';
import type { NodeInfo } from '../../../engine/trace/header';
import { textOf, word } from '../../../engine/trace/words';
import { NONE } from '../../../engine/units';
import { toldOf, type SignRecord } from '../lore';
import type { StageModel } from '../model';
import { span } from '../time';

/** What a card says of its node beside its names. */
export interface NodeFigures {
  readonly state: 'not-started' | 'up' | 'down' | 'paused' | 'ended';
  /** What its second line says instead of the subtitle; empty for nothing. */
  readonly trouble: string;
  /** The step of its program that runs. */
  readonly step: string;
  readonly slow: number;
  /** How many it holds: they stand at the foot of the card. */
  readonly held: number;
  /** Its group has met, and gave it nothing to read. */
  readonly idle: boolean;
  /** The name of an alert that is raised about the node itself; empty for none. */
  readonly alert: string;
  /** It may send nothing until it is let. */
  readonly blocked: boolean;
}

export function nodeFigures(scene: Scene, info: NodeInfo, model: StageModel): NodeFigures {
  const node = scene.nodes[info.id];
  if (node === undefined)
    return { state: 'not-started', trouble: '', step: '', slow: 1, held: 0, idle: false, alert: '', blocked: false };
  const since = span(scene.at - node.since);
  const signs = model.lore.nodeSigns.get(info.id);
  const sign = latestHold(signs, scene.seq);
  const blocked = node.state === 'up' && sign?.sign === 'blocks';
  const trouble = blocked ? `blocked ${span(scene.at - sign!.at)}` : troubleOf(node.state, since);
  const step = node.state === 'up' ? stepOf(scene, info, model) : '';
  const held = heldBy(scene, info, model);
  const idle = node.state === 'up' && isIdle(scene, info);
  const alert = alertOn(scene, info.id, model);
  return { state: node.state, trouble, step, slow: node.slow, held, idle, alert, blocked };
}

function troubleOf(state: NodeFigures['state'], since: string): string {
  switch (state) {
    case 'not-started':
      return 'not started yet';
    case 'down':
      return `crashed ${since}`;
    case 'paused':
      return `paused ${since}`;
    case 'ended':
      return 'closed and left';
    case 'up':
      return '';
  }
}

/** Whether it was last blocked or let go. */
function latestHold(signs: readonly SignRecord[] | undefined, seq: number): SignRecord | undefined {
  for (let i = signs === undefined ? -1 : toldOf(signs, seq) - 1; i >= 0; i -= 1) {
    const sign = signs![i]!;
    if (sign.sign === 'blocks' || sign.sign === 'unblocks') return sign;
  }
  return undefined;
}

const ASSIGNED_TO = word('assigned to');

/** Others of its group read, and it does not. */
function isIdle(scene: Scene, { id, group }: NodeInfo): boolean {
  if (group === undefined) return false;
  let others = false;
  for (const place of scene.places) {
    for (const { name, owner, value } of place?.marks ?? []) {
      if (name !== ASSIGNED_TO || owner !== group.owner || value === NONE) continue;
      if (value === id) return false;
      others = true;
    }
  }
  return others;
}

/** The name of the alert that is raised at a place, empty if none is. */
export const alertAt = (scene: Scene, place: number, model: StageModel | undefined): string =>
  alertIn(model?.lore.signs.get(place), scene.seq);

/** The name of the alert that is raised about a node itself; one that is not up raises none. */
export const alertOn = (scene: Scene, node: number, { lore }: StageModel): string =>
  scene.nodes[node]?.state === 'up' ? alertIn(lore.nodeSigns.get(node), scene.seq) : '';

function alertIn(records: readonly SignRecord[] | undefined, seq: number): string {
  if (records === undefined) return '';
  for (let i = toldOf(records, seq) - 1; i >= 0; i -= 1) {
    const { sign, name } = records[i]!;
    if (sign === 'clears') return '';
    if (sign === 'raises') return textOf(name).replace(/-/g, ' ');
  }
  return '';
}

function heldBy(scene: Scene, info: NodeInfo, { header }: StageModel): number {
  let held = 0;
  for (const { node, shape, id } of header.places) {
    if (node === info.id && shape === 'hand') held += scene.places[id]?.count ?? 0;
  }
  return held;
}

/** The label of the step at work: only while what it works on is in hand. */
function stepOf(scene: Scene, info: NodeInfo, { header }: StageModel): string {
  const step = scene.nodes[info.id]?.step;
  if (step === null || step === undefined) return '';
  const held = header.places.some(
    ({ node, shape, id }) =>
      node === info.id && shape === 'hand' && scene.places[id]?.copies.some(({ message }) => message === step.message),
  );
  return held ? (info.program[step.index]?.label ?? '') : '';
}
