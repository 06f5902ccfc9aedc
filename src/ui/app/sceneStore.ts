import { useStore } from 'zustand';
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Scene } from '../../analysis/scene/scene';
import { SHORT } from '../../analysis/work';
import { clockStore } from './clockStore';
import { onKeyFrames } from './preparing';
import { runStore, type Run, type RunState } from './runStore';

export interface SceneState {
  /**
   * The world at the clock's moment; null before the first run. One object, folded in place: select
   * figures from it (with useShallow), or read it again when `frame` has changed.
   */
  readonly scene: Scene | null;
  /** Rises whenever the scene shows another moment or another run. */
  readonly frame: number;
  /**
   * Rises when records were told: what tables and sentences render by. In a long run, while it plays, at
   * most five times a second.
   */
  readonly told: number;
  /** The clock's moment is too far for a frame: it is shown as soon as the page has read so far. */
  readonly isFar: boolean;
}

const NO_SCENE: SceneState = { scene: null, frame: 0, told: 0, isFar: false };

export const sceneStore = createStore<SceneState>(() => NO_SCENE);

/** The scene of the run that a part of the page shows; see RunContext. */
export const SceneContext = createContext<StoreApi<SceneState>>(sceneStore);

export const useSceneStore = <T>(selector: (state: SceneState) => T): T => useStore(useContext(SceneContext), selector);

/** From so many messages on, tables and sentences at every record would cost frames. */
const MANY = 500;
const PAUSE_MS = 200;

/** So many records are folded at once: some fifty milliseconds. Further ones are waited for. */
const FAR = SHORT;

/** Shows a run's scene at the clock's moment, again and again. */
class Projector {
  private last: { run: Run | null; seq: number; complete: boolean; at: number } = {
    run: null,
    seq: -1,
    complete: true,
    at: 0,
  };
  private readonly runs: StoreApi<RunState>;
  private readonly scenes: StoreApi<SceneState>;

  constructor(runs: StoreApi<RunState>, scenes: StoreApi<SceneState>) {
    this.runs = runs;
    this.scenes = scenes;
  }

  refresh(): void {
    const { run } = this.runs.getState();
    if (run === null) return;
    const { time, seq } = clockStore.getState();
    // A step is one of the run on screen; beside it, another run stands at that step's time.
    const isStep = seq !== null && this.runs === runStore;
    const wanted = isStep ? seq : run.reader.after(Math.floor(time));
    // The key frames do not reach there yet. They are on their way, and say when they do.
    const isFar = run.reader.wayTo(wanted) > FAR;
    if (isFar && this.last.run === run) return this.scenes.setState({ isFar });
    const scene = isFar ? run.reader.at(0) : isStep ? run.reader.atSeq(seq) : run.reader.at(Math.floor(time));
    // Between two whole microseconds nothing happens, but what travels has moved on.
    if (!isFar) scene.at = time;
    const { frame, told } = this.scenes.getState();
    this.scenes.setState({ scene, isFar, frame: frame + 1, told: this.isNews(run, scene) ? told + 1 : told });
  }

  /** Goes on to where the clock stands, if that was too far before. */
  catchUp(): void {
    if (this.scenes.getState().isFar) this.refresh();
  }

  private isNews(run: Run, { seq, complete, messages }: Scene): boolean {
    const { last } = this;
    if (last.run === run && last.seq === seq && last.complete === complete) return false;
    const now = performance.now();
    if (messages.length > MANY && clockStore.getState().playing && now - last.at < PAUSE_MS) return false;
    this.last = { run, seq, complete, at: now };
    return true;
  }
}

/** Keeps a scene at the clock's moment. Returns a function that ends it. */
export function followClock(
  runs: StoreApi<RunState> = runStore,
  scenes: StoreApi<SceneState> = sceneStore,
): () => void {
  const projector = new Projector(runs, scenes);
  const ends = [
    clockStore.subscribe((now, before) => {
      if (now.time !== before.time || now.seq !== before.seq || now.playing !== before.playing) projector.refresh();
    }),
    runs.subscribe((now, before) => {
      if (now.run !== before.run) projector.refresh();
    }),
    onKeyFrames(() => projector.catchUp()),
  ];
  projector.refresh();
  return () => ends.forEach((end) => end());
}
