import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlaps, right } from '../geometry';
import type { Layout } from '../layout';
import { settle, type Callout } from './callouts';
import { packing, fromHead } from './pack';

const card = { x: 200, y: 100, width: 160, height: 90 };
const layout: Layout = {
  size: { width: 700, height: 380 },
  turned: false,
  nodes: new Map([[0, { node: 0, column: 'broker', box: card, header: card, compact: false, groups: null }]]),
  places: new Map(),
  links: [],
  bindings: new Map(),
  frames: [],
};
const callout = (key: string, x: number, y: number): Callout => ({
  key,
  lines: ['ack 3 lost', 'you, at 2.418 s'],
  width: 110,
  height: 37,
  anchor: { x, y },
  solid: [],
  avoid: [],
});

describe('callouts', () => {
  // Goal: what is said of a loss can always be read. Method: anchors anywhere, also on a card or in a corner.
  test('two callouts stay on the stage, cover no card and not one another', () => {
    const anywhere = fc.record({ x: fc.integer({ min: 0, max: 700 }), y: fc.integer({ min: 0, max: 380 }) });
    fc.assert(
      fc.property(anywhere, anywhere, (one, other) => {
        const boxes = settle([callout('a', one.x, one.y), callout('b', other.x, other.y)], layout).map(
          ({ box }) => box,
        );
        for (const box of boxes) {
          expect(box.x >= 0 && box.y >= 0 && right(box) <= 700 && box.y + box.height <= 380).toBe(true);
          expect(overlaps(box, card)).toBe(false);
        }
        expect(overlaps(boxes[0]!, boxes[1]!)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});

test('between two rows of a phone it stands beside what it speaks of, not beyond the card', () => {
  const wide = { x: 8, y: 70, width: 374, height: 100 };
  const turned: Layout = {
    ...layout,
    size: { width: 390, height: 372 },
    turned: true,
    nodes: new Map([[0, { node: 0, column: 'broker', box: wide, header: wide, compact: true, groups: null }]]),
  };
  const said = { ...callout('a', 222, 58), lines: ['ack 3 lost'], width: 110, height: 20 };
  const [{ box }] = settle([said], turned) as [ReturnType<typeof settle>[number]];
  expect(box.y + box.height).toBeLessThanOrEqual(wide.y + 4);
});

describe('packing', () => {
  const box = { x: 10, y: 10, width: 250, height: 44 };

  test('as a queue fills, discs become dots and dots become cells', () => {
    expect([3, 30, 5_000].map((count) => packing(count, box).detail)).toEqual(['slots', 'dots', 'cells']);
  });

  test('the head is at the right, and every token lies inside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), (count) => {
        const packed = packing(count, box);
        const shown = Math.min(count, packed.capacity);
        const [head, tail] = [fromHead(packed, box, 0), fromHead(packed, box, shown - 1)];
        expect(head.x).toBeGreaterThanOrEqual(tail.x);
        for (const { x, y } of [head, tail]) {
          expect(x - packed.r >= box.x - 0.01 && x + packed.r <= right(box) + 0.01).toBe(true);
          expect(y - packed.r >= box.y - 0.01 && y + packed.r <= box.y + box.height + 0.01).toBe(true);
        }
      }),
    );
  });
});
