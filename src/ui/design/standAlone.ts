/** What of its style an SVG element needs to look the same outside the page. */
const PROPERTIES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin'],
  ...['opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline'],
  ...['visibility', 'display', 'paint-order'],
] as const;

/** A copy of a drawing with the page's styles written into it: any program that reads SVG can show it. */
export function standAlone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const style = getComputedStyle(originals[index]!);
    for (const name of PROPERTIES) {
      const value = style.getPropertyValue(name);
      if (value !== '' && value !== 'normal' && value !== 'auto') element.setAttribute(name, plain(value));
    }
    element.removeAttribute('class');
    element.removeAttribute('style');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return copy;
}

const known = new Map<string, string>();

/** Mixed colours as every program reads them. */
export function plain(value: string): string {
  if (!/^(oklab|oklch|color|color-mix|lab|lch)\(/.test(value)) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
  const found = a === 255 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${(a! / 255).toFixed(3)})`;
  known.set(value, found);
  return found;
}
