import type { Trace } from '../../engine/trace/columns';
import type { TraceHeader } from '../../engine/trace/header';
import type { Micros, Seq } from '../../engine/units';
import type { Reading } from '../reading';
import { foldTo, newFolding, type Folding } from './fold';
import { freeze, thaw, type KeyFrame } from './keyFrames';
import type { Scene } from './scene';

/** Records between key frames: folded again in a few milliseconds. Doubled when there are too many frames. */
const SPACING = 8_192;
const FRAMES_MAX = 320;

export interface SeekOptions {
  /** Of the same trace, if there is one: saves building its indices twice. */
  readonly reading?: Reading;
  /** Records between key frames at first. */
  readonly spacing?: number;
  readonly framesMax?: number;
}

/**
 * Any moment of a run as a scene. Going on folds further; going back starts from the key frame before.
 * The scene returned is the reader's own, changed by the next call: read it, do not keep it.
 */
export class SceneReader {
  private readonly trace: Trace;
  private readonly header: TraceHeader;
  private folding: Folding;
  /** Goes ahead in idle time and leaves key frames behind. */
  private scout: Folding | null = null;
  private frames: KeyFrame[] = [];
  private spacing: number;
  private readonly framesMax: number;
  private length: number;

  constructor(
    trace: Trace,
    header: TraceHeader,
    { reading, spacing = SPACING, framesMax = FRAMES_MAX }: SeekOptions = {},
  ) {
    this.spacing = spacing;
    this.framesMax = framesMax;
    this.trace = trace;
    this.header = header;
    this.length = trace.length;
    this.folding = newFolding(trace, header, reading);
  }

  /** The scene with all records up to and including that time folded in. */
  at(time: Micros): Scene {
    return this.show(this.after(time), time);
  }

  /** The scene with the first `seq` records folded in, at the time of the last of them. */
  atSeq(seq: Seq): Scene {
    const to = Math.max(0, Math.min(seq, this.trace.length));
    return this.show(to, to === 0 ? 0 : this.trace.timeAt(to - 1));
  }

  /** Takes key frames of what comes, at most so many records further; returns whether there is more. For idle time. */
  prepare(records: number): boolean {
    const last = this.frames.at(-1);
    let scout = this.scout ?? newFolding(this.trace, this.header, this.folding);
    if (last !== undefined && last.seq > scout.scene.seq) scout = thaw(last, scout);
    this.scout = scout;
    this.foldOn(scout, Math.min(scout.scene.seq + records, this.trace.length));
    const more = scout.scene.seq < this.trace.length;
    if (!more) this.scout = null;
    return more;
  }

  /** How many records have to be folded to show the first `seq` of them. */
  wayTo(seq: Seq): number {
    const here = this.folding.scene.seq;
    return seq - Math.max(here <= seq ? here : 0, this.nearest(seq)?.seq ?? 0);
  }

  /** How many records are told at a moment. */
  after(time: Micros): Seq {
    let low = 0;
    let high = this.trace.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.trace.timeAt(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private show(seq: Seq, at: Micros): Scene {
    if (this.trace.length !== this.length) this.startOver();
    const start = this.nearest(seq);
    if (start !== null) this.folding = thaw(start, this.folding);
    else if (seq < this.folding.scene.seq) this.folding = newFolding(this.trace, this.header, this.folding);
    this.foldOn(this.folding, seq);
    const { scene } = this.folding;
    scene.at = at;
    scene.complete = seq === this.trace.length || this.trace.timeAt(seq) > at;
    return scene;
  }

  /** The trace has grown or was cut: where packets end and what copies serve may have changed all over. */
  private startOver(): void {
    this.length = this.trace.length;
    const { packets, copies } = this.folding;
    packets.update();
    copies.update();
    this.frames = [];
    this.scout = null;
    this.folding = newFolding(this.trace, this.header, { packets, copies });
  }

  /** The key frame to start from, or null if going on from here is no longer than from there. */
  private nearest(seq: Seq): KeyFrame | null {
    const here = this.folding.scene.seq;
    const frame = this.frames.findLast((candidate) => candidate.seq <= seq) ?? null;
    return frame !== null && (here > seq || here < frame.seq) ? frame : null;
  }

  private foldOn(folding: Folding, seq: Seq): void {
    while (folding.scene.seq < seq) {
      const next = (Math.floor(folding.scene.seq / this.spacing) + 1) * this.spacing;
      foldTo(folding, Math.min(next, seq));
      if (next <= seq && next > (this.frames.at(-1)?.seq ?? 0)) this.keep(freeze(folding));
    }
  }

  private keep(frame: KeyFrame): void {
    this.frames.push(frame);
    if (this.frames.length <= this.framesMax) return;
    this.spacing *= 2;
    this.frames = this.frames.filter(({ seq }) => seq % this.spacing === 0);
  }
}
