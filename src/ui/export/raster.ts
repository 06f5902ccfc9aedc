import { plainSize } from './size';

/** Draws an SVG picture on a canvas of its own, so many pixels to one. */
export async function rasterize(svg: string, scale: number): Promise<HTMLCanvasElement> {
  const { width, height } = plainSize(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d', { willReadFrequently: true })!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export const pngOf = async (svg: string, scale: number): Promise<Blob> =>
  new Promise((resolve, reject) => {
    void rasterize(svg, scale).then(
      (canvas) =>
        canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
      reject,
    );
  });
