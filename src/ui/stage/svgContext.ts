/**
 * Takes what `paint` does to a canvas and writes it as SVG: the part of a canvas context that the stage uses,
 * with each shape as an element of its own.
 */
export class SvgContext {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  private dash: readonly number[] = [];
  private transform = '';
  private path = new SvgPath();
  private readonly saved: Partial<SvgContext>[] = [];
  private readonly parts: string[] = [];
  private readonly ruler = new OffscreenCanvas(1, 1).getContext('2d')!;

  /** What was painted, in order. */
  toString(): string {
    return this.parts.join('');
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, lineCap, lineJoin, font, textAlign, textBaseline } = this;
    const { dash, transform } = this;
    const state = { fillStyle, strokeStyle, lineWidth, globalAlpha, lineCap, lineJoin, font, textAlign, textBaseline };
    this.saved.push({ ...state, ...({ dash, transform } as object) });
  }
  restore(): void {
    Object.assign(this, this.saved.pop());
  }
  translate(x: number, y: number): void {
    this.transform += `translate(${round(x)} ${round(y)})`;
  }
  rotate(angle: number): void {
    this.transform += `rotate(${round((angle * 180) / Math.PI)})`;
  }

  beginPath(): void {
    this.path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  arc(x: number, y: number, r: number, from: number, to: number, isBackwards = false): void {
    this.path.arc(x, y, r, from, to, isBackwards);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.rect(x, y, width, height);
  }
  roundRect(x: number, y: number, width: number, height: number, r: number): void {
    this.path.roundRect(x, y, width, height, r);
  }
  bezierCurveTo(...numbers: [number, number, number, number, number, number]): void {
    this.path.add(`C${numbers.map(round).join(' ')}`);
  }
  quadraticCurveTo(...numbers: [number, number, number, number]): void {
    this.path.add(`Q${numbers.map(round).join(' ')}`);
  }
  closePath(): void {
    this.path.add('Z');
  }
  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  fill(path: SvgPath = this.path): void {
    this.put(`<path d="${path.d}" fill="${this.fillStyle}"`);
  }
  stroke(path: SvgPath = this.path): void {
    this.put(`<path d="${path.d}" fill="none"${this.strokeLook()}`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.put(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${this.fillStyle}"`);
  }
  fillText(text: string, x: number, y: number): void {
    this.write(text, x, y, ` fill="${this.fillStyle}"`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.write(text, x, y, ` fill="none"${this.strokeLook()}`);
  }
  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  private strokeLook(): string {
    const { strokeStyle, lineWidth, lineCap, lineJoin, dash } = this;
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
    return ` stroke="${strokeStyle}" stroke-width="${lineWidth}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"${dashes}`;
  }

  private write(text: string, x: number, y: number, look: string): void {
    const [, style = '', weight = '400', size = '10', family = 'sans-serif'] =
      /^(italic )?(?:(\d+|bold|normal) )?([\d.]+)px (.+)$/.exec(this.font) ?? [];
    const anchor = { center: 'middle', right: 'end', end: 'end', left: 'start', start: 'start' }[this.textAlign];
    const shift = this.textBaseline === 'middle' ? ' dy="0.35em"' : '';
    const face = ` font-family="${escape(family)}" font-size="${size}" font-weight="${weight}"${style === '' ? '' : ' font-style="italic"'}`;
    this.put(
      `<text x="${round(x)}" y="${round(y)}"${shift} text-anchor="${anchor}"${face}${look}`,
      `>${escape(text)}</text>`,
    );
  }

  private put(open: string, close = '/>'): void {
    const alpha = this.globalAlpha === 1 ? '' : ` opacity="${round(this.globalAlpha)}"`;
    const where = this.transform === '' ? '' : ` transform="${this.transform}"`;
    this.parts.push(`${open}${alpha}${where}${close}`);
  }
}

/** A path, as SVG writes it. */
export class SvgPath {
  d = '';

  add(command: string): void {
    this.d += command;
  }
  moveTo(x: number, y: number): void {
    this.add(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.add(`${this.d === '' ? 'M' : 'L'}${round(x)} ${round(y)}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.add(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`);
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (dx: number, dy: number): string => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
    this.moveTo(x + r, y);
    this.add(`h${round(width - 2 * r)}${corner(r, r)}v${round(height - 2 * r)}${corner(-r, r)}`);
    this.add(`h${round(2 * r - width)}${corner(-r, -r)}v${round(2 * r - height)}${corner(r, -r)}z`);
  }
  arc(x: number, y: number, r: number, from: number, to: number, isBackwards = false): void {
    const at = (angle: number): [number, number] => [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    const [startX, startY] = at(from);
    const [endX, endY] = at(to);
    if (Math.abs(to - from) >= 2 * Math.PI - 1e-6) {
      this.moveTo(startX, startY);
      this.add(`a${round(r)} ${round(r)} 0 1 1 ${round(2 * (x - startX))} ${round(2 * (y - startY))}`);
      this.add(`a${round(r)} ${round(r)} 0 1 1 ${round(2 * (startX - x))} ${round(2 * (startY - y))}z`);
      return;
    }
    const turn = (((isBackwards ? from - to : to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    this.lineTo(startX, startY);
    this.add(
      `A${round(r)} ${round(r)} 0 ${turn > Math.PI ? 1 : 0} ${isBackwards ? 0 : 1} ${round(endX)} ${round(endY)}`,
    );
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]!);
