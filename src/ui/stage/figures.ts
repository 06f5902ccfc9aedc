import { useMemo } from 'react';
import type { Scene } from '../../analysis/scene/scene';
import { useSceneStore } from '../app/sceneStore';

/**
 * Figures that a standing part shows. The scene is looked at in every frame, but the part is rendered
 * only when its figures are others than before: same numbers, same object, no render.
 */
export function useFigures<A, Figures>(place: (scene: Scene, a: A) => Figures, a: A): Figures | null;
export function useFigures<A, B, Figures>(place: (scene: Scene, a: A, b: B) => Figures, a: A, b: B): Figures | null;
export function useFigures<A, B, Figures>(
  place: (scene: Scene, a: A, b: B | undefined) => Figures,
  a: A,
  b?: B,
): Figures | null {
  const selector = useMemo(() => steady((scene: Scene) => place(scene, a, b)), [place, a, b]);
  return useSceneStore(({ scene }) => (scene === null ? null : selector(scene)));
}

/** The function, but with the object of before as long as the result is the same in all its parts. */
function steady<Argument, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result {
  let kept: { readonly result: Result } | null = null;
  return (argument) => {
    const result = compute(argument);
    if (kept !== null && isSame(kept.result, result)) return kept.result;
    kept = { result };
    return result;
  };
}

/** Equal in all parts, for plain data. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((part, i) => isSame(part, other[i]));
  }
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
