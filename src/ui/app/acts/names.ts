import type { TraceHeader } from '../../../engine/trace/header';
import { NONE, type MessageId, type NodeId } from '../../../engine/units';

/** What things are called on the page. */

export const nodeTitle = (header: TraceHeader, node: NodeId): string => header.nodes[node]?.title ?? 'a node';
export const nodeName = (header: TraceHeader, node: NodeId): string => header.nodes[node]?.name ?? '';

/** "order 3". */
export function messageTitle(header: TraceHeader, message: MessageId): string {
  const info = header.messages[message];
  return info === undefined ? header.noun[0] : info.name.replace(/-(\d+)$/, ' $1');
}

/** "ack of order 3", "heartbeat". */
export function packetTitle(header: TraceHeader, label: string, message: MessageId): string {
  return message === NONE ? label : `${label} of ${messageTitle(header, message)}`;
}
