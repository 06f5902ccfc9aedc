import type { TraceHeader } from '../engine/trace/header';
import { NONE, type MessageId, type NodeId, type PlaceId, type SubscriptionId } from '../engine/units';
import { listText } from './text';

/** What things are called in sentences. */
export class Names {
  private readonly header: TraceHeader;

  constructor(header: TraceHeader) {
    this.header = header;
  }

  /** "Payment Worker 1" */
  node(id: NodeId): string {
    return this.header.nodes[id]?.title ?? 'somebody';
  }

  /** "order 3" */
  message(id: MessageId): string {
    const info = this.header.messages[id];
    if (info === undefined) return id === NONE ? 'nothing' : `${this.header.noun[0]} #${id}`;
    return info.name.replace(/-(\d+)$/, ' $1');
  }

  /** "order 3", "orders 3, 4 and 6", "orders 3–7"; of several producers one by one. */
  messages(ids: readonly MessageId[]): string {
    const different = ids.filter((id, index) => id !== NONE && ids.indexOf(id) === index);
    if (different.length === 0) return 'nothing';
    if (different.length === 1) return this.message(different[0]!);
    const infos = different.map((id) => this.header.messages[id]);
    const prefixes = new Set(infos.map((info) => info?.name.replace(/-\d+$/, '')));
    const { noun } = this.header;
    if (prefixes.size > 1 || !prefixes.has(noun[0])) {
      return different.length > 4
        ? `${different.length} ${noun[1]}`
        : listText(different.map((id) => this.message(id)));
    }
    return `${noun[1]} ${ranges(infos.map((info) => info!.number))}`;
  }

  /** "payments"; of what is unacked in a queue, the queue's. */
  place(id: PlaceId): string {
    return this.header.places[id]?.title ?? 'its place';
  }

  subscription(id: SubscriptionId): string {
    return this.header.subscriptions[id] ?? 'nobody';
  }
}

const PIECES_MAX = 4;

/** "3, 5 and 7–9"; beyond four pieces "3 … 40". */
function ranges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const pieces: [from: number, to: number][] = [];
  for (const number of sorted) {
    const last = pieces.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else pieces.push([number, number]);
  }
  if (pieces.length > PIECES_MAX) return `${sorted[0]!} … ${sorted.at(-1)!}`;
  const flat = pieces.flatMap(([from, to]) =>
    to - from === 1 ? [`${from}`, `${to}`] : [from === to ? `${from}` : `${from}–${to}`],
  );
  return listText(flat);
}
