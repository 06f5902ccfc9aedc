import { clamp, overlaps, right, type Box } from '../geometry';
import type { Layout } from '../layout';
import { widthOf } from '../../design/text';
import type { Token } from './token';

/** Names beside packets: moved to where they cover no card, left out where they would cover one another. */

const FONT = { size: 12, bold: true } as const;
const HEIGHT = 15;

/** Where the label of a token is drawn, before it is moved: below answers, above requests. */
export function labelBox(token: Token): Box {
  const width = widthOf(token.label, FONT);
  const y = token.form === 'chevron' ? token.y - token.r - 8 : token.y + token.r + 8;
  return { x: token.x + token.labelShift - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT };
}

export function settleLabels(tokens: readonly Token[], layout: Layout): void {
  const cards = [...layout.nodes.values()].map(({ box }) => box);
  const marks = tokens.filter(({ target }) => target.kind === 'packet').map((token) => ({ token, box: boxOf(token) }));
  const taken: Box[] = [];
  for (const token of tokens) {
    if (token.label === '') continue;
    const wanted = labelBox(token);
    const [low, high] = roomBetween(token, wanted, cards, layout.size.width);
    if (high - low < wanted.width) {
      token.label = '';
      continue;
    }
    const x = clamp(wanted.x, low, high - wanted.width);
    token.labelShift = x - wanted.x;
    const box = { ...wanted, x };
    const isOver = marks.some(({ token: other, box: mark }) => other !== token && overlaps(mark, box));
    if (isOver || taken.some((other) => overlaps(other, box))) token.label = '';
    else taken.push(box);
  }
}

/** What is seen of a packet: of a diamond and a chevron the corners are empty. */
function boxOf({ form, x, y, r }: Token): Box {
  const half = form === 'disc' || form === 'capsule' ? r : r * 0.7;
  return { x: x - half, y: y - half, width: 2 * half, height: 2 * half };
}

/** The free stretch around a token at the height of its label. */
function roomBetween(token: Token, label: Box, cards: readonly Box[], width: number): readonly [number, number] {
  let [low, high] = [2, width - 2];
  for (const card of cards) {
    if (label.y >= card.y + card.height || label.y + label.height <= card.y) continue;
    if (right(card) <= token.x + token.r) low = Math.max(low, right(card) + 2);
    else if (card.x >= token.x - token.r) high = Math.min(high, card.x - 2);
    else return [0, 0];
  }
  return [low, high];
}
