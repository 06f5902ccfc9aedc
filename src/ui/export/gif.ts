import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Reel } from './film';

/** Milliseconds: so that one can see how it ended before it begins again. */
const END_MS = 2_000;

/** A GIF goes into any page or chat, and plays there by itself. */
export function openGif(framesPerSecond: number): Reel {
  const encoder = GIFEncoder();
  return {
    async add(canvas, isLast) {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      const palette = quantize(data, 256);
      const delay = isLast ? END_MS : Math.round(100 / framesPerSecond) * 10;
      encoder.writeFrame(applyPalette(data, palette), width, height, { palette, delay });
    },
    async finish() {
      encoder.finish();
      return new Blob([encoder.bytes()], { type: 'image/gif' });
    },
    async cancel() {},
  };
}
