import { INK } from './model';
import { fillOf, rimOf, type Palette } from './palette';
import type { Token } from './marks/token';

/** How each form of a token is drawn. Fills never change with what became of it; outlines, tabs and crosses do. */

type Context = CanvasRenderingContext2D;

const FULL = 2 * Math.PI;

function circle(context: Context, x: number, y: number, r: number): void {
  context.beginPath();
  context.arc(x, y, r, 0, FULL);
}

function write(
  context: Context,
  text: string,
  x: number,
  y: number,
  size: number,
  palette: Palette,
  weight = 700,
): void {
  context.font = `${weight} ${size}px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + size * 0.06);
}

/** Width of a bold figure in em, in a wide system sans. */
const FIGURE = 0.7;
/** Smaller figures are no longer read: the disc stands without its number. */
const LEGIBLE_PX = 7;

/** The number in its disc, as large as it fits; none where it would not be read. */
function writeNumber(context: Context, { text, x, y, r }: Token, palette: Palette, weight?: number): void {
  // Three figures may come near the rim: a disc without its number says less.
  const size = Math.min(11, r * 1.05, (2 * r - (text.length > 2 ? 0.4 : 1.5)) / (text.length * FIGURE));
  if (text !== '' && size >= LEGIBLE_PX) write(context, text, x, y, size, palette, weight);
}

/** Lit: the message is pointed at or selected, here or in another view. */
function halo(context: Context, each: Token, palette: Palette, r: number): void {
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  circle(context, each.x, each.y, r);
  context.stroke();
}

export function paintDisc(context: Context, each: Token, palette: Palette, lit: boolean): void {
  const { x, y, r, hue } = each;
  if (each.clock !== null) paintClock(context, each, palette, r + 6.5);
  if (each.tab.startsWith('try')) {
    // Sent again: the outline of the one before shows behind it.
    context.strokeStyle = rimOf(palette, hue);
    context.lineWidth = 1.5;
    circle(context, x + 3.5, y - 3.5, r);
    context.fillStyle = palette.raised;
    context.fill();
    context.stroke();
  }
  circle(context, x, y, r);
  if (each.lost > 0) {
    context.save();
    context.globalAlpha *= 1 - each.lost;
    context.fillStyle = fillOf(palette, hue);
    context.fill();
    context.restore();
    context.strokeStyle = palette.lost;
    context.lineWidth = 1.75;
    context.stroke();
    // It keeps its number: the cross stands at its foot.
    context.fillStyle = each.lost < 0.5 ? palette.tokenInk : palette.lost;
    writeNumber(context, each, palette);
    crossBadge(context, x + r * 0.75, y + r * 0.75, palette);
    return;
  }
  context.fillStyle = palette.forced ? palette.stage : fillOf(palette, hue);
  context.fill();
  context.strokeStyle = palette.forced ? palette.ink : rimOf(palette, hue);
  context.lineWidth = 1.5 + palette.strokeMore;
  context.stroke();
  if (each.tab.startsWith('R')) {
    context.strokeStyle = palette.tokenInk;
    context.lineWidth = 1;
    context.setLineDash([2.2, 2.2]);
    circle(context, x, y, r - 2.4);
    context.stroke();
    context.setLineDash([]);
  }
  context.fillStyle = palette.forced ? palette.ink : palette.tokenInk;
  writeNumber(context, each, palette);
  // In a buffer discs stand too close for a tab: the dashed ring says it.
  if (each.tab !== '' && r >= 10) paintTab(context, each.tab, x + r * 0.72, y - r * 0.95, palette);
  if (each.letter !== '' && r >= 10) paintLetter(context, each, palette);
  if (each.struck) strike(context, each, palette);
  if (lit) halo(context, each, palette, r + (each.clock === null ? 3.5 : 10));
  if (each.delayed) paintDelay(context, x - r * 0.8, y - r * 0.9, palette);
}

/** A notch at its foot with the subscriber's letter: one copy of several. */
function paintLetter(context: Context, { x, y, r, letter }: Token, palette: Palette): void {
  const at = { x: x - r * 0.8, y: y + r * 0.85 };
  circle(context, at.x, at.y, 6.5);
  context.fillStyle = palette.stage;
  context.fill();
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = palette.ink;
  write(context, letter, at.x, at.y, 9, palette, 750);
}

/** From corner to corner, set off from what is beneath it. */
function strike(context: Context, { x, y, r }: Token, palette: Palette): void {
  const reach = r * 0.98;
  for (const [colour, width] of [
    [palette.stage, 4.5],
    [palette.ink, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - reach, y + reach);
    context.lineTo(x + reach, y - reach);
    context.stroke();
  }
}

function paintTab(context: Context, text: string, x: number, y: number, palette: Palette): void {
  context.font = `700 10.5px ${palette.sans}`;
  const width = context.measureText(text).width + 7;
  context.beginPath();
  context.roundRect(x - 3, y - 7, width, 14, 4);
  context.fillStyle = palette.ink;
  context.fill();
  context.strokeStyle = palette.raised;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = palette.stage;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x + 0.5, y + 0.8);
}

/** What remains of a clock, clockwise from the top. */
function paintClock(context: Context, each: Token, palette: Palette, r: number): void {
  context.lineWidth = 3;
  context.strokeStyle = palette.hair;
  circle(context, each.x, each.y, r);
  context.stroke();
  const part = each.clock ?? 0;
  if (part <= 0) return;
  context.strokeStyle = palette.accent;
  context.lineCap = 'round';
  context.beginPath();
  // The end moves towards the top: time runs out clockwise.
  context.arc(each.x, each.y, r, -Math.PI / 2 + FULL * (1 - part), -Math.PI / 2 + FULL);
  context.stroke();
  context.lineCap = 'butt';
}

/** Unacked: still the queue's, but in someone's hand. */
export function paintGhost(context: Context, each: Token, palette: Palette, lit: boolean): void {
  if (each.clock !== null) paintClock(context, { ...each, clock: each.clock }, palette, each.r + 2.5);
  context.strokeStyle = rimOf(palette, each.hue);
  context.lineWidth = 1.6;
  context.setLineDash([3, 3]);
  circle(context, each.x, each.y, each.r);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = palette.ink2;
  writeNumber(context, each, palette, 650);
  if (lit) halo(context, each, palette, each.r + 3.5);
}

function diamondPath(context: Context, x: number, y: number, r: number): void {
  context.beginPath();
  context.moveTo(x, y - r);
  context.lineTo(x + r, y);
  context.lineTo(x, y + r);
  context.lineTo(x - r, y);
  context.closePath();
}

export function paintDiamond(context: Context, each: Token, palette: Palette, lit: boolean): void {
  const { x, y, r } = each;
  const dead = each.lost > 0;
  context.lineJoin = 'round';
  diamondPath(context, x, y, dead ? r + 1.5 : r);
  if (dead) {
    context.save();
    context.globalAlpha *= 1 - each.lost;
    context.fillStyle = palette.ink;
    context.fill();
    context.restore();
  } else {
    context.fillStyle = each.form === 'refusal' ? palette.stage : palette.ink;
    context.fill();
  }
  context.strokeStyle = dead ? palette.lost : palette.ink;
  context.lineWidth = 1.75;
  context.stroke();
  if (dead) cross(context, x, y, r * 0.42, palette.lost);
  else if (each.form === 'refusal') cross(context, x, y, r * 0.36, palette.ink);
  else if (!each.quiet) check(context, x, y, r, palette.stage);
  if (dead) return;
  paintLabel(context, each, palette, y + r + 8);
  if (lit) halo(context, each, palette, r + 4);
  if (each.delayed) paintDelay(context, x, y - r - 6, palette);
}

function cross(context: Context, x: number, y: number, r: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.beginPath();
  context.moveTo(x - r, y - r);
  context.lineTo(x + r, y + r);
  context.moveTo(x + r, y - r);
  context.lineTo(x - r, y + r);
  context.stroke();
}

function crossBadge(context: Context, x: number, y: number, palette: Palette): void {
  circle(context, x, y, 6);
  context.fillStyle = palette.lost;
  context.fill();
  cross(context, x, y, 2.4, palette.stage);
}

function check(context: Context, x: number, y: number, r: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - r * 0.36, y + r * 0.02);
  context.lineTo(x - r * 0.08, y + r * 0.3);
  context.lineTo(x + r * 0.38, y - r * 0.28);
  context.stroke();
}

export function paintChevron(context: Context, each: Token, palette: Palette, lit: boolean): void {
  const { x, y } = each;
  const r = each.quiet ? 4 : each.r;
  context.save();
  context.translate(x, y);
  context.rotate(each.angle);
  context.beginPath();
  context.moveTo(-r * 0.8, -r);
  context.lineTo(r, 0);
  context.lineTo(-r * 0.8, r);
  context.closePath();
  context.fillStyle = palette.stage;
  if (each.lost === 0) context.fill();
  context.strokeStyle = each.lost > 0 ? palette.lost : palette.ink2;
  context.lineWidth = 1.75;
  context.lineJoin = 'round';
  context.stroke();
  context.restore();
  if (each.lost > 0) return cross(context, x, y, r * 0.5, palette.lost);
  paintLabel(context, each, palette, y - r - 8);
  if (lit) halo(context, each, palette, r + 4);
  if (each.delayed) paintDelay(context, x - r, y - r - 2, palette);
}

export function paintCapsule(context: Context, each: Token, palette: Palette, lit: boolean): void {
  const half = capsuleHalf(each);
  const { x, y, r } = each;
  context.beginPath();
  context.roundRect(x - half, y - r - 3, 2 * half, 2 * r + 6, r + 3);
  context.fillStyle = palette.raised;
  if (each.lost === 0) context.fill();
  context.strokeStyle = each.lost > 0 ? palette.lost : palette.line;
  context.lineWidth = 1.5;
  context.stroke();
  each.inner.forEach(({ hue, text }, i) => {
    const disc: Token = {
      ...each,
      form: 'disc',
      x: x - half + 14 + i * 20,
      r: 9.5,
      hue,
      text,
      tab: '',
      delayed: false,
    };
    paintDisc(context, disc, palette, false);
  });
  if (each.text !== '') {
    context.fillStyle = palette.ink;
    write(context, each.text, x, y, 12, palette);
  }
  if (each.tab !== '') paintTab(context, each.tab, x + half - 8, y - r - 2, palette);
  if (lit) halo(context, { ...each, hue: INK }, palette, half + 4);
  if (each.delayed) paintDelay(context, x - half, y - r - 2, palette);
}

/** Half the width of a capsule. */
export function capsuleHalf(each: Pick<Token, 'inner' | 'text'>): number {
  return each.inner.length > 0 ? 4 + each.inner.length * 10 : 8 + each.text.length * 4.4;
}

function paintLabel(context: Context, each: Token, palette: Palette, y: number): void {
  if (each.label === '') return;
  context.font = `600 12px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // Knocked out of what is behind: links run through it.
  context.strokeStyle = palette.stage;
  context.lineWidth = 3.5;
  context.lineJoin = 'round';
  context.strokeText(each.label, each.x + each.labelShift, y);
  context.fillStyle = palette.ink2;
  context.fillText(each.label, each.x + each.labelShift, y);
}

/** A fault holds it back: a small clock. */
function paintDelay(context: Context, x: number, y: number, palette: Palette): void {
  circle(context, x, y, 6);
  context.fillStyle = palette.raised;
  context.fill();
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.4;
  context.stroke();
  context.beginPath();
  context.moveTo(x, y - 3.5);
  context.lineTo(x, y);
  context.lineTo(x + 2.6, y + 1.4);
  context.stroke();
}
