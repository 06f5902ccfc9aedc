import { useContext } from 'react';
import type { Scene } from '../../analysis/scene/scene';
import { useRunStore, type Run } from './runStore';
import { SceneContext, useSceneStore } from './sceneStore';

/**
 * The run and its scene, for views that show what has happened and not where things are just now: they
 * render when a record is told, not at every frame. Null before the first run.
 */
export function useMoment(): { readonly run: Run; readonly scene: Scene; readonly seq: number } | null {
  const run = useRunStore((state) => state.run);
  useSceneStore((state) => state.told);
  const { scene } = useContext(SceneContext).getState();
  return run === null || scene === null ? null : { run, scene, seq: scene.seq };
}
