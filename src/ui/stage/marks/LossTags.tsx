import { useMemo } from 'react';
import type { Scene } from '../../../analysis/scene/scene';
import { NONE } from '../../../engine/units';
import { W } from '../../../engine/words';
import { useFigures } from '../figures';
import { clamp, distanceTo, grown, overlaps, right, type Box, type Point } from '../geometry';
import type { Layout } from '../layout';
import type { StageModel } from '../model';
import { widthOf } from '../text';
import { moment } from '../time';
import { labelOf, placeGraves } from './packets';

/** Says of the latest losses what they were, when, and by whom. */

interface Tag {
  readonly packet: number;
  readonly title: string;
  readonly detail: string;
  readonly anchor: Point;
}

const TAGS_MAX = 2;

export function tagsOf(scene: Scene, model: StageModel): Tag[] {
  const tags: Tag[] = [];
  const graves = placeGraves(scene, model, () => Infinity);
  for (let i = graves.length - 1; i >= 0 && tags.length < TAGS_MAX; i -= 1) {
    const { lost, token } = graves[i]!;
    // What a reset took along lies beside it; one tag tells of both.
    if (lost.why === W.reset && lost.fault === NONE) continue;
    const words = model.wordsOf(lost.packet.what);
    const by = lost.fault === NONE ? 'at' : 'you, at';
    tags.push({
      packet: lost.packet.packet,
      title: `${labelOf(lost.packet, words, model)} lost`,
      detail: `${by} ${moment(lost.at)}`,
      anchor: { x: token.x, y: token.y },
    });
  }
  return tags;
}

interface Props {
  readonly model: StageModel;
}

export function LossTags({ model }: Props) {
  const tags = useFigures(tagsOf, model);
  const placed = useMemo(() => settle(tags ?? [], model.layout), [tags, model]);
  return (
    <>
      {placed.map(({ tag, box }) => {
        const x = clamp(tag.anchor.x, box.x + 10, right(box) - 10);
        const above = box.y < tag.anchor.y;
        const edge = above ? box.y + box.height : box.y;
        return (
          <g key={tag.packet} className="stage-tag">
            <path className="stage-tag-leader" d={`M${x} ${edge}L${tag.anchor.x} ${tag.anchor.y + (above ? -11 : 11)}`} />
            <rect className="stage-tag-box" {...box} rx={7} />
            <text className="stage-tag-title" x={box.x + box.width / 2} y={box.y + 15} textAnchor="middle">
              {tag.title}
            </text>
            <text className="stage-tag-detail" x={box.x + box.width / 2} y={box.y + 30} textAnchor="middle">
              {tag.detail}
            </text>
          </g>
        );
      })}
    </>
  );
}

const HEIGHT = 37;
const STEP = 6;
const REACH = 200;

/** Finds each tag the nearest spot on which it covers no card, no other tag and, if it can, no link and no grave. */
export function settle(tags: readonly Tag[], layout: Layout): { readonly tag: Tag; readonly box: Box }[] {
  const cards = [...layout.nodes.values()].map(({ box }) => grown(box, 4));
  const taken: Box[] = [];
  return tags.map((tag) => {
    const width = Math.max(widthOf(tag.title, { size: 12, bold: true }), widthOf(tag.detail, { size: 12 })) + 14;
    let best: Box = { x: clamp(tag.anchor.x - width / 2, 4, layout.size.width - width - 4), y: 4, width, height: HEIGHT };
    let bestCost = Infinity;
    for (let dx = -REACH; dx <= REACH; dx += STEP) {
      for (let dy = -REACH; dy <= REACH; dy += STEP) {
        const box = { x: tag.anchor.x + dx - width / 2, y: tag.anchor.y + dy - HEIGHT / 2, width, height: HEIGHT };
        const cost = costOf(box, tag, layout, cards, taken);
        if (cost < bestCost) {
          bestCost = cost;
          best = box;
        }
      }
    }
    taken.push(grown(best, 4));
    return { tag, box: best };
  });
}

function costOf(box: Box, tag: Tag, layout: Layout, cards: readonly Box[], taken: readonly Box[]): number {
  if (box.x < 4 || box.y < 4 || right(box) > layout.size.width - 4 || box.y + box.height > layout.size.height - 4) return Infinity;
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  let cost = Math.hypot(centre.x - tag.anchor.x, (centre.y - tag.anchor.y) * 1.1);
  const near = { x: tag.anchor.x - 12, y: tag.anchor.y - 12, width: 24, height: 24 };
  if (overlaps(box, near)) cost += 400;
  for (const card of cards) cost += areaShared(card, box) * 0.5;
  for (const other of taken) if (overlaps(other, box)) cost += 900;
  for (const link of layout.links) if (distanceTo(link.path, centre) < HEIGHT / 2 + 8) cost += 60;
  return cost;
}

function areaShared(a: Box, b: Box): number {
  const width = Math.min(right(a), right(b)) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
