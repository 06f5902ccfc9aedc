import type { Micros } from '../../engine/units';
import { clockStore, hold, seek } from '../app/clockStore';
import { rasterize } from './raster';

/** A film of a span of the run. Its frames are moments of the run's clock, not of the screen's: they are the same on every machine. */
export interface Film {
  readonly from: Micros;
  readonly to: Micros;
  readonly framesPerSecond: number;
  /** Pixels of the film to one of the picture. */
  readonly scale: number;
}

/** What a film is written to, frame by frame. */
export interface Reel {
  add(canvas: HTMLCanvasElement, isLast: boolean): Promise<void>;
  finish(): Promise<Blob>;
  /** It was given up: lets go of what it holds. */
  cancel(): Promise<void>;
}

export type FilmKind = 'gif' | 'webm';

/** Each kind with its frames a second, and how its reel is fetched. */
export const FILM_KINDS: {
  readonly [K in FilmKind]: { readonly framesPerSecond: number; open(framesPerSecond: number): Promise<Reel> };
} = {
  gif: { framesPerSecond: 10, open: async (rate) => (await import('./gif')).openGif(rate) },
  webm: { framesPerSecond: 20, open: async (rate) => (await import('./webm')).openWebm(rate) },
};

/** This browser has no encoder for that kind of film. */
export class NoEncoder extends Error {}

/** No film is longer, in seconds on screen: more would be hundreds of megabytes. */
export const SECONDS_MAX = 60;

/** Seconds on screen at the chosen speed, with gaps folded. */
export function lengthOf({ from, to }: Pick<Film, 'from' | 'to'>): number {
  const { folding, speed } = clockStore.getState();
  return (folding.toShown(to) - folding.toShown(from)) / speed / 1_000_000;
}

/** The moments of a film's frames, as they pass on screen at the chosen speed, with gaps folded. */
export function momentsOf(film: Film): Micros[] {
  const { folding, speed } = clockStore.getState();
  const { from, to, framesPerSecond } = film;
  const step = (1_000_000 / framesPerSecond) * speed;
  const start = folding.toShown(from);
  const length = folding.toShown(to) - start;
  const count = Math.min(SECONDS_MAX * framesPerSecond, Math.max(1, Math.ceil(length / step) + 1));
  return Array.from({ length: count }, (_, frame) =>
    Math.round(folding.toTime(Math.min(start + frame * step, start + length))),
  );
}

/**
 * Makes it, frame by frame. `draw` gives the picture at the clock's moment.
 *
 * @returns null if it was given up
 * @throws NoEncoder before the first frame
 */
export async function make(
  film: Film,
  reel: Reel,
  draw: () => Promise<string>,
  onFrame: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob | null> {
  const before = clockStore.getState().time;
  const moments = momentsOf(film);
  hold();
  try {
    for (const [frame, moment] of moments.entries()) {
      if (signal.aborted) {
        await reel.cancel();
        return null;
      }
      seek(moment);
      await drawn();
      await reel.add(await rasterize(await draw(), film.scale), frame === moments.length - 1);
      onFrame((frame + 1) / moments.length);
    }
  } finally {
    seek(before);
  }
  return reel.finish();
}

/** Two frames of the screen: what follows the clock has been drawn by then. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
