import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Scene } from '../../analysis/scene/scene';
import { clockStore } from './clockStore';
import { runStore } from './runStore';

interface SceneState {
  /**
   * The world at the clock's moment; null before the first run. One object, folded in place: select
   * figures from it (with useShallow), or read it again when `frame` has changed.
   */
  readonly scene: Scene | null;
  /** Rises whenever the scene shows another moment or another run. */
  readonly frame: number;
}

export const sceneStore = createStore<SceneState>(() => ({ scene: null, frame: 0 }));

export const useSceneStore = <T>(selector: (state: SceneState) => T): T => useStore(sceneStore, selector);

function refresh(): void {
  const { run } = runStore.getState();
  if (run === null) return;
  const { time, seq } = clockStore.getState();
  const scene = seq === null ? run.reader.at(Math.floor(time)) : run.reader.atSeq(seq);
  // Between two whole microseconds nothing happens, but what travels has moved on.
  scene.at = time;
  sceneStore.setState({ scene, frame: sceneStore.getState().frame + 1 });
}

/** Keeps the scene at the clock's moment. Returns a function that ends it. */
export function followClock(): () => void {
  const ends = [
    clockStore.subscribe((now, before) => {
      if (now.time !== before.time || now.seq !== before.seq) refresh();
    }),
    runStore.subscribe((now, before) => {
      if (now.run !== before.run) refresh();
    }),
  ];
  refresh();
  return () => ends.forEach((end) => end());
}
