import type { Belief } from '../../analysis/beliefs';
import { matrices, pendingMatrices, type EffectCounts } from '../../analysis/matrix';
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
  const settled = matrices(scene, header.subscriptions)[subscription];
  const pending = pendingMatrices(scene, header.subscriptions)[subscription];
  return ROWS.map(([belief, label]) => {
    const counts = settled?.[belief] ?? NOTHING;
    const open = pending?.[belief] ?? NOTHING;
    return { belief, label, counts, pending: open[0] + open[1] + open[2] };
  });
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
