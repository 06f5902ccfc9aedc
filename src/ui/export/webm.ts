import {
  BufferTarget,
  getFirstEncodableVideoCodec,
  Output,
  QUALITY_HIGH,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { NoEncoder, type Reel } from './film';

/** Seconds between frames that stand by themselves: a slide may start anywhere. */
const KEY_FRAMES_EVERY = 1;

/**
 * A WebM film is smaller and smoother than a GIF, and stands still at its end. The browser's own encoder makes it; a
 * film of odd width or height has none, so a row or column of pixels is left out.
 */
export function openWebm(framesPerSecond: number): Reel {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const frame = 1 / framesPerSecond;
  let source: VideoSampleSource | null = null;
  let count = 0;

  const start = async (width: number, height: number): Promise<VideoSampleSource> => {
    const codec =
      typeof VideoEncoder === 'undefined'
        ? null
        : await getFirstEncodableVideoCodec(['vp9', 'vp8'], { width, height, quality: QUALITY_HIGH });
    if (codec === null) throw new NoEncoder();
    const started = new VideoSampleSource({ codec, quality: QUALITY_HIGH, keyFrameInterval: KEY_FRAMES_EVERY });
    output.addVideoTrack(started, { frameRate: framesPerSecond });
    await output.start();
    return started;
  };
  return {
    async add(canvas) {
      source ??= await start(even(canvas.width), even(canvas.height));
      const sample = new VideoSample(canvas, {
        timestamp: count * frame,
        duration: frame,
        visibleRect: { left: 0, top: 0, width: even(canvas.width), height: even(canvas.height) },
      });
      count += 1;
      await source.add(sample);
      sample.close();
    },
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: 'video/webm' });
    },
    cancel: () => output.cancel(),
  };
}

const even = (pixels: number): number => pixels - (pixels % 2);
