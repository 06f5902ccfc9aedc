import type { Console } from '../../engine/trace/console';
import type { TraceHeader } from '../../engine/trace/header';
import type { NodeId } from '../../engine/units';

/** What one set of tools is of: a node, or all the nodes of a cluster. */
export interface System {
  readonly id: number;
  readonly console: Console;
  readonly nodes: readonly NodeId[];
  /** `RabbitMQ`, `Billing 1`. */
  readonly name: string;
  /** What it is, if the name does not say it: `Kafka consumer`. */
  readonly kind: string;
}

/** Where each kind of node comes: those that hold messages first. */
const COLUMNS = ['broker', 'service', 'consumer', 'store', 'producer'] as const;

/** The systems of a run that have tools, brokers first. */
export function systemsOf({ nodes }: TraceHeader, consoles: readonly Console[]): System[] {
  const sorted = [...nodes].sort((a, b) => COLUMNS.indexOf(a.column) - COLUMNS.indexOf(b.column) || a.id - b.id);
  const systems: System[] = [];
  const frames = new Map<string, NodeId[]>();
  for (const node of sorted) {
    const console = consoles.find(({ model }) => model === node.model);
    if (console === undefined) continue;
    const known = node.frame === undefined ? undefined : frames.get(node.frame);
    if (known !== undefined) {
      known.push(node.id);
      continue;
    }
    const ids = [node.id];
    if (node.frame !== undefined) frames.set(node.frame, ids);
    const name = node.frame ?? node.title;
    systems.push({ id: systems.length, console, nodes: ids, name, kind: name === console.title ? '' : console.title });
  }
  return systems;
}
