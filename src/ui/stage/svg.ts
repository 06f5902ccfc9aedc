import { standAlone } from '../design/standAlone';
import type { Camera } from './camera';
import { readPalette } from './palette';
import { paint, type Picture } from './paint';
import { SvgContext, SvgPath } from './svgContext';

/** The stage at this moment as a picture that stands by itself: what stands, as drawn, and what moves, painted again as shapes. */
export function svgOf(standing: SVGSVGElement, picture: Picture, { logical }: Camera): string {
  const palette = readPalette(standing);
  const context = new SvgContext();
  paint(context as unknown as CanvasRenderingContext2D, picture, palette, () => new SvgPath() as unknown as Path2D);
  const copy = standAlone(standing);
  copy.setAttribute('width', String(logical.width));
  copy.setAttribute('height', String(logical.height));
  const ground = getComputedStyle(standing.closest('.stage')!).backgroundColor;
  const text = new XMLSerializer().serializeToString(copy);
  const opened = text.indexOf('>') + 1;
  return `${text.slice(0, opened)}<rect width="100%" height="100%" fill="${ground}"/>${text.slice(opened).replace(/<\/svg>$/, `${context.toString()}</svg>`)}`;
}
