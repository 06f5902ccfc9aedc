import type { MessageId } from '../../engine/units';
import { NONE } from '../../engine/units';
import { fillOf, rimOf, type Palette } from './palette';
import { paintChevron, paintCapsule, paintDiamond, paintDisc, paintGhost } from './paintToken';
import type { Thread } from './marks/queueSlots';
import type { LitWay } from './marks/litWays';
import type { Ribbon } from './marks/ribbons';
import type { Grave } from './marks/packets';
import { TOKEN_RADIUS, type Token } from './marks/token';
import type { Point } from './geometry';

/** One picture of all that moves or rests. Nothing is kept from the picture before. */
export interface Picture {
  readonly tokens: readonly Token[];
  readonly graves: readonly Grave[];
  /** What falls out of the hand of a node that has just crashed; not to be pointed at. */
  readonly spilt: readonly Token[];
  readonly threads: readonly Thread[];
  /** Where packets jump instead of travelling: an arrow each. */
  readonly arrows: readonly (readonly Point[])[];
  /** Where packets are too many to be drawn one by one. */
  readonly ribbons: readonly Ribbon[];
  /** Bindings by which messages have just gone. */
  readonly lit: readonly LitWay[];
  /** All else is dimmed; NONE for nothing selected. */
  readonly selected: MessageId;
  /** Lit wherever it is. */
  readonly hovered: MessageId;
}

const DIMMED = 0.22;

/** `newPath`: for what is painted elsewhere than on a canvas. */
export function paint(
  context: CanvasRenderingContext2D,
  picture: Picture,
  palette: Palette,
  newPath: () => Path2D = () => new Path2D(),
): void {
  const { selected } = picture;
  const alphaOf = (messages: readonly MessageId[]): number =>
    selected === NONE || messages.includes(selected) ? 1 : DIMMED;
  for (const thread of picture.threads) paintThread(context, thread, palette, alphaOf([thread.message]));
  for (const way of picture.lit) paintLit(context, way, palette);
  for (const arrow of picture.arrows) paintArrow(context, arrow, palette);
  for (const ribbon of picture.ribbons) paintRibbon(context, ribbon, palette);
  paintCrowd(context, picture, palette, newPath);
  for (const grave of picture.graves) paintGrave(context, grave, palette, alphaOf(grave.lost.packet.messages));
  for (const each of picture.tokens) {
    if (each.form === 'dot' || each.form === 'cell') continue;
    context.globalAlpha = alphaOf(each.messages) * (each.quiet ? 0.5 : 1);
    paintOne(context, each, palette, isLit(each, picture));
  }
  for (const each of picture.spilt) {
    context.globalAlpha = 1 - each.lost;
    paintOne(context, each, palette, false);
  }
  context.globalAlpha = 1;
}

const isLit = (each: Token, { hovered, selected }: Picture): boolean =>
  (hovered !== NONE && each.messages.includes(hovered)) || (selected !== NONE && each.messages.includes(selected));

function paintOne(context: CanvasRenderingContext2D, each: Token, palette: Palette, lit: boolean): void {
  switch (each.form) {
    case 'disc':
      return paintDisc(context, each, palette, lit);
    case 'ghost':
      return paintGhost(context, each, palette, lit);
    case 'diamond':
    case 'refusal':
      return paintDiamond(context, each, palette, lit);
    case 'chevron':
      return paintChevron(context, each, palette, lit);
    case 'capsule':
      return paintCapsule(context, each, palette, lit);
    case 'dot':
    case 'cell':
      return; // With the crowd.
  }
}

