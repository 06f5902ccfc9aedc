import type { Trace } from '../engine/trace/columns';
import type { Sign, TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { word, type Word } from '../engine/trace/words';
import type { Micros, NodeId } from '../engine/units';

/** Alerts and alarms of a run, whoever raised them. */
export interface Alerts {
  readonly raised: number;
  readonly cleared: number;
  /** When the first was raised and the last one cleared, in milliseconds of the run; null if never. */
  readonly firstRaisedMs: number | null;
  readonly lastClearedMs: number | null;
}

/** Nodes that were held back from sending: blocked publishers. */
export interface Blocked {
  readonly times: number;
  /** How long all together, in milliseconds; up to the end of the run for one that still is. */
  readonly ms: number;
}

/** Reads the facts whose phrases say that they raise, clear, block or unblock. */
export function alertsOf(trace: Trace, header: TraceHeader): { readonly alerts: Alerts; readonly blocked: Blocked } {
  const signs = new Map<Word, Sign>();
  for (const { name, sign } of header.vocabulary.phrases) if (sign !== undefined) signs.set(word(name), sign);
  const raised: Micros[] = [];
  const cleared: Micros[] = [];
  const since = new Map<NodeId, Micros>();
  let times = 0;
  let held = 0;
  for (let seq = 0; signs.size > 0 && seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.fact) continue;
    const node = trace.field(seq, 'a');
    const at = trace.timeAt(seq);
    switch (signs.get(trace.field(seq, 'b'))) {
      case 'raises':
        raised.push(at);
        break;
      case 'clears':
        cleared.push(at);
        break;
      case 'blocks':
        times += 1;
        since.set(node, at);
        break;
      case 'unblocks':
        held += at - (since.get(node) ?? at);
        since.delete(node);
        break;
      default:
    }
  }
  const end = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
  for (const at of since.values()) held += end - at;
  return {
    alerts: {
      raised: raised.length,
      cleared: cleared.length,
      firstRaisedMs: inMs(raised[0]),
      lastClearedMs: inMs(cleared.at(-1)),
    },
    blocked: { times, ms: held / 1000 },
  };
}

const inMs = (at: Micros | undefined): number | null => (at === undefined ? null : at / 1000);
