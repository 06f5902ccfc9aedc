import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Micros, Seq } from '../../engine/units';
import { Folding, GAP_MAX_MS, type Gap } from './folding';

/** The page's one clock. Every view shows this moment. */
interface ClockState {
  /** Virtual time in µs; a fraction while playing. */
  readonly time: Micros;
  /** Set by stepping: how many records are told, so that of several at one time some are not yet. Null: all up to `time`. */
  readonly seq: Seq | null;
  readonly playing: boolean;
  /** Seconds of virtual time in one second on screen. */
  readonly speed: number;
  /** The speed that suits this run: a median packet takes about a second. */
  readonly ownSpeed: number;
  /** Slows playing down without changing the speed that was chosen; 1 but for the first minute. */
  readonly ease: number;
  /** Moments at which playing that is faster than the run's own speed falls back to that for a beat, ascending. */
  readonly beats: readonly Micros[];
  /** Heartbeats and empty polls are steps, too. */
  readonly showQuiet: boolean;
  /** The last moment of the run. */
  readonly end: Micros;
  readonly gaps: readonly Gap[];
  /** Time as it passes on screen at this speed. */
  readonly folding: Folding;
  /** True while the scrubber is dragged: nothing is announced until it lands. */
  readonly seeking: boolean;
}

const NO_TIME = new Folding([], 0, 1);

export const clockStore = createStore<ClockState>(() => ({
  time: 0,
  seq: null,
  playing: false,
  speed: 1,
  ownSpeed: 1,
  ease: 1,
  beats: [],
  showQuiet: false,
  end: 0,
  gaps: [],
  folding: NO_TIME,
  seeking: false,
}));

export const useClockStore = <T>(selector: (state: ClockState) => T): T => useStore(clockStore, selector);

export const SPEEDS = [
  1 / 1000,
  1 / 500,
  1 / 200,
  1 / 100,
  1 / 50,
  1 / 20,
  1 / 10,
  1 / 5,
  1 / 2,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
] as const;

const clamp = (time: Micros, end: Micros): Micros => Math.min(Math.max(time, 0), end);

/** What a gap may take of shown time, so that it is GAP_MAX_MS on screen. */
const gapMaxAt = (speed: number): Micros => Math.max(1, GAP_MAX_MS * 1000 * speed);

export function play(): void {
  const { time, end } = clockStore.getState();
  // From the end, play means again.
  clockStore.setState({ playing: true, seq: null, ...(time >= end ? { time: 0 } : {}) });
}

/** Stops the clock where it is. */
export function hold(): void {
  if (clockStore.getState().playing) clockStore.setState({ playing: false });
}

export function togglePlaying(): void {
  if (clockStore.getState().playing) hold();
  else play();
}

export function seek(time: Micros): void {
  const { end } = clockStore.getState();
  clockStore.setState({ time: clamp(time, end), seq: null });
}

/** Shows the moment at which so many records are told: what one step of the transport does. Playing goes on or not, as it was. */
export function stepTo(seq: Seq, time: Micros): void {
  clockStore.setState({ seq, time });
}

/** A beat on screen, half of it before its moment. */
const BEAT_MS = 1000;

/**
 * How far `ms` on screen bring the clock, in shown time: at its speed up to the next beat, through it at the run's own.
 * Exported for its test.
 */
export function reach(shown: number, ms: number, { speed, ownSpeed, ease, beats, folding }: ClockState): number {
  const next = shown + ms * 1000 * speed * ease;
  if (speed <= ownSpeed) return next;
  const half = (BEAT_MS / 2) * 1000 * ownSpeed;
  for (const moment of beats) {
    const at = folding.toShown(moment);
    if (shown >= at + half || next <= at - half) continue;
    // What is left of this frame is as good as nothing: the beat begins with the next one. Well inside of it: a moment that
    // is turned into shown time and back can come out a little earlier, and must not stand before the edge for ever.
    return shown < at - half ? at - half * 0.99 : shown + ms * 1000 * ownSpeed * ease;
  }
  return next;
}

/** Moves on by so many milliseconds on screen, folding gaps; stops at the end. */
export function advance(ms: number): void {
  const clock = clockStore.getState();
  const { time, folding, end } = clock;
  const next = folding.toTime(reach(folding.toShown(time), ms, clock));
  clockStore.setState(next >= end ? { time: end, seq: null, playing: false } : { time: next, seq: null });
}

export function setSpeed(speed: number): void {
  const { gaps, end } = clockStore.getState();
  clockStore.setState({ speed, folding: new Folding(gaps, end, gapMaxAt(speed)) });
}

/** The next slower or faster of SPEEDS. */
export function changeSpeed(direction: -1 | 1): void {
  const { speed } = clockStore.getState();
  const next =
    direction === 1 ? SPEEDS.find((step) => step > speed * 1.001) : SPEEDS.findLast((step) => step < speed * 0.999);
  if (next !== undefined) setSpeed(next);
}

export const setEase = (ease: number): void => clockStore.setState({ ease });
export const setBeats = (beats: readonly Micros[]): void => clockStore.setState({ beats });
export const setShowQuiet = (showQuiet: boolean): void => clockStore.setState({ showQuiet });
export const setSeeking = (seeking: boolean): void => clockStore.setState({ seeking });

/** A new run: its length, its gaps and the speed that suits it. The moment stays, if the run lasts that long. */
export function clockRun(end: Micros, gaps: readonly Gap[], ownSpeed: number, keepSpeed: boolean): void {
  const { time, speed: chosen } = clockStore.getState();
  const speed = keepSpeed ? chosen : ownSpeed;
  clockStore.setState({
    end,
    gaps,
    ownSpeed,
    speed,
    time: clamp(time, end),
    seq: null,
    beats: [],
    folding: new Folding(gaps, end, gapMaxAt(speed)),
  });
}

let lastScale: {
  readonly gaps: readonly Gap[];
  readonly end: Micros;
  readonly speed: number;
  readonly folding: Folding;
} | null = null;

/** The scale of the scrubber: folded as it plays at the run's own speed, so that it does not shift with the speed. */
export function scrubberFolding(gaps: readonly Gap[], end: Micros, ownSpeed: number): Folding {
  if (lastScale?.gaps !== gaps || lastScale.end !== end || lastScale.speed !== ownSpeed)
    lastScale = { gaps, end, speed: ownSpeed, folding: new Folding(gaps, end, gapMaxAt(ownSpeed)) };
  return lastScale.folding;
}

/** The scale of all views over time, for this run. */
export function foldingOfRun(): Folding {
  const { gaps, end, ownSpeed } = clockStore.getState();
  return scrubberFolding(gaps, end, ownSpeed);
}
