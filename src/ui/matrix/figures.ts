import type { Belief } from '../../analysis/beliefs';
import { matrixOf, type EffectCounts } from '../../analysis/matrix';
import type { Scene } from '../../analysis/scene/scene';
import type { TraceHeader } from '../../engine/trace/header';

export interface MatrixRow {
  readonly belief: Belief;
  readonly label: string;
  readonly counts: EffectCounts;
  /** Of those without an effect: still to come. Drawn apart, since none so far is not none for ever. */
  readonly pending: number;
}

const ROWS: readonly (readonly [Belief, string])[] = [
  ['acknowledged', 'told yes'],
  ['failed', 'told no'],
  ['unknown', 'never heard'],
];

const NOTHING: EffectCounts = [0, 0, 0];

/** The matrix of one subscription at a moment. */
export function matrixAt(scene: Scene, header: TraceHeader, subscription: string): MatrixRow[] {
  const id = header.subscriptions.indexOf(subscription);
  const settled = id === -1 ? null : matrixOf(scene, id);
  return ROWS.map(([belief, label]) => ({
    belief,
    label,
    counts: settled?.[belief] ?? NOTHING,
    pending: id === -1 ? 0 : scene.census.count(scene, id, 'pending', belief),
  }));
}

/** In the verb of what the subscription does, short enough for three columns side by side. */
export function columnsOf(verb: string): readonly [string, string, string] {
  return [verb === '' ? 'no effect' : `not ${verb}`, 'once', 'twice or more'];
}

/** "What the Order Service was told, and the truth"; a title with a number is a name, and needs no article. */
export function matrixTitle(header: TraceHeader): string {
  const producers = header.nodes.filter(({ column }) => column === 'producer');
  const [only] = producers;
  if (only === undefined || producers.length > 1) return 'What producers were told, and the truth';
  return `What ${/\d$/.test(only.title) ? '' : 'the '}${only.title} was told, and the truth`;
}
