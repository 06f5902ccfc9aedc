import type { Trace } from '../engine/trace/columns';
import type { PlaceInfo, TraceHeader } from '../engine/trace/header';
import { KIND } from '../engine/trace/record';
import { word } from '../engine/trace/words';
import type { Micros } from '../engine/units';
import { atOnce, SLICE, type Work } from './work';

/**
 * Figures over time, as steps: how many copies rest in each queue and are held unacked, and how far each
 * group is behind the end of a log. Read from the trace alone.
 */

export interface Series {
  /** `payments · ready`, `order-events · lag of analytics`. */
  readonly name: string;
  /** What the figure is: `ready`, `unacked`, `lag`. */
  readonly figure: string;
  /** The value from that moment on. The first stands at 0. */
  readonly points: readonly { readonly at: Micros; readonly value: number }[];
}

const COMMITTED = word('committed');
const END = word('high watermark');

/** One series for each queue's ready and unacked copies, and for each group's lag in each log. */
export const depthSeries = (trace: Trace, header: TraceHeader): Series[] => atOnce(readDepths(trace, header));

/** The same, bit by bit. */
export function* readDepths(trace: Trace, header: TraceHeader): Work<Series[]> {
  const counted = new Map<number, StepSeries>();
  const logs = new Map<number, Log>();
  for (const place of header.places) {
    if (place.shape === 'slots') counted.set(place.id, new StepSeries(`${place.title} · ready`, 'ready'));
    if (place.shape === 'held')
      counted.set(place.id, new StepSeries(`${ownerOf(place, header).title} · unacked`, 'unacked'));
    if (place.shape === 'log') logs.set(place.id, new Log(place, header));
  }
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    if (kind === KIND.put) counted.get(trace.field(seq, 'c'))?.add(trace.timeAt(seq), 1);
    else if (kind === KIND.taken) counted.get(trace.field(seq, 'b'))?.add(trace.timeAt(seq), -1);
    else if (kind === KIND.mark) {
      logs
        .get(trace.field(seq, 'a'))
        ?.move(trace.timeAt(seq), trace.field(seq, 'b'), trace.field(seq, 'c'), trace.field(seq, 'd'));
    }
  }
  return [...counted.values(), ...[...logs.values()].flatMap((log) => log.lags())];
}

const ownerOf = (place: PlaceInfo, { places }: TraceHeader): PlaceInfo => places[place.of] ?? place;

/** A figure that changes at moments; only its last value at a moment counts. */
export class StepSeries implements Series {
  readonly points: { at: Micros; value: number }[] = [{ at: 0, value: 0 }];
  readonly name: string;
  readonly figure: string;

  constructor(name: string, figure: string) {
    this.name = name;
    this.figure = figure;
  }

  add(at: Micros, change: number): void {
    this.set(at, this.points.at(-1)!.value + change);
  }

  set(at: Micros, value: number): void {
    const last = this.points.at(-1)!;
    if (last.at === at) last.value = value;
    else if (last.value !== value) this.points.push({ at, value });
  }
}

/** A log and how far each group has committed in it. */
class Log {
  private readonly committed = new Map<number, { value: number; readonly steps: StepSeries }>();
  private end = 0;
  private readonly place: PlaceInfo;
  private readonly header: TraceHeader;

  constructor(place: PlaceInfo, header: TraceHeader) {
    this.place = place;
    this.header = header;
  }

  move(at: Micros, name: number, owner: number, value: number): void {
    if (name === END) this.end = value;
    else if (name !== COMMITTED) return;
    else this.group(owner).value = value;
    for (const group of this.committed.values()) group.steps.set(at, Math.max(0, this.end - group.value));
  }

  private group(owner: number): { value: number; readonly steps: StepSeries } {
    const known = this.committed.get(owner);
    if (known !== undefined) return known;
    const made = {
      value: 0,
      steps: new StepSeries(`${this.place.title} · lag of ${this.header.subscriptions[owner] ?? ''}`, 'lag'),
    };
    this.committed.set(owner, made);
    return made;
  }

  lags(): StepSeries[] {
    return [...this.committed.values()].map(({ steps }) => steps);
  }
}
