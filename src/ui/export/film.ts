import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Micros } from '../../engine/units';
import { clockStore, hold, seek } from '../app/clockStore';
import { rasterize } from './raster';

/** A film of a span of the run. Its frames are moments of the run's clock, not of the screen's: it is the same on every machine. */
export interface Film {
  readonly from: Micros;
  readonly to: Micros;
  readonly framesPerSecond: number;
  /** Pixels of the film to one of the picture. */
  readonly scale: number;
}

/** No film is longer: more would be hundreds of megabytes. */
export const FRAMES_MAX = 600;

/** The moments of a film's frames, as they pass on screen at the chosen speed, with gaps folded. */
export function momentsOf({ from, to, framesPerSecond }: Film): Micros[] {
  const { folding, speed } = clockStore.getState();
  const step = (1_000_000 / framesPerSecond) * speed;
  const start = folding.toShown(from);
  const length = folding.toShown(to) - start;
  const count = Math.min(FRAMES_MAX, Math.max(1, Math.ceil(length / step) + 1));
  return Array.from({ length: count }, (_, frame) =>
    Math.round(folding.toTime(Math.min(start + frame * step, start + length))),
  );
}

/**
 * Makes it, frame by frame, as a GIF. `draw` gives the picture at the clock's moment.
 *
 * @returns null if it was given up
 */
export async function make(
  film: Film,
  draw: () => Promise<string>,
  onFrame: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob | null> {
  const before = clockStore.getState().time;
  const moments = momentsOf(film);
  const encoder = GIFEncoder();
  hold();
  try {
    for (const [frame, moment] of moments.entries()) {
      if (signal.aborted) return null;
      seek(moment);
      await drawn();
      const canvas = await rasterize(await draw(), film.scale);
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      const palette = quantize(data, 256);
      const isLast = frame === moments.length - 1;
      // The end is held, so that one can see how it ended before it begins again.
      const delay = isLast ? 2_000 : Math.round(100 / film.framesPerSecond) * 10;
      encoder.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
      onFrame((frame + 1) / moments.length);
    }
  } finally {
    seek(before);
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: 'image/gif' });
}

/** Two frames of the screen: what follows the clock has been drawn by then. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
