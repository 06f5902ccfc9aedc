import type { Trace } from '../engine/trace/columns';
import type { TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { NONE, type Micros } from '../engine/units';
import type { Scene } from './scene/scene';
import { quantile } from './statistics';

export interface Metrics {
  /** From production to the first effect, over messages that had one; null where none had. */
  readonly latencyMs: { readonly p50: number | null; readonly p99: number | null };
  /** Messages with an effect a second, from the first production to the last first effect; 0 without any. */
  readonly throughputPerS: number;
  /** The most that ever waited: ready in its queues; of a log, what was stored and not committed. */
  readonly depthMax: number;
}

/** How long the application that produced a message waited until it was told what became of it. */
export interface ResponseTimes {
  /** Over messages of which anything was told, by the last that was; null where there are none. */
  readonly ms: { readonly p50: number | null; readonly p99: number | null };
}

/** From production to what the producer was told last. What is told to others, such as a service in between, does not count. */
export function responseTimes(trace: Trace, { messages }: TraceHeader): ResponseTimes {
  const produced: Micros[] = [];
  const told: Micros[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    const kind = trace.kindAt(seq);
    if (kind === KIND.produced) produced[trace.field(seq, 'a')] = trace.timeAt(seq);
    else if (kind === KIND.learned && messages[trace.field(seq, 'b')]?.node === trace.field(seq, 'a'))
      told[trace.field(seq, 'b')] = trace.timeAt(seq);
  }
  const waits = told.flatMap((at, message) => [at - produced[message]!]).sort((a, b) => a - b);
  return { ms: { p50: inMs(quantile(waits, 0.5)), p99: inMs(quantile(waits, 0.99)) } };
}

/** Figures by subscription name. */
export function metrics(scene: Scene, trace: Trace, header: TraceHeader): Record<string, Metrics> {
  const depths = depthsMax(trace, header);
  return Object.fromEntries(header.subscriptions.map((name, id) => [name, metricsOf(scene, id, depths[id]!)]));
}

function metricsOf(scene: Scene, subscription: number, depthMax: number): Metrics {
  const latencies: Micros[] = [];
  let first = Infinity;
  let last = 0;
  for (const { producedAt, subscriptions } of scene.messages) {
    const row = subscriptions.find((candidate) => candidate.subscription === subscription);
    if (row === undefined) continue;
    first = Math.min(first, producedAt);
    const effect = row.effectsAt[0];
    if (effect === undefined) continue;
    latencies.push(effect.at - producedAt);
    last = Math.max(last, effect.at);
  }
  latencies.sort((a, b) => a - b);
  const span = last - first;
  return {
    latencyMs: { p50: inMs(quantile(latencies, 0.5)), p99: inMs(quantile(latencies, 0.99)) },
    throughputPerS: span > 0 ? Math.round((latencies.length * 100_000_000) / span) / 100 : 0,
    depthMax,
  };
}

const inMs = (micros: Micros | null): number | null => (micros === null ? null : micros / 1000);

/**
 * Ready copies where a subscription has queues of its own, obligations where it reads a log; as they stand when
 * a moment is over: what is put and handed out at once never waited.
 */
function depthsMax(trace: Trace, { places, subscriptions }: TraceHeader): number[] {
  const queueOf = places.map(({ shape, subscription, deadLetter }) =>
    shape === 'slots' && !deadLetter ? subscription : NONE,
  );
  const hasQueue = subscriptions.map((_, id) => queueOf.includes(id));
  const depths = subscriptions.map(() => 0);
  const max = subscriptions.map(() => 0);
  const change = (subscription: number, by: number) => {
    if (subscription === NONE) return;
    depths[subscription] = (depths[subscription] ?? 0) + by;
  };
  const moment = () => depths.forEach((depth, id) => void (max[id] = Math.max(max[id]!, depth)));
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq > 0 && trace.timeAt(seq) > trace.timeAt(seq - 1)) moment();
    switch (trace.kindAt(seq)) {
      case KIND.put:
        change(queueOf[trace.field(seq, 'c')] ?? NONE, 1);
        break;
      case KIND.taken:
        change(queueOf[trace.field(seq, 'b')] ?? NONE, -1);
        break;
      case KIND.owed:
        if (!hasQueue[trace.field(seq, 'b')]) change(trace.field(seq, 'b'), 1);
        break;
      case KIND.released:
        if (!hasQueue[trace.field(seq, 'b')]) change(trace.field(seq, 'b'), -1);
        break;
      default:
    }
  }
  moment();
  return max;
}
