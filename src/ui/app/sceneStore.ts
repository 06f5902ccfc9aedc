import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Scene } from '../../analysis/scene/scene';
import { clockStore } from './clockStore';
import { runStore, type Run } from './runStore';

interface SceneState {
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
}

export const sceneStore = createStore<SceneState>(() => ({ scene: null, frame: 0, told: 0 }));

export const useSceneStore = <T>(selector: (state: SceneState) => T): T => useStore(sceneStore, selector);

function refresh(): void {
  const { run } = runStore.getState();
  if (run === null) return;
  const { time, seq } = clockStore.getState();
  const scene = seq === null ? run.reader.at(Math.floor(time)) : run.reader.atSeq(seq);
  // Between two whole microseconds nothing happens, but what travels has moved on.
  scene.at = time;
  const { frame, told } = sceneStore.getState();
  sceneStore.setState({ scene, frame: frame + 1, told: isNewsFor(run, scene) ? told + 1 : told });
}

/** From so many messages on, counting them all at every record would cost frames. */
const MANY = 500;
const PAUSE_MS = 200;

const last: { run: Run | null; seq: number; complete: boolean; at: number } = {
  run: null,
  seq: -1,
  complete: true,
  at: 0,
};

function isNewsFor(run: Run, { seq, complete, messages }: Scene): boolean {
  if (last.run === run && last.seq === seq && last.complete === complete) return false;
  const now = performance.now();
  if (messages.length > MANY && clockStore.getState().playing && now - last.at < PAUSE_MS) return false;
  Object.assign(last, { run, seq, complete, at: now });
  return true;
}

/** Keeps the scene at the clock's moment. Returns a function that ends it. */
export function followClock(): () => void {
  const ends = [
    clockStore.subscribe((now, before) => {
      if (now.time !== before.time || now.seq !== before.seq || now.playing !== before.playing) refresh();
    }),
    runStore.subscribe((now, before) => {
      if (now.run !== before.run) refresh();
    }),
  ];
  refresh();
  return () => ends.forEach((end) => end());
}
