/** The size that an SVG picture says it has. */
export function plainSize(svg: string): { readonly width: number; readonly height: number } {
  const head = svg.slice(0, svg.indexOf('>'));
  const read = (name: string): number => Number(new RegExp(`\\s${name}="([\\d.]+)`).exec(head)?.[1] ?? 0);
  const [, , width = 0, height = 0] = (/viewBox="([^"]+)"/.exec(head)?.[1] ?? '').split(/[\s,]+/).map(Number);
  return { width: read('width') || width, height: read('height') || height };
}
