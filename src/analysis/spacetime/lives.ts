import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import { KIND } from '../../engine/trace/record';
import { word } from '../../engine/trace/words';
import { NONE, type MessageId, type Micros, type NodeId, type Seq } from '../../engine/units';
import { W } from '../../engine/words';
import { atOnce, SLICE, type Work as Sliced } from '../work';
import { Spans } from './spans';

/** A program at work on a message, from its first step to what ended it. */
export interface Work {
  readonly node: NodeId;
  readonly message: MessageId;
  /** The record of its first step. */
  readonly seq: Seq;
  readonly from: Micros;
  to: Micros;
  /** The process died in the middle of it. */
  cut: boolean;
  /** Handlers of one process that work at once each have a lane. */
  lane: number;
}

/** A stretch in which a node is not itself. */
export interface Absence {
  readonly node: NodeId;
  readonly kind: 'down' | 'paused' | 'slow';
  readonly seq: Seq;
  readonly from: Micros;
  to: Micros;
}

/** What nodes are at, and when they are not: bars and gaps of the space-time diagram. */
export interface Lives {
  /** In the order of their starts. */
  readonly works: readonly Work[];
  readonly spans: Spans;
  /** How many lanes a node needs, by node. */
  readonly lanes: readonly number[];
  readonly absences: readonly Absence[];
}

const handlerFailed = word('handler-failed');
/** Steps that are over as soon as they are reached: as the last of a program they end its work. */
const INSTANT = new Set(['ack', 'nack', 'reject', 'skip', 'fail', 'remember', 'commit']);
const PART = 1_073_741_824;

/** The same at once. */
export const livesOf = (trace: Trace, header: TraceHeader): Lives => atOnce(readLives(trace, header));

export function* readLives(trace: Trace, header: TraceHeader): Sliced<Lives> {
  const reader = new Reader(trace, header);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    reader.take(seq);
  }
  reader.close(trace.length === 0 ? 0 : trace.timeAt(trace.length - 1));
  const { works, absences } = reader;
  yield;
  const lanes = layLanes(works, header.nodes.length);
  yield;
  return {
    works,
    lanes,
    absences,
    spans: new Spans(
      Float64Array.from(works, ({ from }) => from),
      Float64Array.from(works, ({ to }) => to),
    ),
  };
}

class Reader {
  readonly works: Work[] = [];
  readonly absences: Absence[] = [];
  private readonly open = new Map<NodeId, Map<MessageId, Work>>();
  private readonly away = new Map<NodeId, Map<Absence['kind'], Absence>>();
  private readonly trace: Trace;
  private readonly header: TraceHeader;

  constructor(trace: Trace, header: TraceHeader) {
    this.trace = trace;
    this.header = header;
  }

  take(seq: Seq): void {
    const { trace } = this;
    switch (trace.kindAt(seq)) {
      case KIND.step:
        return this.step(seq, trace.field(seq, 'a'), trace.field(seq, 'b'), trace.field(seq, 'c'));
      case KIND.clock: {
        const work = this.open.get(trace.field(seq, 'a'))?.get(trace.field(seq, 'c'));
        if (work !== undefined) work.to = trace.timeAt(seq) + trace.field(seq, 'f') * PART + trace.field(seq, 'e');
        return;
      }
      case KIND.fact:
        if (trace.field(seq, 'b') === handlerFailed)
          this.end(trace.field(seq, 'a'), trace.field(seq, 'd'), trace.timeAt(seq));
        return;
      case KIND.node:
        return this.node(seq, trace.field(seq, 'a'), trace.field(seq, 'b'), trace.field(seq, 'c'));
      default:
    }
  }

  private step(seq: Seq, node: NodeId, step: number, message: MessageId): void {
    const program = this.header.nodes[node]?.program;
    if (program === undefined || message === NONE) return;
    const at = this.trace.timeAt(seq);
    let open = this.open.get(node);
    if (open === undefined) this.open.set(node, (open = new Map<MessageId, Work>()));
    let work = open.get(message);
    if (work === undefined || step === 0) {
      work = { node, message, seq, from: at, to: at, cut: false, lane: 0 };
      this.works.push(work);
      open.set(message, work);
    }
    work.to = at;
    if (step + 1 >= program.length && INSTANT.has(program[step]?.step ?? '')) open.delete(message);
  }

  private end(node: NodeId, message: MessageId, at: Micros): void {
    const open = this.open.get(node);
    const work = open?.get(message);
    if (work === undefined) return;
    work.to = at;
    open!.delete(message);
  }

  private node(seq: Seq, node: NodeId, state: number, value: number): void {
    const at = this.trace.timeAt(seq);
    if (state === W.crashed) {
      for (const work of this.open.get(node)?.values() ?? []) {
        // A handler that had taken its last step long ago waits for nothing: only what was going on is cut.
        if (work.to < at && !this.isGoingOn(work)) continue;
        work.to = at;
        work.cut = true;
      }
      this.open.delete(node);
      this.leave(seq, node, 'down');
      this.back(node, 'paused', at);
      this.back(node, 'slow', at);
    } else if (state === W.restarted || state === W.started) this.back(node, 'down', at);
    else if (state === W.paused) this.leave(seq, node, 'paused');
    else if (state === W.resumed) this.back(node, 'paused', at);
    else if (state === W.slowed) {
      this.back(node, 'slow', at);
      if (value !== 100) this.leave(seq, node, 'slow');
    }
  }

  /** The newest work of a node goes on until it is said to be over. */
  private isGoingOn(work: Work): boolean {
    let newest: Work | undefined;
    for (const one of this.open.get(work.node)?.values() ?? [])
      if (newest === undefined || one.seq > newest.seq) newest = one;
    return newest === work;
  }

  private leave(seq: Seq, node: NodeId, kind: Absence['kind']): void {
    let away = this.away.get(node);
    if (away === undefined) this.away.set(node, (away = new Map<Absence['kind'], Absence>()));
    if (away.has(kind)) return;
    const from = this.trace.timeAt(seq);
    const absence: Absence = { node, kind, seq, from, to: from };
    away.set(kind, absence);
    this.absences.push(absence);
  }

  private back(node: NodeId, kind: Absence['kind'], at: Micros): void {
    const absence = this.away.get(node)?.get(kind);
    if (absence === undefined) return;
    absence.to = at;
    this.away.get(node)!.delete(kind);
  }

  /** What lasts until the run's end. */
  close(end: Micros): void {
    for (const kinds of this.away.values()) for (const absence of kinds.values()) absence.to = end;
    for (const work of this.works) work.to = Math.min(work.to, end);
  }
}

/** Gives each work the first lane of its node that is free. Returns the lanes that each node needs. */
function layLanes(works: readonly Work[], nodes: number): number[] {
  const free: Micros[][] = Array.from({ length: nodes }, () => []);
  for (const work of works) {
    const ends = free[work.node] ?? [];
    const lane = ends.findIndex((end) => end <= work.from);
    work.lane = lane === -1 ? ends.length : lane;
    ends[work.lane] = work.to;
  }
  return free.map((ends) => Math.max(1, ends.length));
}
