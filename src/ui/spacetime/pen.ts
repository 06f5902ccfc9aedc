/** How a shape is drawn: colours as the canvas takes them; null for none. */
export interface Look {
  readonly stroke?: string | null;
  readonly fill?: string | null;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
}

export interface Lettering {
  readonly colour: string;
  readonly size: number;
  readonly weight: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly alpha?: number;
  /** Painted behind the letters, so that lines under them do not disturb. */
  readonly halo?: string;
}

/** What the diagram is drawn with: the same hand for the canvas on the page and for the exported picture. */
export interface Pen {
  /** Through points given as x, y, x, y …; closed if it is filled. */
  path(points: readonly number[], look: Look): void;
  rect(x: number, y: number, width: number, height: number, radius: number, look: Look): void;
  disc(x: number, y: number, radius: number, look: Look): void;
  text(x: number, y: number, text: string, lettering: Lettering): void;
}

export class CanvasPen implements Pen {
  private readonly context: CanvasRenderingContext2D;
  private readonly font: string;

  constructor(context: CanvasRenderingContext2D, font: string) {
    this.context = context;
    this.font = font;
  }

  path(points: readonly number[], look: Look): void {
    const { context } = this;
    context.beginPath();
    context.moveTo(points[0]!, points[1]!);
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
    if (look.fill) context.closePath();
    this.finish(look);
  }

  rect(x: number, y: number, width: number, height: number, radius: number, look: Look): void {
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
    this.finish(look);
  }

  disc(x: number, y: number, radius: number, look: Look): void {
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.finish(look);
  }

  text(x: number, y: number, text: string, { colour, size, weight, anchor, alpha = 1, halo }: Lettering): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.font = `${weight} ${size}px ${this.font}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.textBaseline = 'middle';
    if (halo !== undefined) {
      context.strokeStyle = halo;
      context.lineWidth = 4;
      context.lineJoin = 'round';
      context.setLineDash([]);
      context.strokeText(text, x, y);
    }
    context.fillStyle = colour;
    context.fillText(text, x, y);
    context.globalAlpha = 1;
  }

  private finish({ stroke = null, fill = null, width = 1, dash = [], alpha = 1 }: Look): void {
    const { context } = this;
    context.globalAlpha = alpha;
    if (fill !== null) {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke !== null) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.setLineDash(dash as number[]);
      context.stroke();
    }
    context.globalAlpha = 1;
  }
}

/** Writes an SVG picture that needs nothing beside itself. */
export class SvgPen implements Pen {
  private readonly parts: string[] = [];
  private readonly font: string;

  constructor(font: string) {
    this.font = font;
  }

  path(points: readonly number[], look: Look): void {
    let d = '';
    for (let i = 0; i < points.length; i += 2)
      d += `${i === 0 ? 'M' : 'L'}${round(points[i]!)} ${round(points[i + 1]!)}`;
    this.parts.push(`<path d="${d}${look.fill ? 'Z' : ''}"${attributes(look)}/>`);
  }

  rect(x: number, y: number, width: number, height: number, radius: number, look: Look): void {
    const r = Math.min(radius, width / 2, height / 2);
    this.parts.push(
      `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(r)}"${attributes(look)}/>`,
    );
  }

  disc(x: number, y: number, radius: number, look: Look): void {
    this.parts.push(`<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"${attributes(look)}/>`);
  }

  text(x: number, y: number, text: string, { colour, size, weight, anchor, alpha = 1, halo }: Lettering): void {
    const behind =
      halo === undefined ? '' : ` stroke="${halo}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"`;
    this.parts.push(
      `<text x="${round(x)}" y="${round(y)}" dy="0.35em" fill="${colour}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}"${opacity(alpha)}${behind}>${escape(text)}</text>`,
    );
  }

  /** The whole picture. `title` is its name for those who cannot see it. */
  document(width: number, height: number, background: string, title: string): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(this.font)}" role="img">
<title>${escape(title)}</title>
<rect width="100%" height="100%" fill="${background}"/>
${this.parts.join('\n')}
</svg>
`;
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
const opacity = (alpha: number): string => (alpha === 1 ? '' : ` opacity="${round(alpha * 10) / 10}"`);
const attributes = ({ stroke = null, fill = null, width = 1, dash = [], alpha = 1 }: Look): string =>
  ` fill="${fill ?? 'none'}"${stroke === null ? '' : ` stroke="${stroke}" stroke-width="${width}"`}${
    dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`
  }${opacity(alpha)}`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