/** Small tokens without numbers, one path a hue: thousands cost nine fills. The selected and the lit are drawn after, full size. */
function paintCrowd(
  context: CanvasRenderingContext2D,
  picture: Picture,
  palette: Palette,
  newPath: () => Path2D,
): void {
  const { selected, tokens } = picture;
  const paths = new Map<number, Path2D>();
  for (const each of tokens) {
    if (each.form !== 'dot' && each.form !== 'cell') continue;
    let path = paths.get(each.hue);
    if (path === undefined) paths.set(each.hue, (path = newPath()));
    if (each.form === 'cell') path.rect(each.x - each.r, each.y - each.r, 2 * each.r, 2 * each.r);
    else {
      path.moveTo(each.x + each.r, each.y);
      path.arc(each.x, each.y, each.r, 0, 2 * Math.PI);
    }
  }
  context.globalAlpha = selected === NONE ? 1 : DIMMED;
  context.lineWidth = 0.75;
  for (const [hue, path] of paths) {
    context.fillStyle = fillOf(palette, hue);
    context.fill(path);
    context.strokeStyle = rimOf(palette, hue);
    context.stroke(path);
  }
  context.globalAlpha = 1;
  if (picture.hovered === NONE && selected === NONE) return;
  for (const each of tokens) {
    if ((each.form === 'dot' || each.form === 'cell') && isLit(each, picture))
      paintDisc(context, { ...each, r: TOKEN_RADIUS }, palette, true);
  }
}

/** Too many to tell apart: a band along their way, as broad as they are many, and their number. */
function paintRibbon(context: CanvasRenderingContext2D, ribbon: Ribbon, palette: Palette): void {
  const { edge, count, label } = ribbon;
  context.beginPath();
  edge.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  context.fillStyle = palette.line;
  context.globalAlpha = 0.4;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.stroke();
  context.font = `650 12px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = palette.stage;
  const words = count.toLocaleString('en');
  context.strokeText(words, label.x, label.y);
  context.fillStyle = palette.ink;
  context.fillText(words, label.x, label.y);
}

function paintThread(context: CanvasRenderingContext2D, { from, to }: Thread, palette: Palette, alpha: number): void {
  context.globalAlpha = 0.55 * alpha;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.setLineDash([1.5, 4]);
  context.beginPath();
  context.moveTo(from.x, from.y + 10);
  const sag = Math.abs(to.x - from.x) * 0.12 + 14;
  context.bezierCurveTo(
    from.x + (to.x - from.x) * 0.4,
    from.y + sag + 10,
    from.x + (to.x - from.x) * 0.75,
    to.y + 6,
    to.x - 19,
    to.y,
  );
  context.stroke();
  context.setLineDash([]);
}

/** In the message's own hue, over the way that stands. */
function paintLit(context: CanvasRenderingContext2D, { points, hue, alpha }: LitWay, palette: Palette): void {
  context.lineCap = 'round';
  for (const [colour, width] of [
    [rimOf(palette, hue), 6],
    [fillOf(palette, hue), 3.5],
  ] as const) {
    context.globalAlpha = alpha;
    context.strokeStyle = palette.forced ? palette.accent : colour;
    context.lineWidth = width;
    context.beginPath();
    points.forEach((point, i) => (i === 0 ? context.moveTo(point.x, point.y) : context.lineTo(point.x, point.y)));
    context.stroke();
  }
  context.lineCap = 'butt';
  context.globalAlpha = 1;
}

/** Along its link, with a head at the end. */
function paintArrow(context: CanvasRenderingContext2D, points: readonly Point[], palette: Palette): void {
  const last = points[points.length - 1]!;
  const before = points[points.length - 2]!;
  const angle = Math.atan2(last.y - before.y, last.x - before.x);
  context.strokeStyle = palette.ink2;
  context.lineWidth = 1.75;
  context.beginPath();
  points.forEach((point, i) => (i === 0 ? context.moveTo(point.x, point.y) : context.lineTo(point.x, point.y)));
  for (const side of [-0.5, 0.5]) {
    context.moveTo(last.x, last.y);
    context.lineTo(last.x - 9 * Math.cos(angle + side), last.y - 9 * Math.sin(angle + side));
  }
  context.stroke();
}

function paintGrave(context: CanvasRenderingContext2D, { token, from }: Grave, palette: Palette, alpha: number): void {
  context.globalAlpha = alpha;
  context.strokeStyle = palette.lost;
  context.lineWidth = 1.5;
  context.setLineDash([2, 4]);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo((from.x + token.x) / 2 + (token.x - from.x) * 0.3, (from.y + token.y) / 2, token.x, token.y);
  context.stroke();
  context.setLineDash([]);
  paintOne(context, token, palette, false);
  context.globalAlpha = 1;
}
