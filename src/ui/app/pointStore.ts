import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { KIND } from '../../engine/trace/record';
import { NONE, type Micros, type Seq } from '../../engine/units';
import { messageOfLine } from './lines';
import { runStore, type Run } from './runStore';
import { sceneStore } from './sceneStore';
import { hover, type Selection } from './selectionStore';

/**
 * The event, or the moment, that is pointed at in one view: all views light it up. What stands on the
 * stage lights up by `hovered` of the selection, which is set with it.
 */
interface PointState {
  /** The record; null if only a moment is pointed at, or nothing. */
  readonly seq: Seq | null;
  readonly at: Micros | null;
}

const NOTHING: PointState = { seq: null, at: null };

export const pointStore = createStore<PointState>(() => NOTHING);

export const usePointStore = <T>(selector: (state: PointState) => T): T => useStore(pointStore, selector);

/** Points at a record, and at what it is about. */
export function pointAt(seq: Seq, what?: Selection | null): void {
  const { run } = runStore.getState();
  if (run === null || pointStore.getState().seq === seq) return;
  pointStore.setState({ seq, at: run.trace.timeAt(seq) });
  hover(what === undefined ? thingOf(run, seq) : what);
}

/** Points at a moment, in which nothing in particular happens. */
export function pointAtMoment(at: Micros): void {
  const now = pointStore.getState();
  if (now.seq !== null) hover(null);
  if (now.seq !== null || now.at !== at) pointStore.setState({ seq: null, at });
}

export function pointAway(): void {
  if (pointStore.getState() === NOTHING) return;
  pointStore.setState(NOTHING);
  hover(null);
}

/** What a record is about, as something that can be selected: a packet only while it is under way. */
export function thingOf(run: Run, seq: Seq): Selection | null {
  const { trace } = run;
  const kind = trace.kindAt(seq);
  if (kind === KIND.sent || kind === KIND.arrived || kind === KIND.lost) {
    const packet = trace.field(seq, 'a');
    if (sceneStore.getState().scene?.packets.has(packet)) return { kind: 'packet', packet };
  }
  const message = messageOfLine(run, seq);
  if (message !== NONE) return { kind: 'message', message };
  if (kind === KIND.node || kind === KIND.step || kind === KIND.fact)
    return { kind: 'node', node: trace.field(seq, 'a') };
  if (kind === KIND.connection) return { kind: 'connection', connection: trace.field(seq, 'a') };
  return null;
}
